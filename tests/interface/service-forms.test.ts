import { describe, expect, it } from 'vitest';
import { monthAt, monthOf } from '#lib/domain/month.ts';
import { slugOf } from '#lib/domain/slug.ts';
import { uptimeDays } from '#lib/domain/uptime.ts';
import { stateOfDay, stripOf } from '#lib/domain/uptime-strip.ts';
import { touchedImpacts } from '#lib/forms/impacts.ts';
import { localText, withInstants } from '#lib/forms/local-time.ts';
import { uptimeText } from '#lib/format/uptime.ts';

describe('local times of a form', () => {
	it('are taken by the clock of the installation, and come back the same', () => {
		const sent = withInstants(
			{ startedAt: '2026-11-23T14:05', title: '2026-11-23T14:05' },
			['startedAt'],
			'Europe/Moscow'
		);
		expect(sent).toEqual({ startedAt: '2026-11-23T11:05:00.000Z', title: '2026-11-23T14:05' });
		expect(localText('2026-11-23T11:05:00.000Z', 'Europe/Moscow')).toBe('2026-11-23T14:05');
	});

	it('left empty are not said, and nonsense stays to be refused', () => {
		expect(withInstants({ a: '', b: 'вчера' }, ['a', 'b'], 'UTC')).toEqual({ b: 'вчера' });
		for (const a of ['2026-13-45T10:00', '2026-02-30T10:00'])
			expect(withInstants({ a }, ['a'], 'UTC')).toEqual({ a });
	});
});

describe('impacts of a form', () => {
	it('are those that were set to something else', () => {
		expect(
			touchedImpacts({
				message: 'x',
				impact: { mail: 'degraded', vpn: 'operational', files: '', print: 'degraded' },
				had: { mail: 'degraded', vpn: 'major_outage' }
			})
		).toEqual({ message: 'x', impact: { vpn: 'operational', print: 'degraded' } });
		expect(touchedImpacts({ impact: { mail: '' } })).toEqual({});
	});
});

describe('a month', () => {
	it('begins and ends at midnights of its zone, through leap years and the turn of the year', () => {
		expect(monthOf('2028-02', 'Europe/Moscow')).toEqual({
			key: '2028-02',
			from: Date.parse('2028-01-31T21:00:00Z'),
			to: Date.parse('2028-02-29T21:00:00Z'),
			previous: '2028-01',
			next: '2028-03'
		});
		expect(monthOf('2026-12', 'UTC')).toMatchObject({ previous: '2026-11', next: '2027-01' });
		expect(monthOf('2026-01', 'UTC')).toMatchObject({ previous: '2025-12', next: '2026-02' });
		expect(monthAt(Date.parse('2026-10-31T21:30:00Z'), 'Europe/Moscow')).toBe('2026-11');
	});

	it.each(['2026-13', '2026-1', '26-01', '2026-00', 'x', '9999-01'])('%s is none', (key) => {
		expect(monthOf(key, 'UTC')).toBeNull();
	});
});

it('a name becomes a part of an address', () => {
	expect(slugOf('Почта и календарь')).toBe('pochta-i-kalendar');
	expect(slugOf('  1С:Предприятие (ЩИТ) ')).toBe('1s-predpriyatie-schit');
	expect(slugOf('—')).toBe('');
	expect(slugOf('я'.repeat(80)).length).toBeLessThanOrEqual(64);
});

describe('bars', () => {
	const now = Date.parse('2026-11-10T12:00:00Z');
	const history = {
		since: Date.parse('2026-11-07T00:00:00Z'),
		impacts: [
			{
				state: 'major_outage' as const,
				incident: 'INC-1',
				from: Date.parse('2026-11-09T10:00:00Z'),
				to: Date.parse('2026-11-09T11:00:00Z')
			}
		],
		maintenance: [
			{ from: Date.parse('2026-11-10T01:00:00Z'), to: Date.parse('2026-11-10T02:00:00Z') }
		]
	};

	it('are one letter a day, with notes on the days that need one', () => {
		const days = uptimeDays(history, 'UTC', now, 5);
		const strip = stripOf({ slug: 'mail', availability: 98.79, days });
		expect(strip).toMatchObject({ first: '2026-11-06', days: '-ooxm' });
		expect(strip.notes).toMatchObject([
			{ day: 3, downMs: 3_600_000, availability: 95.83 },
			{ day: 4, downMs: 0, maintenanceMs: 3_600_000, availability: 100 }
		]);
		expect([0, 1, 3, 4].map((day) => stateOfDay(strip, day))).toEqual([
			null,
			'operational',
			'major_outage',
			'maintenance'
		]);
	});

	it('say a share that is never rounded up', () => {
		expect(uptimeText(99.996)).toBe('99,99\u202f%');
		expect(uptimeText(100)).toBe('100\u202f%');
		expect(uptimeText(null)).toBe('нет данных');
	});
});
