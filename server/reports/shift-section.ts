import { gapsOf, type Gap } from '#lib/domain/coverage.ts';
import { LOOK_BACK_MS } from '#lib/domain/shift.ts';
import { shiftFor } from '#server/presenters/shift.ts';
import { rosteredSpan, within } from '#server/queries/shifts/rostered-span.ts';
import { selectCoverageRules } from '#server/records/coverage-record.ts';
import { selectShifts } from '#server/records/shift-record.ts';
import { harmless, type Block, type Cell, type Table } from './document.ts';
import type { ReportSource } from './source.ts';
import type { Voice } from './voice.ts';

/** Shifts read at once, and those that a report lists; the rest are counted. */
const PAGE = 500;
const MOST_LISTED = 1_000;
const MOST_GAPS = 200;

/** A shift as a report lists it. Times are milliseconds. */
interface ToldShift {
	readonly startsAt: number;
	readonly endsAt: number;
	/** Null where whoever is on it has not allowed it. */
	readonly name: string | null;
	readonly position: string;
}

interface ToldMember {
	readonly name: string | null;
	shifts: number;
	/** Within the period. */
	ms: number;
}

/** Everything a report tells of who was on duty. */
export interface ShiftsTold {
	readonly count: number;
	readonly ms: number;
	/** Those with the most hours first; all who are not named together, at the end. */
	readonly members: readonly ToldMember[];
	/** How many people, named or not. */
	readonly people: number;
	readonly listed: readonly ToldShift[];
	/** For staff alone; null to everybody else. */
	readonly gaps: readonly Gap[] | null;
}

/** Reads it, page by page. A shift counts with as much of it as lies in the period. */
export async function readShifts(source: ReportSource): Promise<ShiftsTold> {
	const { tx, period, zone, audience } = source;
	const members = new Map<string, ToldMember>();
	const people = new Set<string>();
	const times: { startsAt: number; endsAt: number; position: string }[] = [];
	const listed: ToldShift[] = [];
	let ms = 0;
	for await (const { whose, ...shift } of shiftsOf(source)) {
		const { startsAt, endsAt, name, position } = shift;
		const within = Math.min(endsAt, period.to) - Math.max(startsAt, period.from);
		const key = name === null ? '' : whose;
		const member = members.get(key) ?? { name, shifts: 0, ms: 0 };
		member.shifts += 1;
		member.ms += within;
		members.set(key, member);
		people.add(whose);
		ms += within;
		times.push({ startsAt, endsAt, position });
		if (listed.length < MOST_LISTED) listed.push(shift);
	}
	const rules = audience === 'staff' ? await selectCoverageRules(tx) : null;
	const span = await rosteredSpan(tx);
	return {
		count: times.length,
		ms,
		members: [...members.values()].sort(
			(a, b) => Number(a.name === null) - Number(b.name === null) || b.ms - a.ms
		),
		people: people.size,
		listed,
		// Before the roster begins and after its end nobody is missed; a day without a shift between
		// others is a gap, though the whole of the period may be one.
		gaps: rules && (span ? gapsOf(rules, times, zone, within(period, span)) : [])
	};
}

/** Shifts that reach into the period, by their beginning. */
async function* shiftsOf({
	tx,
	period,
	audience
}: ReportSource): AsyncGenerator<ToldShift & { readonly whose: string }> {
	let [at, id] = [period.from - LOOK_BACK_MS, 0];
	for (;;) {
		const records = await selectShifts(
			tx,
			`WHERE (t.starts_at, t.id) > ($1, $2) AND t.starts_at < $3 AND t.ends_at > $4
			ORDER BY t.starts_at, t.id LIMIT ${PAGE}`,
			[at, id, period.to, period.from]
		);
		for (const record of records) {
			const { name, position, startsAt, endsAt } = shiftFor(record, audience);
			yield {
				whose: String(record.memberId),
				name,
				position,
				startsAt: Date.parse(startsAt),
				endsAt: Date.parse(endsAt)
			};
		}
		const last = records.at(-1);
		if (!last || records.length < PAGE) return;
		[at, id] = [Date.parse(last.startsAt), last.id];
	}
}

