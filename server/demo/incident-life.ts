import { expertsOf } from './company.ts';
import type { Scene } from './finished-ticket.ts';
import { DAY, MINUTE } from './office-hours.ts';
import { between, pick } from './random.ts';
import { OPEN_AGES, SCRIPTS, type Script } from './scripts.ts';
import type { DemoStep } from './step.ts';

/** Every incident of the sixty days; the first scripts are those still open. */
export function incidentSteps(scene: Scene, days: number): DemoStep[] {
	const { random, hours, now } = scene;
	const past = SCRIPTS.length - OPEN_AGES.length;
	return SCRIPTS.flatMap((script, index) => {
		const age = OPEN_AGES[index];
		if (age !== undefined) return live(scene, script, `i${index}`, now - age * MINUTE);
		// Spread over the weeks, one in each stretch of days, mostly by daylight.
		const slot = index - OPEN_AGES.length;
		const daysAgo = 1.5 + ((days - 3) * (slot + between(random, 0.1, 0.9))) / past;
		const startedAt = hours.atHour(now - daysAgo * DAY, between(random, 7.5, 17));
		return live(scene, script, `i${index}`, startedAt);
	});
}

function live({ random, now }: Scene, script: Script, key: string, startedAt: number): DemoStep[] {
	const [service = ''] = Object.keys(script.impact);
	const lead = pick(random, expertsOf(service));
	const at = (minutes: number) => {
		const jitter = minutes > 0 ? between(random, 0, 50) * 1000 : 0;
		return Math.floor((startedAt + minutes * MINUTE + jitter) / 1000) * 1000;
	};
	const { title, severity, impact, message, acknowledgedAfter, updates } = script;
	const actor = lead.email;
	const steps: DemoStep[] = [
		{ do: 'open', at: at(0), incident: key, actor, title, severity, impact, message },
		{ do: 'acknowledge', at: at(acknowledgedAfter), incident: key, actor },
		...updates.map(({ after, ...update }) => ({
			do: 'update' as const,
			at: at(after),
			incident: key,
			actor,
			...update
		}))
	];
	return steps.filter((step) => step.at < now);
}
