import { describe, expect, it } from 'vitest';
import { courseOf, drawnKey, readAsk, withAsk } from '#lib/kpi/ask.ts';
import { countedAddress } from '#lib/kpi/counted.ts';
import { trendOf } from '#lib/kpi/words.ts';
import type { KpiFigure } from '#lib/domain/kpi.ts';

const ZONE = 'Europe/Moscow';
const NOW = Date.parse('2026-03-03T09:00:00Z');
const ask = (query: string) => readAsk(new URLSearchParams(query), ZONE, NOW);

describe('what is asked of the figures', () => {
	it('is the last thirty days by day, beside the period before', () => {
		const { days, from, to, step, compare, period, refused } = ask('');
		expect({ days, from, to, step, compare, refused }).toEqual({
			days: 30,
			from: '2026-02-02',
			to: '2026-03-03',
			step: 'day',
			compare: true,
			refused: false
		});
		expect(new Date(period.to).toISOString()).toBe('2026-03-03T21:00:00.000Z');
	});

	it('goes on moving when the form sends the dates it was given', () => {
		expect(ask('days=7&from=2026-02-25&to=2026-03-03&step=hour')).toMatchObject({
			days: 7,
			step: 'hour'
		});
	});

	it('stands still between two dates of one’s own', () => {
		expect(ask('days=7&from=2026-01-01&to=2026-01-31')).toMatchObject({
			days: null,
			from: '2026-01-01',
			to: '2026-01-31',
			step: 'day'
		});
	});

	it('takes the next longer step when there would be too many', () => {
		expect(ask('days=365&step=hour').step).toBe('day');
		expect(ask('from=2020-01-01&to=2026-01-01&step=hour').step).toBe('week');
	});

	it('hears the last word about the period before', () => {
		expect(ask('compare=0').compare).toBe(false);
		expect(ask('compare=0&compare=1').compare).toBe(true);
	});

	it.each(['from=2026-03-09&to=2026-03-01', 'from=now', 'to=2026-02-30', 'from=1&to=2'])(
		'is refused as %s, and the usual period shown',
		(query) => {
			expect(ask(query)).toMatchObject({ refused: true, days: 30, from: '2026-02-02' });
		}
	);

	it('comes back from its own address', () => {
		for (const query of ['', 'days=90&step=week&compare=0', 'from=2026-01-01&to=2026-01-31']) {
			const first = ask(query);
			expect(ask(withAsk(first, { step: first.step }).slice(1))).toEqual(first);
		}
		expect(ask(withAsk(ask('step=hour&days=1'), { days: 365 }).slice(1)).step).toBe('week');
	});
});

describe('the figure that is drawn', () => {
	it('is one that has a course: of the present day there is none', () => {
		expect([courseOf('created_today'), courseOf('open_incidents')]).toEqual(['created', null]);
		expect(drawnKey(ask('kpi=created_today'), ['created'])).toBe('created');
	});

	it('is the usual one when the wanted one may not be seen', () => {
		expect(drawnKey(ask('kpi=csat'), ['created', 'sla_resolution_met'])).toBe('sla_resolution_met');
	});
});

describe('the very tickets of a figure', () => {
	const tickets = {
		createdFrom: '2026-02-01T21:00:00.000Z',
		createdTo: '2026-03-03T21:00:00.000Z'
	};

	it('are a view of the queue, narrowed to a part and a stretch', () => {
		const address = countedAddress(
			{ tickets, incidents: null },
			{ by: 'service', id: 'mail', from: 0, to: 86_400_000 }
		);
		expect(address).toBe(
			'/panel/queue?createdFrom=1970-01-01T00%3A00%3A00.000Z&createdTo=1970-01-02T00%3A00%3A00.000Z&service=mail'
		);
	});

	it('are nowhere for what is not about tickets, or for a stretch of what merely stands', () => {
		expect(countedAddress({ tickets: null, incidents: null })).toBeNull();
		expect(
			countedAddress({ tickets: { status: 'new' }, incidents: null }, { from: 0, to: 1 })
		).toBeNull();
		expect(countedAddress({ tickets: { status: 'new' }, incidents: null })).toBe(
			'/panel/queue?status=new'
		);
	});
});

describe('the way a figure went', () => {
	const figure = (changes: Partial<KpiFigure>): KpiFigure => ({
		key: 'mttr',
		title: '',
		unit: 'percent',
		value: 96.4,
		previous: 95.2,
		target: null,
		direction: 'up',
		status: 'none',
		count: 1,
		formula: '',
		period: { from: '', to: '' },
		excluded: null,
		leavesOut: null,
		public: true,
		by: [],
		tickets: null,
		incidents: null,
		...changes
	});
	const plain = (text: string | undefined) => text?.replace(/[\u00a0\u202f]/g, ' ');

	it('is told in points of a share, and whether that is good', () => {
		const trend = trendOf(figure({}));
		expect([plain(trend?.text), trend?.better]).toEqual(['+1,2 п. п.', true]);
		const worse = trendOf(figure({ unit: 'minutes', value: 90, previous: 30, direction: 'down' }));
		expect([plain(worse?.text), worse?.better]).toEqual(['+1 ч', false]);
	});

	it('is neither good nor bad where nothing says which way is better', () => {
		expect(trendOf(figure({ direction: 'none' }))?.better).toBeNull();
		expect(trendOf(figure({ previous: 96.4 }))).toMatchObject({ better: null });
	});

	it('is not told where one of the two is not known', () => {
		expect(trendOf(figure({ previous: null }))).toBeNull();
		expect(trendOf(figure({ value: null }))).toBeNull();
	});
});
