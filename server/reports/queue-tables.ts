import type { Arrivals, KpiDimension } from '#lib/domain/kpi.ts';
import { isFull, PRIORITIES, TICKET_STATUSES, type AnyTicket } from '#lib/domain/ticket.ts';
import type { KpiPartSums } from '#server/queries/kpi/parts.ts';
import { harmless, type Cell, type Column, type Table } from './document.ts';
import type { QueueTold } from './queue-facts.ts';
import type { Voice } from './voice.ts';

/** The numbers behind the charts of the flow. */
export function flowTable({ created, resolved }: QueueTold, voice: Voice): Table {
	const { columns, notes } = voice.words;
	const rows = (created?.points ?? []).map(({ t, value }, index): Cell[] => {
		const at = Date.parse(t);
		const done = resolved?.points[index]?.value ?? null;
		return [
			created?.step === 'hour' ? voice.moment(at) : voice.day(at, true),
			voice.figure(value, 'count'),
			voice.figure(done, 'count')
		];
	});
	return {
		is: 'table',
		columns: [
			{ title: columns.period, width: 40 },
			{ title: columns.created, width: 30, align: 'end' },
			{ title: columns.resolved, width: 30, align: 'end' }
		],
		rows,
		empty: notes.noTickets
	};
}

export function weekdayTable({ cells, total }: Arrivals, voice: Voice): Table {
	const { columns, notes } = voice.words;
	const days = cells.map((hours) => hours.reduce((sum, count) => sum + count, 0));
	return {
		is: 'table',
		columns: [
			{ title: columns.period, width: 40 },
			{ title: columns.tickets, width: 30, align: 'end' },
			{ title: columns.share, width: 30, align: 'end' }
		],
		rows:
			total === 0
				? []
				: days.map((count, weekday) => [
						voice.weekday(weekday),
						voice.number(count, 0),
						voice.percent(Math.floor((count * 1_000) / total) / 10, 1)
					]),
		empty: notes.noTickets
	};
}

export function statusTable({ statuses }: QueueTold, voice: Voice): Table {
	const { columns, notes } = voice.words;
	const total = [...statuses.values()].reduce((sum, count) => sum + count, 0);
	return {
		is: 'table',
		columns: [
			{ title: columns.state, width: 40 },
			{ title: columns.tickets, width: 30, align: 'end' },
			{ title: columns.share, width: 30, align: 'end' }
		],
		rows:
			total === 0
				? []
				: TICKET_STATUSES.map((status): Cell[] => {
						const count = statuses.get(status) ?? 0;
						return [
							voice.labels.status(status),
							voice.number(count, 0),
							voice.percent(Math.floor((count * 1_000) / total) / 10, 1)
						];
					}),
		empty: notes.noTickets
	};
}

export function partTable(
	parts: readonly KpiPartSums[],
	by: KpiDimension,
	name: (part: KpiPartSums) => string,
	voice: Voice
): Table {
	const { columns, notes } = voice.words;
	const head = { service: columns.service, priority: columns.priority, assignee: columns.assignee };
	return {
		is: 'table',
		columns: [
			{ title: head[by], width: 30 },
			{ title: columns.created, width: 12, align: 'end' },
			{ title: columns.resolved, width: 12, align: 'end' },
			{ title: columns.open, width: 12, align: 'end' },
			{ title: columns.overdue, width: 13, align: 'end' },
			{ title: columns.resolution, width: 20, align: 'end' },
			{ title: columns.inTime, width: 13, align: 'end' }
		],
		rows: parts.map((part) => [
			name(part),
			voice.number(part.created, 0),
			voice.number(part.resolved, 0),
			voice.number(part.open, 0),
			{
				text: voice.number(part.overdue, 0),
				...(part.overdue > 0 ? { tone: 'critical' as const } : {})
			},
			told(part.resolution === null ? null : voice.figure(part.resolution, 'minutes'), voice),
			told(part.inTime === null ? null : voice.percent(part.inTime), voice)
		]),
		empty: notes.noTickets
	};
}

function told(text: string | null, voice: Voice): Cell {
	return text ?? { text: voice.words.none, tone: 'muted' };
}

export function partNames(
	by: KpiDimension,
	{ labels, words }: Voice
): (part: KpiPartSums) => string {
	return ({ id, title }) => {
		if (by !== 'priority') return id === 'none' ? words.unassigned : harmless(title || id);
		const priority = PRIORITIES.find((one) => one === id);
		return priority ? labels.priority(priority) : id;
	};
}

export function rankOf(priority: string): number {
	return PRIORITIES.findIndex((one) => one === priority);
}

export function ticketTable(
	tickets: readonly AnyTicket[],
	{ services }: QueueTold,
	voice: Voice,
	empty: string
): Table {
	const { words, labels } = voice;
	const { columns } = words;
	const whole = tickets.some(isFull);
	const shared: Column[] = [
		{ title: columns.service, width: whole ? 17 : 34 },
		{ title: columns.priority, width: whole ? 12 : 18 },
		{ title: columns.state, width: whole ? 13 : 18 }
	];
	return {
		is: 'table',
		columns: whole
			? [
					{ title: columns.number, width: 11 },
					{ title: columns.subject, width: 27 },
					...shared,
					{ title: columns.assignee, width: 15 },
					{ title: columns.due, width: 14 }
				]
			: [{ title: columns.number, width: 12 }, ...shared, { title: columns.created, width: 18 }],
		rows: tickets.map((ticket): Cell[] => {
			const common: Cell[] = [
				ticket.service === null
					? { text: words.hiddenService, tone: 'muted' }
					: harmless(services.get(ticket.service) ?? ticket.service),
				labels.priority(ticket.priority),
				labels.status(ticket.status)
			];
			if (!isFull(ticket))
				return [ticket.number, ...common, voice.moment(Date.parse(ticket.createdAt))];
			const due = ticket.resolutionDueAt;
			return [
				ticket.number,
				harmless(ticket.subject),
				...common,
				ticket.assignee
					? harmless(ticket.assignee.name)
					: { text: words.unassigned, tone: 'muted' },
				due === null
					? { text: words.none, tone: 'muted' }
					: {
							text: voice.moment(Date.parse(due)),
							...(ticket.sla.resolution === 'breached' ? { tone: 'critical' as const } : {})
						}
			];
		}),
		empty
	};
}
