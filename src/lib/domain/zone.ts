const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** No place on Earth was ever further from Greenwich. */
const FURTHEST = 26 * HOUR;

/** A stretch of time in which a zone keeps one distance from UTC. */
export interface Stretch {
	readonly from: number;
	readonly until: number;
	readonly offset: number;
}

const zones = new Map<string, Zone>();

/** The zone of an IANA name. A name nobody knows is a RangeError. */
export function zoneOf(name: string): Zone {
	let zone = zones.get(name);
	if (!zone) zones.set(name, (zone = new Zone(name)));
	return zone;
}

/**
 * Clocks on the wall of one time zone, by the rules the platform itself knows.
 *
 * An instant is milliseconds since the epoch. A wall time is what the clock shows, written as
 * the instant at which a clock in UTC would show the same; a day is its number since 1970-01-01.
 */
export class Zone {
	readonly name: string;
	readonly #reader: Intl.DateTimeFormat;
	readonly #years = new Map<number, readonly Stretch[]>();

	constructor(name: string) {
		this.name = name;
		this.#reader = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
	}

	/** How far the clock is ahead of UTC, in milliseconds. */
	offsetAt(at: number): number {
		return this.#stretchAt(at).offset;
	}

	/** What the clock shows at an instant. */
	wallOf(at: number): number {
		return at + this.offsetAt(at);
	}

	/** The day the calendar on the wall shows at an instant. */
	dayAt(at: number): number {
		return Math.floor(this.wallOf(at) / DAY);
	}

	/**
	 * The first instant at which the clock shows this time or a later one: of an hour that comes
	 * twice the first, and for an hour that is left out the very moment of the leap. So it never
	 * falls as wall time grows, and shifts that meet on the clock meet in time.
	 */
	instantOf(wall: number): number {
		let from = wall - FURTHEST;
		for (;;) {
			const { until, offset } = this.#stretchAt(from);
			if (until + offset > wall) return Math.max(from, wall - offset);
			from = until;
		}
	}

	/** When a day begins: not always at midnight, as clocks may leap over it. */
	startOfDay(day: number): number {
		return this.instantOf(day * DAY);
	}

	/** The stretches that make up a period, cut off at its ends. */
	stretches({ from, to }: { readonly from: number; readonly to: number }): readonly Stretch[] {
		const parts: Stretch[] = [];
		for (let at = from; at < to;) {
			const { until, offset } = this.#stretchAt(at);
			const end = Math.min(until, to);
			const last = parts.at(-1);
			// Years are looked up one by one: what goes on over New Year is one stretch.
			if (last?.offset === offset) parts[parts.length - 1] = { ...last, until: end };
			else parts.push({ from: at, until: end, offset });
			at = end;
		}
		return parts;
	}

	#stretchAt(at: number): Stretch {
		const year = new Date(at).getUTCFullYear();
		const stretches = this.#stretchesOf(year);
		for (const stretch of stretches) if (at < stretch.until) return stretch;
		throw new RangeError(`not an instant: ${at}`);
	}

	/** The stretches of a UTC year, found by asking once a day and halving where it changed. */
	#stretchesOf(year: number): readonly Stretch[] {
		const known = this.#years.get(year);
		if (known) return known;
		const end = Date.UTC(year + 1, 0, 1);
		const stretches: Stretch[] = [];
		let from = Date.UTC(year, 0, 1);
		let offset = this.#read(from);
		for (let day = from; day < end; day += DAY) {
			const after = this.#read(day + DAY);
			let asked = day;
			while (offset !== after) {
				const change = this.#changeBetween(asked, day + DAY, offset);
				if (change === end) break;
				stretches.push({ from, until: change, offset });
				from = asked = change;
				offset = this.#read(change);
			}
		}
		stretches.push({ from, until: end, offset });
		this.#years.set(year, stretches);
		return stretches;
	}

	/** The first instant with another offset, when `low` has this one and `high` has not. */
	#changeBetween(low: number, high: number, offset: number): number {
		let same = low;
		let other = high;
		while (other - same > 1) {
			const middle = Math.floor((same + other) / 2);
			if (this.#read(middle) === offset) same = middle;
			else other = middle;
		}
		return other;
	}

	#read(at: number): number {
		const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(this.#reader.format(at));
		if (!match) throw new RangeError(`no offset for ${this.name} at ${at}`);
		const [, sign, hours = 0, minutes = 0, seconds = 0] = match;
		const size = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND;
		return sign === '-' ? -size : size;
	}
}

/** `2026-05-09` as the number of its day; a text that is no date is a RangeError. */
export function dayOf(date: string): number {
	const at = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : NaN;
	// Date.parse may let the 30th of February roll over into March.
	if (Number.isNaN(at) || dateOf(at / DAY) !== date) throw new RangeError(`not a date: ${date}`);
	return at / DAY;
}

/** The same; null for a text that is no date. */
export function dayOrNull(date: string): number | null {
	try {
		return dayOf(date);
	} catch {
		return null;
	}
}

/**
 * Does a written time begin with a day that exists? To be asked before Date.parse, which takes
 * 30 February for a day of March.
 */
export function isOfRealDay(time: string): boolean {
	return dayOrNull(time.slice(0, 10)) !== null;
}

/** The date of a day, `2026-05-09`. */
export function dateOf(day: number): string {
	return new Date(day * DAY).toISOString().slice(0, 10);
}

/** 0 for Monday to 6 for Sunday. */
export function weekdayOf(day: number): number {
	return (((day + 3) % 7) + 7) % 7;
}

/** Does anybody know a zone by this name? */
export function isZone(name: string): boolean {
	try {
		zoneOf(name);
		return true;
	} catch {
		return false;
	}
}
