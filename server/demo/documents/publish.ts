import type { Actor } from '#lib/domain/people.ts';
import type { Upload } from '#server/media/upload.ts';
import type { Commands } from '#server/portal.ts';
import type { Scene } from '../finished-ticket.ts';
import { DAY, HOUR } from '../office-hours.ts';
import type { DemoStep } from '../step.ts';
import { leafletOf } from './leaflet.ts';
import { letterOf } from './letter.ts';
import { LIBRARY } from './library.ts';
import { sheetOf } from './sheet.ts';
import type { Edition } from './text.ts';

/** Publishes an edition of a document of the library: the first makes it, the others renew it. */
export type Publish = (actor: Actor, document: string, edition: number) => Promise<void>;

/** When which edition comes: by day, one after another. */
export function documentSteps({ now, hours }: Scene): DemoStep[] {
	return LIBRARY.flatMap(({ title, editions }, place) =>
		editions.map(({ daysAgo, author }, edition): DemoStep => ({
			do: 'publish',
			at: Math.min(now, hours.atHour(now - daysAgo * DAY, 10) + place * (HOUR / 4)),
			document: title,
			edition,
			actor: `${author}@bazis.example`
		}))
	);
}

/** Publishes by the portal's own commands, and remembers which document has which title. */
export function publisher(
	commands: Pick<Commands, 'createDocument' | 'addDocumentVersion'>
): Publish {
	const ids = new Map<string, number>();
	return async (actor, title, at) => {
		const document = LIBRARY.find((one) => one.title === title);
		const edition = document?.editions[at];
		if (!document || !edition) throw new Error(`the library has no edition ${at} of «${title}»`);
		const file = await fileOf(edition);
		const id = ids.get(title);
		if (id !== undefined) {
			await commands.addDocumentVersion(actor, id, { file, note: edition.note });
			return;
		}
		const { category, public: open } = document;
		const created = await commands.createDocument(actor, { title, category, public: open, file });
		ids.set(title, created.document.id);
	};
}

async function fileOf({ file, text }: Edition): Promise<Upload> {
	if ('rows' in text) return { name: file, bytes: sheetOf(text) };
	return { name: file, bytes: file.endsWith('.pdf') ? leafletOf(text) : await letterOf(text) };
}
