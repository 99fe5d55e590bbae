import { describe, expect, it } from 'vitest';
import { isDomainError } from '#lib/domain/errors.ts';
import {
	SHIFT_PATTERNS,
	writtenShifts,
	type ShiftPattern,
	type WrittenShift
} from '#lib/domain/shift-pattern.ts';
import { zoneOf } from '#lib/domain/zone.ts';

const HOUR = 3_600_000;
const shift = (startsAt: string, endsAt: string, pattern: ShiftPattern = 'once', until?: string) =>
	({ startsAt, endsAt, pattern, until }) satisfies WrittenShift;

/** The shifts as the clock on the wall shows them. */
function onTheWall(written: WrittenShift, zone: string): string[] {
	const text = (at: number) => new Date(zoneOf(zone).wallOf(at)).toISOString().slice(5, 16);
	return writtenShifts(written, zone).shifts.map(
		({ startsAt, endsAt }) => `${text(startsAt)} ${text(endsAt)}`
	);
}

function refusal(written: WrittenShift, zone = 'Europe/Moscow'): unknown {
	try {
		writtenShifts(written, zone);
		return null;
	} catch (refused) {
		return isDomainError(refused) ? refused.issues : refused;
	}
}

describe('a pattern', () => {
	it('of two and two', () => {
		const written = shift('2026-11-23T08:00', '2026-11-23T20:00', '2_2', '2026-11-29');
		expect(onTheWall(written, 'Europe/Moscow').map((text) => text.slice(0, 5))).toEqual([
			'11-23',
			'11-24',
			'11-27',
			'11-28'
		]);
	});

	it('of five and two keeps Monday to Friday, whatever day it begins on', () => {
		const written = shift('2026-11-26T09:00', '2026-11-26T18:00', '5_2', '2026-12-02');
		expect(onTheWall(written, 'Europe/Moscow').map((text) => text.slice(0, 5))).toEqual([
			'11-26',
			'11-27',
			'11-30',
			'12-01',
			'12-02'
		]);
	});

	it('of day and night: the night lasts from the end of the day to its beginning', () => {
		const written = shift('2026-11-23T08:00', '2026-11-23T20:00', 'day_night', '2026-11-28');
		expect(onTheWall(written, 'Europe/Moscow')).toEqual([
			'11-23T08:00 11-23T20:00',
			'11-24T20:00 11-25T08:00',
			'11-27T08:00 11-27T20:00',
			'11-28T20:00 11-29T08:00'
		]);
	});

	it.each(SHIFT_PATTERNS)('%s begins on its first day and never after its last', (pattern) => {
		const written = shift('2026-11-23T08:00', '2026-11-23T20:00', pattern, '2026-12-20');
		const days = onTheWall(written, 'Europe/Moscow').map((text) => text.slice(0, 5));
		expect(days[0]).toBe('11-23');
		expect(days.every((day) => day <= '12-20')).toBe(true);
		expect(days).toEqual([...new Set(days)]);
	});
});

describe('where clocks are put on and back', () => {
	it.each([
		['Europe/Berlin', '2026-03-27', '2026-03-31', '03-29', 11],
		['Europe/Berlin', '2026-10-23', '2026-10-27', '10-25', 13],
		['America/New_York', '2026-03-06', '2026-03-10', '03-08', 11],
		['America/New_York', '2026-10-30', '2026-11-03', '11-01', 13]
	])('%s from %s: every night begins and ends by the clock', (zone, first, last, turn, hours) => {
		const next = new Date(Date.parse(first) + 24 * HOUR).toISOString().slice(0, 10);
		const written = shift(`${first}T20:00`, `${next}T08:00`, 'every_day', last);
		for (const text of onTheWall(written, zone)) expect(text).toMatch(/T20:00 .*T08:00$/);
		const { shifts, notices } = writtenShifts(written, zone);
		const odd = shifts.filter(({ startsAt, endsAt }) => endsAt - startsAt !== 12 * HOUR);
		expect(odd.map(({ startsAt, endsAt }) => (endsAt - startsAt) / HOUR)).toEqual([hours]);
		expect(notices).toEqual([{ kind: 'length', wall: expect.any(Number), lengthMs: hours * HOUR }]);
		// The shift of the night before the turn ends on its morning.
		expect(new Date((notices[0]?.wall ?? 0) + 24 * HOUR).toISOString().slice(5, 10)).toBe(turn);
	});

	it('an hour that is left out is told, and is the moment of the leap', () => {
		const { shifts, notices } = writtenShifts(
			shift('2026-03-29T02:30', '2026-03-29T10:00'),
			'Europe/Berlin'
		);
		expect(shifts).toEqual([
			{ startsAt: Date.parse('2026-03-29T01:00:00Z'), endsAt: Date.parse('2026-03-29T08:00:00Z') }
		]);
		expect(notices.map(({ kind }) => kind)).toEqual(['skipped', 'length']);
	});

	it('an hour that is left out between two shifts is told once', () => {
		const { notices } = writtenShifts(
			shift('2026-03-28T02:30', '2026-03-29T02:30', 'every_day', '2026-03-29'),
			'Europe/Berlin'
		);
		expect(notices.filter(({ kind }) => kind === 'skipped')).toHaveLength(1);
	});

	it('an hour that comes twice is told, and the first is meant', () => {
		const { shifts, notices } = writtenShifts(
			shift('2026-11-01T01:30', '2026-11-01T09:00'),
			'America/New_York'
		);
		expect(shifts[0]?.startsAt).toBe(Date.parse('2026-11-01T05:30:00Z'));
		expect(notices.map(({ kind }) => kind)).toEqual(['doubled', 'length']);
	});

	it('the second of two hours is meant when it is told with its distance from UTC', () => {
		const written = shift('2026-11-01T01:30:00-05:00', '2026-11-01T09:00:00-05:00');
		expect(writtenShifts(written, 'America/New_York').shifts[0]?.startsAt).toBe(
			Date.parse('2026-11-01T06:30:00Z')
		);
	});

	it('a shift of which nothing is left is left out of a pattern and told; alone it is refused', () => {
		const lost = ['2026-03-29T02:00', '2026-03-29T03:00'] as const;
		expect(refusal(shift(...lost), 'Europe/Berlin')).toEqual([
			{ field: 'startsAt', code: 'no_such_time' }
		]);
		const { shifts, notices } = writtenShifts(
			shift('2026-03-28T02:00', '2026-03-28T03:00', 'every_day', '2026-03-30'),
			'Europe/Berlin'
		);
		expect(shifts).toHaveLength(2);
		expect(notices.map(({ kind }) => kind)).toEqual(['vanished']);
	});
});

describe('what is refused', () => {
	it.each([
		['an end before the beginning', shift('2026-11-23T20:00', '2026-11-23T08:00'), 'endsAt'],
		['more than two days', shift('2026-11-23T08:00', '2026-11-25T09:00'), 'endsAt'],
		['a pattern without an end', shift('2026-11-23T08:00', '2026-11-23T20:00', '2_2'), 'until'],
		[
			'a pattern that ends before it begins',
			shift('2026-11-23T08:00', '2026-11-23T20:00', '2_2', '2026-11-22'),
			'until'
		],
		[
			'more shifts than anybody looks through',
			shift('2026-11-23T08:00', '2026-11-23T20:00', 'every_day', '2029-11-23'),
			'until'
		]
	])('%s', (_what, written, field) => {
		expect(refusal(written)).toEqual([{ field, code: expect.any(String) }]);
	});
});
