import { DatabaseSync } from 'node:sqlite';
import { openCompany, type Company } from './company.ts';
import { usage } from './live-server.ts';
import type { Writer } from './portal-writer.ts';
import { clock, serve } from './processes.ts';

const TICKETS = 2_048;

/**
 * The least that a durable change can cost: `node:sqlite` on a database of the same form, a ticket
 * read and changed, an event of the same size put beside it, one transaction for each.
 */
let company: Company | undefined;
let database: DatabaseSync | undefined;
let change: (index: number) => void = () => undefined;

const writer: Writer = {
	async open() {
		company = await openCompany(TICKETS);
		await company.core.close();
		const { file } = company;
		const db = new DatabaseSync(file);
		database = db;
		db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32000');
		const last = db.prepare('SELECT payload FROM events ORDER BY seq DESC LIMIT 1').get();
		const payload = String(last?.['payload'] ?? '');
		const begin = db.prepare('BEGIN IMMEDIATE');
		const read = db.prepare('SELECT * FROM tickets WHERE id = ?');
		const update = db.prepare(
			'UPDATE tickets SET status = ?, updated_at = ?, urgency = ?, version = ? WHERE id = ?'
		);
		const insert = db.prepare(
			'INSERT INTO events (at, type, actor_id, payload) VALUES (?, ?, 1, ?)'
		);
		const commit = db.prepare('COMMIT');
		const ids = db.prepare('SELECT id FROM tickets').all();
		change = (index) => {
			const id = ids[index % ids.length]?.['id'] ?? null;
			begin.run();
			const ticket = read.get(id);
			const status = ticket?.['status'] === 'waiting' ? 'in_progress' : 'waiting';
			const now = Date.now();
			const version = Number(ticket?.['version']) + 1;
			update.run(status, now, Number(ticket?.['urgency']) ^ 1, version, id);
			insert.run(now, 'ticket.updated', payload);
			commit.run();
		};
		return { file, payloadBytes: payload.length };
	},
	write({ ms }) {
		const before = usage();
		let committed = 0;
		// Synchronous as it is, callers could only wait in line.
		while (clock() - before.at < ms) {
			change(committed);
			committed += 1;
		}
		const after = usage();
		return Promise.resolve({
			committed,
			ms: after.at - before.at,
			cpuMs: after.cpuMs - before.cpuMs
		});
	}
};

serve(writer, async () => {
	database?.close();
	await company?.remove();
});
