import type { DatabaseReader } from '#server/database/open.ts';
import { composeReport } from './compose.ts';
import type { MakeOrder } from './order.ts';
import { sourceOf } from './source.ts';
import { voiceOf } from './voice.ts';
import { writeText } from './write-text.ts';

/** Per cent done when everything is read; the rest is drawing and writing. */
const READ = 75;

/**
 * Makes a report: reads everything at one moment of the database, then tells it, then writes the
 * file, so that nothing of the database is held while pictures are drawn.
 */
export async function makeReport(
	reader: DatabaseReader,
	order: MakeOrder,
	advanced: (progress: number) => void
): Promise<Uint8Array> {
	const voice = voiceOf(order.language, order.zone);
	const document = await reader.read((tx) =>
		composeReport(sourceOf(tx, order), order, voice, (part) => advanced(part * READ))
	);
	advanced(READ);
	if (order.format === 'txt') return new TextEncoder().encode(writeText(document, voice));
	// Its packages are heavy: only whoever wants a document loads them.
	const { writeDocx } = await import('./write-docx.ts');
	return writeDocx(document, voice, (part) => advanced(READ + part * (100 - READ)));
}
