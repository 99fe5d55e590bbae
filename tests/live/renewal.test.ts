import { beforeEach, describe, expect, it } from 'vitest';
import { Renewal, type Loaded } from '#lib/live/renewal.ts';

/** A page, a server and a clock that do what they are told. */
class Bench {
	now = 0;
	there = true;
	place = '/panel/queue';
	onItsWay: Promise<unknown> | null = null;
	asked = 0;
	readonly loads: (readonly Loaded[])[] = [];
	readonly loadedAt: number[] = [];
	/** What becomes of a load: it is done, the server was not there, or nothing comes at all. */
	fate: 'loads' | 'fails' | 'hangs' = 'loads';
	/** Happens while the server is asked. */
	meanwhile: () => void = () => undefined;
	#planned: { at: number; then: () => void }[] = [];
	readonly renewal = new Renewal({
		underWay: () => this.onItsWay,
		place: () => this.place,
		answers: async () => {
			this.asked += 1;
			this.meanwhile();
			return this.there;
		},
		load: (names) => {
			this.loads.push(names);
			this.loadedAt.push(this.now);
			if (this.fate === 'hangs') return new Promise(() => undefined);
			return Promise.resolve(this.fate === 'loads');
		},
		later: (ms, then) => void this.#planned.push({ at: this.now + ms, then }),
		random: () => 0.5
	});

	/** Somebody clicks: the page is on its way until it comes to `place`, or is given up. */
	click(): { arrive: (place: string) => Promise<void>; giveUp: () => Promise<void> } {
		const { promise, resolve, reject } = Promise.withResolvers<void>();
		promise.catch(() => undefined);
		this.onItsWay = promise;
		return {
			arrive: (place) => {
				this.place = place;
				this.onItsWay = null;
				resolve();
				return settled();
			},
			giveUp: () => {
				reject(new Error('navigation aborted'));
				return settled();
			}
		};
	}

	async pass(ms: number): Promise<void> {
		const until = this.now + ms;
		await settled();
		for (;;) {
			const next = this.#planned.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
			if (!next) break;
			this.#planned = this.#planned.filter((one) => one !== next);
			this.now = next.at;
			next.then();
			await settled();
		}
		this.now = until;
	}
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

let bench: Bench;
beforeEach(() => {
	bench = new Bench();
});

describe('what is to be loaded anew', () => {
	it('is loaded at once, and once for all that ask in the same moment', async () => {
		bench.renewal.ask('app:thread');
		bench.renewal.ask('app:incident');
		bench.renewal.ask('app:thread');
		await bench.pass(0);
		expect(bench.loads).toEqual([['app:thread', 'app:incident']]);
	});

	it('is loaded again for what was asked since, with growing pauses, and at once after a rest', async () => {
		while (bench.loads.length < 6) {
			bench.renewal.ask('app:thread');
			await bench.pass(100);
		}
		expect(bench.loadedAt).toEqual([0, 500, 1_500, 3_500, 7_500, 11_500]);
		await bench.pass(10_000);
		bench.renewal.ask('app:thread');
		await bench.pass(0);
		expect(bench.loads).toHaveLength(7);
	});

	it('waits for a page that is on its way, and is left behind by another page', async () => {
		const click = bench.click();
		bench.renewal.ask('app:thread');
		await bench.pass(60_000);
		expect(bench.loads).toEqual([]);
		await click.arrive('/panel/incidents');
		await bench.pass(60_000);
		expect(bench.loads).toEqual([]);
	});

	it('is loaded once the same page has come, of which the data may still be old', async () => {
		const click = bench.click();
		bench.renewal.ask('app:queue');
		await bench.pass(1_000);
		await click.arrive('/panel/queue');
		expect(bench.loads).toEqual([['app:queue']]);
	});

	it('waits for a click that came while the server was asked', async () => {
		let click: ReturnType<Bench['click']> | undefined;
		bench.meanwhile = () => (click ??= bench.click());
		bench.renewal.ask('app:queue');
		await bench.pass(1_000);
		expect(bench.loads).toEqual([]);
		await click?.arrive('/panel/queue');
		expect(bench.loads).toEqual([['app:queue']]);
	});

	it('is not held up by a page that was given up, which Kit goes on naming', async () => {
		const click = bench.click();
		bench.renewal.ask('app:queue');
		await bench.pass(0);
		await click.giveUp();
		expect(bench.onItsWay).not.toBeNull();
		expect(bench.loads).toEqual([['app:queue']]);
	});

	it('is not loaded while the server is away, and is when it is back', async () => {
		bench.there = false;
		bench.renewal.ask('app:thread');
		await bench.pass(60_000);
		expect(bench.loads).toEqual([]);
		expect(bench.asked).toBeGreaterThan(10);
		bench.there = true;
		await bench.pass(5_000);
		expect(bench.loads).toEqual([['app:thread']]);
	});

	it('is loaded again when the server left just then, or its answer hangs', async () => {
		for (const fate of ['fails', 'hangs'] as const) {
			bench = new Bench();
			bench.fate = fate;
			bench.renewal.ask('app:thread');
			await bench.pass(0);
			bench.fate = 'loads';
			await bench.pass(40_000);
			expect(bench.loads, fate).toEqual([['app:thread'], ['app:thread']]);
		}
	});
});
