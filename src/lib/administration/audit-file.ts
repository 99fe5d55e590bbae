import type { AuditEntry } from '#lib/domain/audit.ts';
import { csvLines, csvText } from '#lib/domain/csv.ts';
import type { Locale } from '#lib/format/locale.ts';
import { m } from '#lib/paraglide/messages.js';
import { auditTypeText, changeText } from './audit-words.ts';

/**
 * The record of events as a file that is sent while it is read: however long it is, a page of it
 * is in memory. Words are in the language of who asks, said each time: what is read later knows
 * of no request any more.
 */
export function auditFile(
	pages: AsyncIterable<readonly AuditEntry[]>,
	form: 'csv' | 'jsonl',
	locale: Locale
): Response {
	const encoder = new TextEncoder();
	const parts = form === 'csv' ? csvParts(pages, locale) : jsonParts(pages);
	const reading = parts[Symbol.asyncIterator]();
	const body = new ReadableStream<Uint8Array>({
		async pull(controller) {
			const { done, value } = await reading.next();
			if (done) controller.close();
			else controller.enqueue(encoder.encode(value));
		},
		async cancel() {
			await reading.return?.(undefined);
		}
	});
	return new Response(body, {
		headers: {
			'content-type':
				form === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8',
			'content-disposition': `attachment; filename="audit.${form}"`,
			'cache-control': 'no-store'
		}
	});
}

async function* csvParts(pages: AsyncIterable<readonly AuditEntry[]>, locale: Locale) {
	const say = { locale };
	yield csvText([
		[
			'№',
			m.admin_audit_when({}, say),
			m.admin_audit_who({}, say),
			m.admin_audit_what({}, say),
			m.admin_audit_about({}, say),
			m.admin_audit_title({}, say),
			m.admin_audit_changes({}, say),
			m.admin_audit_address({}, say),
			'type'
		]
	]);
	for await (const page of pages)
		yield csvLines(
			page.map((entry) => [
				entry.seq,
				entry.at,
				entry.actor?.name ?? m.history_portal({}, say),
				auditTypeText(entry.type, locale),
				entry.about,
				entry.title,
				entry.changed.map((change) => changeText(change, locale)).join('; '),
				entry.address,
				entry.type
			])
		);
}

async function* jsonParts(pages: AsyncIterable<readonly AuditEntry[]>) {
	for await (const page of pages) yield page.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}
