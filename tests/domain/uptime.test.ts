import { describe, expect, it } from 'vitest';
import type { ServiceState } from '#lib/domain/service.ts';
import { uptimeOf, type Impact, type Interval } from '#lib/domain/uptime.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `10:30` on 10 November 2026 UTC, the day all these cases lie on; `+` is a day later. */
function at(time: string): number {
	const [hours = 0, minutes = 0] = time.replace('+', '').split(':').map(Number);
	const day = Date.UTC(2026, 10, time.startsWith('+') ? 11 : 10);
	return day + hours * HOUR + minutes * MINUTE;
}

const end = (time: string | null) => (time === null ? null : at(time));

function impact(state: ServiceState, from: string, to: string | null, incident = 'INC-1'): Impact {
	return { state, from: at(from), to: end(to), incident };
}

function works(from: string, to: string | null): Interval {
	return { from: at(from), to: end(to) };
}

interface Case {
	readonly why: string;
	readonly impacts?: readonly Impact[];
	readonly works?: readonly Interval[];
	readonly since?: string;
	readonly now?: string;
	/** In minutes. */
	readonly down: number;
	readonly base: number;
	readonly worst: ServiceState | null;
}

/** The day from 00:00 to 24:00, seen a day later: 1,440 minutes. */
const CASES: readonly Case[] = [
	{ why: 'a day when nothing happened', down: 0, base: 1440, worst: 'operational' },
	{
		why: 'one major outage',
		impacts: [impact('major_outage', '10:00', '10:30')],
		down: 30,
		base: 1440,
		worst: 'major_outage'
	},
	{
		why: 'a partial outage counts in full',
		impacts: [impact('partial_outage', '10:00', '10:30')],
		down: 30,
		base: 1440,
		worst: 'partial_outage'
	},
	{
		why: 'a degraded service is not down',
		impacts: [impact('degraded', '10:00', '20:00')],
		down: 0,
		base: 1440,
		worst: 'degraded'
	},
	{
		why: 'works set by hand are neither downtime nor outside the base',
		impacts: [impact('maintenance', '10:00', '11:00')],
		down: 0,
		base: 1440,
		worst: 'maintenance'
	},
	{
		why: 'two incidents that overlap count once',
		impacts: [
			impact('major_outage', '10:00', '11:00'),
			impact('major_outage', '10:30', '11:30', 'INC-2')
		],
		down: 90,
		base: 1440,
		worst: 'major_outage'
	},
	{
		why: 'an incident within another adds nothing',
		impacts: [
			impact('partial_outage', '10:00', '12:00'),
			impact('major_outage', '10:30', '11:00', 'INC-2')
		],
		down: 120,
		base: 1440,
		worst: 'major_outage'
	},
	{
		why: 'the worst wins: an outage within a slow day',
		impacts: [
			impact('degraded', '08:00', '20:00'),
			impact('partial_outage', '10:00', '10:15', 'INC-2')
		],
		down: 15,
		base: 1440,
		worst: 'partial_outage'
	},
	{
		why: 'incidents that meet leave no seam',
		impacts: [
			impact('major_outage', '10:00', '11:00'),
			impact('partial_outage', '11:00', '12:00', 'INC-2')
		],
		down: 120,
		base: 1440,
		worst: 'major_outage'
	},
	{
		why: 'an incident that grew worse and better',
		impacts: [
			impact('degraded', '09:00', '09:30'),
			impact('major_outage', '09:30', '10:10'),
			impact('degraded', '10:10', '12:00')
		],
		down: 40,
		base: 1440,
		worst: 'major_outage'
	},
	{
		why: 'planned works leave the base',
		works: [works('02:00', '04:00')],
		down: 0,
		base: 1320,
		worst: 'maintenance'
	},
	{
		why: 'planned works inside an outage',
		impacts: [impact('major_outage', '01:00', '05:00')],
		works: [works('02:00', '04:00')],
		down: 120,
		base: 1320,
		worst: 'major_outage'
	},
	{
		why: 'an outage inside planned works',
		impacts: [impact('major_outage', '02:30', '03:30')],
		works: [works('02:00', '04:00')],
		down: 0,
		base: 1320,
		worst: 'maintenance'
	},
	{
		why: 'an outage that outlives planned works',
		impacts: [impact('major_outage', '03:30', '04:45')],
		works: [works('02:00', '04:00')],
		down: 45,
		base: 1320,
		worst: 'major_outage'
	},
	{
		why: 'planned works that overlap leave the base once',
		works: [works('02:00', '04:00'), works('03:00', '05:00')],
		down: 0,
		base: 1260,
		worst: 'maintenance'
	},
	{
		why: 'planned works all day: nothing is left to count',
		works: [works('00:00', '+00:00')],
		down: 0,
		base: 0,
		worst: 'maintenance'
	},
	{
		why: 'an outage over the edges of the period',
		impacts: [
			{ state: 'major_outage', from: at('00:00') - HOUR, to: at('00:20'), incident: 'INC-1' },
			impact('major_outage', '23:50', '+03:00', 'INC-2')
		],
		down: 30,
		base: 1440,
		worst: 'major_outage'
	},
	{
		why: 'an outage that ends as the period begins',
		impacts: [{ state: 'major_outage', from: at('00:00') - HOUR, to: at('00:00'), incident: null }],
		down: 0,
		base: 1440,
		worst: 'operational'
	},
	{
		why: 'an open incident counts up to now',
		impacts: [impact('major_outage', '10:00', null)],
		now: '10:25',
		down: 25,
		base: 625,
		worst: 'major_outage'
	},
	{
		why: 'an open incident of the day before, all day long',
		impacts: [{ state: 'partial_outage', from: at('00:00') - DAY, to: null, incident: 'INC-1' }],
		down: 1440,
		base: 1440,
		worst: 'partial_outage'
	},
	{
		why: 'planned works that were begun and not ended',
		impacts: [impact('major_outage', '11:00', '11:30')],
		works: [works('10:00', null)],
		now: '12:00',
		down: 0,
		base: 600,
		worst: 'maintenance'
	},
	{
		why: 'a service is not judged before it was watched',
		impacts: [impact('major_outage', '05:00', '07:00')],
		since: '06:00',
		down: 60,
		base: 1080,
		worst: 'major_outage'
	},
	{ why: 'nothing is known of the future', now: '00:00', down: 0, base: 0, worst: null },
	{
		why: 'an impact that ends before it begins',
		impacts: [impact('major_outage', '10:00', '09:00')],
		down: 0,
		base: 1440,
		worst: 'operational'
	}
];

describe('a day of a service, worked out by hand', () => {
	it.each(CASES)('$why', ({ impacts = [], works = [], since, now, down, base, worst }) => {
		const history = {
			since: since === undefined ? Date.UTC(2026, 0) : at(since),
			impacts,
			maintenance: works
		};
		const day = { from: at('00:00'), to: at('+00:00') };
		const found = uptimeOf(history, day, at(now ?? '+24:00'));
		expect([found.downMs / MINUTE, found.baseMs / MINUTE, found.worst]).toEqual([
			down,
			base,
			worst
		]);
	});
});
