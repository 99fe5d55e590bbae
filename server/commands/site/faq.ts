import { DomainError } from '#lib/domain/errors.ts';
import { inOrderOf, type StaffFaqEntry } from '#lib/domain/faq.ts';
import type { Actor } from '#lib/domain/people.ts';
import type { Bound, ReadTransaction, WriteTransaction } from '#server/database/database.ts';
import type { CommandContext, Execute } from '#server/events/outbox.ts';
import type { FaqInput, SiteCommands } from '#server/portal/site.ts';
import { selectFaq } from '#server/records/site-record.ts';
import { demand } from '../authorise.ts';
import { differencesOf } from '../differences.ts';
import { once } from '../once.ts';
import { flat, freeSlug, refuseStale } from './texts.ts';

/** Writes a question with its answer; a new one stands last in its group. */
export function saveFaq(execute: Execute): SiteCommands['saveFaq'] {
	return (actor, input, id, key) =>
		execute(async (context) => {
			demand(actor, 'faq.write');
			const { tx } = context;
			await tx.lock('site', 1);
			if (id !== undefined) return writeEntry(context, actor, input, await readEntry(tx, id));
			const made = await once(context, actor, { key, input }, async () => {
				const written = await writeEntry(context, actor, input, null);
				return written.id;
			});
			return readEntry(tx, made.id);
		});
}

async function writeEntry(
	{ tx, now, record }: CommandContext,
	actor: Actor,
	input: FaqInput,
	before: StaffFaqEntry | null
): Promise<StaffFaqEntry> {
	if (before) {
		const { question, answer } = before;
		refuseStale(input.version, before, flat({ question, answer }));
	}
	const { group, question, answer, published } = input;
	const slug =
		before && (input.slug === '' || input.slug === before.slug)
			? before.slug
			: await freeSlug(tx, 'faq_entries', {
					slug: input.slug,
					title: question.ru,
					id: before?.id ?? null
				});
	const position = before?.group === group ? before.position : await lastPlace(tx, group);
	const saved = await write(tx, before?.id ?? null, [
		...[slug, group, question.ru, answer.ru, question.en, answer.en],
		...[position, published, now, actor.id]
	]);
	const after = await readEntry(tx, saved);
	record({ type: 'faq.saved', actor, changed: changesOf(before, after) });
	return after;
}

/** Takes a question away for good; the event keeps what it said. */
export function deleteFaq(execute: Execute): SiteCommands['deleteFaq'] {
	return (actor, id) =>
		execute(async ({ tx, record }) => {
			demand(actor, 'faq.write');
			const before = await readEntry(tx, id);
			await tx.run(`DELETE FROM faq_entries WHERE id = $1`, [id]);
			record({ type: 'faq.deleted', actor, changed: changesOf(before, null) });
		});
}

/** Moves a question by one place among those of its group. */
export function moveFaq(execute: Execute): SiteCommands['moveFaq'] {
	return (actor, id, direction) =>
		execute(async (context) => {
			demand(actor, 'faq.write');
			const { tx, record } = context;
			await tx.lock('site', 1);
			const { group } = await readEntry(tx, id);
			const before = await selectFaq(tx, 'WHERE t.section = $1', [group]);
			const ids = before.map((entry) => entry.id);
			const from = ids.indexOf(id);
			const to = from + (direction === 'up' ? -1 : 1);
			if (to < 0 || to >= ids.length) return;
			const wanted = ids.toSpliced(from, 1).toSpliced(to, 0, id);
			await place(tx, before, wanted);
			record({ type: 'faq.ordered', actor, changed: { [group]: [ids, wanted] } });
		});
}

/** Puts the questions of one group in an order, as they were dragged. */
export function orderFaq(execute: Execute): SiteCommands['orderFaq'] {
	return (actor, ids) =>
		execute(async ({ tx, record }) => {
			demand(actor, 'faq.write');
			await tx.lock('site', 1);
			const { group } = await readEntry(tx, ids[0] ?? 0);
			const before = await selectFaq(tx, 'WHERE t.section = $1', [group]);
			const known = before.map(({ id }) => id);
			const wanted = inOrderOf(before, ids).map(({ id }) => id);
			if (wanted.join() === known.join()) return;
			await place(tx, before, wanted);
			record({ type: 'faq.ordered', actor, changed: { [group]: [known, wanted] } });
		});
}

async function place(
	tx: WriteTransaction,
	entries: readonly StaffFaqEntry[],
	ids: readonly number[]
): Promise<void> {
	for (const [index, id] of ids.entries())
		if (entries.find((entry) => entry.id === id)?.position !== index + 1)
			await tx.run(`UPDATE faq_entries SET position = $2 WHERE id = $1`, [id, index + 1]);
}

async function lastPlace(tx: ReadTransaction, group: string): Promise<number> {
	const row = await tx.one<{ last: number }>(
		`SELECT COALESCE(MAX(position), 0) AS last FROM faq_entries WHERE section = $1`,
		[group]
	);
	return (row?.last ?? 0) + 1;
}

async function write(
	tx: WriteTransaction,
	id: number | null,
	values: readonly Bound[]
): Promise<number> {
	const [row] =
		id === null
			? await tx.run<{ id: number }>(
					`INSERT INTO faq_entries (slug, section, question, answer, question_en, answer_en,
						position, published, updated_at, updated_by_id, version)
					VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1) RETURNING id`,
					values
				)
			: await tx.run<{ id: number }>(
					`UPDATE faq_entries SET slug = $1, section = $2, question = $3, answer = $4,
						question_en = $5, answer_en = $6, position = $7, published = $8, updated_at = $9,
						updated_by_id = $10, version = version + 1
					WHERE id = $11 RETURNING id`,
					[...values, id]
				);
	if (!row) throw new DomainError('not_found');
	return row.id;
}

async function readEntry(tx: ReadTransaction, id: number): Promise<StaffFaqEntry> {
	const [entry] = await selectFaq(tx, 'WHERE t.id = $1', [id]);
	if (!entry) throw new DomainError('not_found');
	return entry;
}

function changesOf(before: StaffFaqEntry | null, after: StaffFaqEntry | null) {
	const facts = (entry: StaffFaqEntry | null) => ({
		slug: entry?.slug ?? null,
		group: entry?.group ?? null,
		question: entry?.question ?? null,
		answer: entry?.answer ?? null,
		published: entry?.published ?? null
	});
	return differencesOf(facts(before), facts(after));
}
