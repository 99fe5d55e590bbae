import { z } from 'zod';
import type { AlertReport } from '#lib/domain/alert.ts';
import { named } from './named.ts';

const count = z.int().min(0);

export const alertReport = named(
	'AlertReport',
	z.strictObject({
		opened: count,
		updated: count,
		resolved: count,
		ignored: count.describe('Told before, or of nothing that is known'),
		incidents: z.array(z.string()).describe('Numbers of the incidents the alerts belong to')
	}) satisfies z.ZodType<AlertReport>
);
