import { between, type Random } from './random.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How busy each hour of a working day is. */
const HOURS = [
	0.02, 0.02, 0.02, 0.02, 0.02, 0.03, 0.05, 0.2, 0.8, 1.6, 1.7, 1.4, 1, 0.9, 1.3, 1.2, 1.1, 0.8,
	0.35, 0.2, 0.12, 0.08, 0.05, 0.03
];
/** How busy each day of the week is, Sunday first. */
const WEEKDAYS = [0.12, 1.25, 1.1, 1.05, 1, 0.85, 0.18];

const MORNING = 8;
const EVENING = 20;

/** The calendar of the company in its own zone. */
export class OfficeHours {
	readonly #format: Intl.DateTimeFormat;

	constructor(timeZone: string) {
		this.#format = new Intl.DateTimeFormat('en-US', {
			timeZone,
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			second: 'numeric'
		});
	}

	/** The wall clock at a moment, written as if it were UTC. */
	local(at: number): Date {
		const part: Record<string, number> = {};
		for (const { type, value } of this.#format.formatToParts(at)) part[type] = Number(value);
		const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
		return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
	}

	/** The moment at which the wall clock of that day shows an hour. */
	atHour(at: number, hour: number): number {
		const local = this.local(at);
		const midnight = Math.floor(local.getTime() / DAY) * DAY;
		const guess = at + (midnight + hour * HOUR - local.getTime());
		// A change of summer time in between moves the guess by an hour.
		const off = midnight + hour * HOUR - this.local(guess).getTime();
		return Math.floor((guess + off) / 1000) * 1000;
	}

	/** How likely work comes in at this hour, of this weekday. */
	busyness(at: number): number {
		const local = this.local(at);
		return (HOURS[local.getUTCHours()] ?? 0) * (WEEKDAYS[local.getUTCDay()] ?? 0);
	}

	isWeekend(at: number): boolean {
		const day = this.local(at).getUTCDay();
		return day === 0 || day === 6;
	}

	/** People are at their desks. */
	isOpen(at: number): boolean {
		const hour = this.local(at).getUTCHours();
		return !this.isWeekend(at) && hour >= MORNING && hour < EVENING;
	}

	/** Somebody is awake, weekends too. */
	isDaytime(at: number): boolean {
		const hour = this.local(at).getUTCHours();
		return hour >= MORNING && hour < EVENING + 1;
	}

	/** The same moment if people are at their desks, else some time next working morning. */
	whenOpen(at: number, random: Random): number {
		for (let day = at; ; day = this.atHour(day + DAY, 1)) {
			if (day === at && this.isOpen(at)) return at;
			const morning = this.atHour(day, MORNING) + between(random, 0.4, 2.2) * HOUR;
			if (morning > at && !this.isWeekend(day)) return morning;
		}
	}
}
