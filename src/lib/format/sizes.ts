import { m } from '#lib/paraglide/messages.js';
import { numberText } from './numbers.ts';

const KILO = 1024;

/** The size of a file as people say it: «12 КБ», «1,4 МБ». Bytes come in. */
export function sizeText(bytes: number): string {
	if (bytes < KILO) return m.desk_size_bytes({ size: numberText(bytes, 0) });
	if (bytes < KILO * KILO) return m.desk_size_kilobytes({ size: numberText(bytes / KILO, 0) });
	return m.desk_size_megabytes({ size: numberText(bytes / KILO / KILO, 1) });
}
