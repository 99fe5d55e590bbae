import { DatabaseSync } from 'node:sqlite';
import { PRIORITIES, TICKET_STATUSES } from '#lib/domain/ticket.ts';
import { urgencyRank } from '#lib/domain/urgency.ts';
import { rebuildSums } from '#server/events/kpi-keeper.ts';
import { Chance } from '../support/random.ts';
import type { Company } from './company.ts';
import { start } from './processes.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const YEARS_MS = 730 * DAY;
const CLIENTS = 400;
const STAFF = 20;
const SERVICES = 12;

/** In every fifth subject. */
export const COMMON_WORD = 'почта';
/** In one ticket of ten thousand. */
export const RARE_WORD = 'гальваника';

const SUBJECTS = [
	'Не открывается общая папка',
	'Касса не печатает чек',
	'Медленно работает 1С',
	'Нет доступа к отчёту',
	'Не подключается VPN',
	'Пропал звук в переговорной',
	'Не приходит письмо от банка',
	'Терминал не видит карту'
];

/**
 * Fills a company with so many tickets of the last two years, past the portal's commands: what
 * those would have kept of them is computed afterwards. In a process of its own: what it needs of
 * memory goes with it, and closing a file through a second copy of SQLite drops the locks of the
 * first one in the same process.
 */
export async function fillWithTickets({ core, file }: Company, count: number): Promise<void> {
	const filling = start<TicketFiller>('./ticket-filler.ts');
	try {
		await filling.call('fill', file, count);
	} finally {
		await filling.stop();
	}
	await rebuildSums(core.database, 'Europe/Moscow');
}

/** What the process answers to that fills a file. */
export type TicketFiller = { fill(file: string, count: number): void };

/** Puts the tickets into a database that nobody else of this process has open. */
export function insertTickets(file: string, count: number): void {
	const db = new DatabaseSync(file);
	db.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA busy_timeout = 10000');
	const now = Date.now();
	db.exec('BEGIN');
	const person = db.prepare(
		`INSERT INTO users (email, name, role, created_at) VALUES (?, ?, ?, ?) RETURNING id`
	);
	const people = (role: string, size: number) =>
		Array.from({ length: size }, (_, index) =>
			Number(person.get(`${role}${index}@many.example`, `Имя ${index}`, role, now)?.['id'])
		);
	const clients = people('client', CLIENTS);
	const staff = people('manager', STAFF);
	const service = db.prepare(
		`INSERT INTO services (slug, name, description, position, state, manual_state, state_since,
			created_at)
		VALUES (?, ?, '', ?, 'operational', 'operational', ?, ?) RETURNING id`
	);
	const services = Array.from({ length: SERVICES }, (_, index) =>
		Number(service.get(`many-${index}`, `Услуга ${index}`, 100 + index, now, now)?.['id'])
	);
	const insert = db.prepare(
		`INSERT INTO tickets (subject, description, service_id, priority, status, requester_id,
			assignee_id, created_at, updated_at, first_response_at, resolved_at, closed_at,
			response_due_at, resolution_due_at, response_sla, resolution_sla, paused_ms, urgency,
			version, response_worked_ms, resolution_worked_ms, rating, rated_at, reopenings, replies)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 1, ?, ?, ?, ?, ?, ?)`
	);
	const chance = new Chance(1);
	for (let made = 0; made < count; made += 1) {
		const createdAt = Math.floor(now - YEARS_MS + (YEARS_MS * made) / count);
		const priority = chance.pick(PRIORITIES);
		const open = now - createdAt < 20 * DAY ? chance.happens(0.2) : chance.happens(0.002);
		const status = open
			? chance.pick(TICKET_STATUSES.slice(0, 3))
			: chance.happens(0.05)
				? 'cancelled'
				: now - createdAt < 10 * DAY
					? 'resolved'
					: 'closed';
		const over = status === 'resolved' || status === 'closed';
		const answerMs = Math.floor(Math.exp(2 + 3 * chance.next()) * MINUTE);
		const workMs = answerMs + Math.floor(Math.exp(3 + 5 * chance.next()) * MINUTE);
		const answeredAt = status === 'new' || status === 'cancelled' ? null : createdAt + answerMs;
		const solvedAt = over ? Math.min(now, createdAt + workMs) : null;
		const responseDueAt = createdAt + 120 * MINUTE;
		const resolutionDueAt = createdAt + DAY;
		const late = (doneAt: number | null, dueAt: number) =>
			(doneAt ?? now) > dueAt ? 'breached' : doneAt === null ? 'running' : 'met';
		const responseSla = late(answeredAt ?? solvedAt, responseDueAt);
		const resolutionSla = status === 'cancelled' ? 'met' : late(solvedAt, resolutionDueAt);
		const rating = over && chance.happens(0.3) ? 1 + chance.below(5) : null;
		const words = chance.happens(0.2)
			? `${chance.pick(SUBJECTS)}, ${COMMON_WORD}`
			: chance.pick(SUBJECTS);
		insert.run(
			made % 10_000 === 5_000 ? `${words} ${RARE_WORD}` : words,
			'Со вчерашнего дня, перезагрузка не помогла.',
			chance.pick(services),
			priority,
			status,
			chance.pick(clients),
			chance.happens(0.1) ? null : chance.pick(staff),
			createdAt,
			solvedAt ?? answeredAt ?? createdAt,
			answeredAt,
			solvedAt,
			status === 'closed' ? solvedAt : null,
			responseDueAt,
			resolutionDueAt,
			responseSla,
			resolutionSla,
			urgencyRank({ status, priority, responseSla, resolutionSla }),
			answeredAt === null ? null : answerMs,
			solvedAt === null ? null : solvedAt - createdAt,
			rating,
			rating === null ? null : solvedAt,
			chance.happens(0.04) ? 1 : 0,
			answeredAt === null ? 0 : 1 + chance.below(3)
		);
	}
	db.exec(RECOUNT);
	db.exec(`DELETE FROM ticket_counts; ${COUNT_SORTS}`);
	db.exec('COMMIT');
	db.close();
}

const OPEN = `status IN ('new', 'in_progress', 'waiting')`;
const counted = (column: string, condition: string) =>
	`${column} = (SELECT COUNT(*) FROM tickets WHERE ${condition})`;

const COUNT_SORTS = `INSERT INTO ticket_counts
	SELECT status, priority, service_id, COALESCE(assignee_id, 0), COUNT(*) FROM tickets
	GROUP BY status, priority, service_id, COALESCE(assignee_id, 0)`;

/** The counters of the queue, which every command moves by what it changes. */
const RECOUNT = `UPDATE figures SET ${[
	...['new', 'in_progress', 'waiting', 'resolved'].map((status) =>
		counted(status, `status = '${status}'`)
	),
	...PRIORITIES.map((priority) => counted(priority, `${OPEN} AND priority = '${priority}'`)),
	counted('unassigned', `${OPEN} AND assignee_id IS NULL`),
	counted(
		'overdue',
		`${OPEN} AND (resolution_sla = 'breached'
			OR (response_sla = 'breached' AND first_response_at IS NULL))`
	)
].join(', ')}`;
