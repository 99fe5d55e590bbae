import type { MetricDefinition } from '#lib/domain/metric.ts';
import { MANAGER_EMAIL } from './company.ts';
import { DAY, MINUTE, OfficeHours } from './office-hours.ts';
import { between, seeded, type Random } from './random.ts';
import type { DemoStep } from './step.ts';

/** Days before today on which the first values were measured. */
const BACK = 56;

interface DemoMetric {
	readonly key: string;
	readonly definition: MetricDefinition;
	/** What is measured on a working day; `part` grows from 0 to 1 as the weeks pass. */
	readonly value: (part: number, random: Random) => number;
	/** Hour of the wall clock at which the day's value is taken down. */
	readonly hour: number;
}

const METRICS: readonly DemoMetric[] = [
	{
		key: 'invoice_minutes',
		definition: {
			title: 'Время обработки счёта',
			titleEn: 'Time to process an invoice',
			unit: 'minutes',
			suffix: '',
			target: 22,
			direction: 'down',
			aggregate: 'mean',
			public: false
		},
		value: (part, random) => 27 - 9 * part + between(random, -3.5, 3.5),
		hour: 18
	},
	{
		key: 'payments_matched',
		definition: {
			title: 'Автоматически разнесённые платежи',
			titleEn: 'Payments matched automatically',
			unit: 'percent',
			suffix: '',
			target: 92,
			direction: 'up',
			aggregate: 'mean',
			public: true
		},
		value: (part, random) => 84 + 8.5 * part + between(random, -2, 2),
		hour: 19
	},
	{
		key: 'field_visits',
		definition: {
			title: 'Выезды инженеров',
			titleEn: 'Visits of engineers',
			unit: 'number',
			suffix: '',
			target: null,
			direction: 'none',
			aggregate: 'sum',
			public: false
		},
		value: (_part, random) => Math.round(between(random, 2, 8)),
		hour: 17
	}
];

/** What the company measures beside its tickets: one value of each on every working day. */
export function metricSteps(now: number, timeZone: string, seed = 77): DemoStep[] {
	const random = seeded(seed);
	const hours = new OfficeHours(timeZone);
	const actor = MANAGER_EMAIL;
	const first = hours.atHour(now - BACK * DAY, 10);
	const steps: DemoStep[] = METRICS.map(({ key, definition }) => ({
		at: first,
		do: 'define',
		actor,
		metric: key,
		definition
	}));
	for (let back = BACK; back >= 0; back -= 1) {
		const day = now - back * DAY;
		if (hours.isWeekend(day)) continue;
		for (const { key, value, hour } of METRICS) {
			const exact = value(1 - back / BACK, random);
			const at = hours.atHour(day, hour) + Math.floor(between(random, 2, 40)) * MINUTE;
			const rounded = Math.round(exact * 10) / 10;
			if (at < now) steps.push({ at, do: 'measure', actor, metric: key, value: rounded });
		}
	}
	return steps;
}