/** What became of the roster, in words. */
export function shiftConclusion({ count, ms, people, gaps }: ShiftsTold, voice: Voice): string[] {
	const { conclusion: words, notes } = voice.words;
	if (count === 0 && (gaps === null || gaps.length === 0)) return [words.noShifts];
	return [
		count === 0 ? notes.noShifts : words.shifts(count, hours(ms, voice), people),
		...(gaps === null
			? []
			: [gaps.length === 0 ? words.noGaps : words.gaps(gaps.length, hours(lengthOf(gaps), voice))])
	];
}

/** The roster, the hours of each, and when somebody was missing. */
export function shiftDetails(told: ShiftsTold, voice: Voice): Block[] {
	const { sections, notes } = voice.words;
	const left = told.count - told.listed.length;
	const more = (count: number): Block[] =>
		count > 0 ? [{ is: 'text', text: notes.left(count), muted: true }] : [];
	return [
		{ is: 'heading', level: 1, text: sections.hoursByMember },
		memberTable(told, voice),
		...(told.gaps === null
			? []
			: [
					{ is: 'heading', level: 1, text: sections.gaps } as const,
					gapTable(told.gaps.slice(0, MOST_GAPS), voice),
					...more(told.gaps.length - MOST_GAPS)
				]),
		{ is: 'heading', level: 1, text: sections.roster },
		rosterTable(told, voice),
		...more(left)
	];
}

/** The hours of each, for a report of everything. */
export function shiftsInShort(told: ShiftsTold, voice: Voice): Block[] {
	return [memberTable(told, voice)];
}

function memberTable({ members }: ShiftsTold, voice: Voice): Table {
	const { words } = voice;
	const { columns, notes } = words;
	return {
		is: 'table',
		columns: [
			{ title: columns.member, width: 50 },
			{ title: columns.shifts, width: 22, align: 'end' },
			{ title: columns.hours, width: 28, align: 'end' }
		],
		rows: members.map(({ name, shifts, ms }): Cell[] => [
			nameOf(name, voice),
			voice.number(shifts, 0),
			hours(ms, voice)
		]),
		empty: notes.noShifts
	};
}

function rosterTable({ listed }: ShiftsTold, voice: Voice): Table {
	const { columns, notes } = voice.words;
	return {
		is: 'table',
		columns: [
			{ title: columns.began, width: 20 },
			{ title: columns.ended, width: 20 },
			{ title: columns.member, width: 30 },
			{ title: columns.position, width: 30 }
		],
		rows: listed.map(({ startsAt, endsAt, name, position }): Cell[] => [
			voice.moment(startsAt),
			voice.moment(endsAt),
			nameOf(name, voice),
			harmless(position)
		]),
		empty: notes.noShifts
	};
}

function gapTable(gaps: readonly Gap[], voice: Voice): Table {
	const { columns, notes, anyPosition } = voice.words;
	return {
		is: 'table',
		columns: [
			{ title: columns.began, width: 24 },
			{ title: columns.ended, width: 24 },
			{ title: columns.position, width: 28 },
			{ title: columns.missing, width: 12, align: 'end' },
			{ title: columns.duration, width: 12, align: 'end' }
		],
		rows: gaps.map(({ from, to, position, missing }): Cell[] => [
			voice.moment(from),
			voice.moment(to),
			position === null ? anyPosition : harmless(position),
			voice.number(missing, 0),
			voice.duration(to - from)
		]),
		empty: notes.noGaps
	};
}

function nameOf(name: string | null, { words }: Voice): Cell {
	return name === null ? { text: words.unnamed, tone: 'muted' } : harmless(name);
}

function lengthOf(gaps: readonly Gap[]): number {
	return gaps.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** «168 ч»: of work people count hours, not days. */
function hours(ms: number, voice: Voice): string {
	return `${voice.number(ms / 3_600_000, 1)}\u00a0${voice.words.units.hours}`;
}
