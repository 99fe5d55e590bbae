import { beforeEach, describe, expect, it } from 'vitest';
import { Refreshed } from '#lib/live/refreshed.svelte.ts';

const PAUSE = 2_000;

/** A server that answers when it is told to, and a clock that stands still in between. */
class Bench {
	now = 0;
	readonly asked: { answer: (value: string) => void; fail: () => void; signal: AbortSignal }[] = [];
	underWay = 0;
	most = 0;
	#planned: { at: number; then: () => void }[] = [];
	readonly data = new Refreshed('loaded', {
		pause: PAUSE,
		now: () => this.now,
		random: () => 0.5,
		later: (ms, then) => {
			const plan = { at: this.now + ms, then };
			this.#planned.push(plan);
			return () => void (this.#planned = this.#planned.filter((one) => one !== plan));
		},
		fetch: (signal) =>
			new Promise((resolve, reject) => {
				this.underWay += 1;
				this.most = Math.max(this.most, this.underWay);
				const over = () => void (this.underWay -= 1);
				signal.addEventListener('abort', over);
				this.asked.push({
					signal,
					answer: (value) => (over(), resolve(value)),
					fail: () => (over(), reject(new Error('away')))
				});
			})
	});

	get planned(): number {
		return this.#planned.length;
	}

	/** Lets time pass and everything happen that was planned for it. */
	async pass(ms: number): Promise<void> {
		const until = this.now + ms;
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

	async answer(value: string): Promise<void> {
		this.asked.at(-1)?.answer(value);
		await settled();
	}

	async fail(): Promise<void> {
		this.asked.at(-1)?.fail();
		await settled();
	}
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

let bench: Bench;
beforeEach(() => {
	bench = new Bench();
});

describe('data beside the stream', () => {
	it('are read once for many changes of the same moment', async () => {
		for (let change = 0; change < 1_000; change += 1) bench.data.touch();
		await bench.pass(PAUSE);
		expect(bench.asked).toHaveLength(1);
		await bench.answer('new');
		expect(bench.data.value).toBe('new');
		await bench.pass(10 * PAUSE);
		expect(bench.asked).toHaveLength(1);
	});

	it('never have two requests under way, and miss no last change', async () => {
		bench.data.touch();
		await bench.pass(PAUSE);
		for (let change = 0; change < 50; change += 1) {
			bench.data.touch();
			await bench.pass(PAUSE);
		}
		expect(bench.asked).toHaveLength(1);
		await bench.answer('first');
		await bench.pass(2 * PAUSE);
		expect(bench.asked).toHaveLength(2);
		await bench.answer('second');
		expect([bench.data.value, bench.most]).toEqual(['second', 1]);
	});

	it('are read at once where none came with the page, and later as all others', async () => {
		bench.data.load();
		expect(bench.asked).toHaveLength(1);
		bench.data.load();
		bench.data.touch();
		expect(bench.asked).toHaveLength(1);
		await bench.answer('first');
		expect(bench.data.value).toBe('first');
		await bench.pass(2 * PAUSE);
		expect([bench.asked.length, bench.most]).toEqual([2, 1]);
	});

	it('are old when what did not come with the page cannot be read', async () => {
		bench.data.load();
		await bench.fail();
		expect(bench.data.isOld(bench.now + 60_000)).toBe(true);
	});

	it('are read again and again while changes never end', async () => {
		for (let second = 0; second < 60; second += 1) {
			bench.data.touch();
			await bench.pass(1_000);
			if (bench.underWay > 0) await bench.answer(`at ${second}`);
		}
		expect(bench.asked.length).toBeGreaterThan(15);
		expect(bench.asked.length).toBeLessThanOrEqual(31);
	});

	it('stay as they are when the portal is away, say so, and come back by themselves', async () => {
		bench.data.touch();
		await bench.pass(PAUSE);
		await bench.fail();
		expect(bench.data.value).toBe('loaded');
		expect(bench.data.isOld(bench.now)).toBe(false);
		for (let attempt = 0; attempt < 5; attempt += 1) {
			await bench.pass(60_000);
			await bench.fail();
		}
		expect(bench.data.isOld(bench.now)).toBe(true);
		await bench.pass(60_000);
		await bench.answer('back');
		expect(bench.data.value).toBe('back');
		expect(bench.data.isOld(bench.now + 60_000)).toBe(false);
	});

	it('of another page are not taken for those of this one', async () => {
		bench.data.touch();
		await bench.pass(PAUSE);
		bench.data.adopt('another page');
		expect(bench.asked[0]?.signal.aborted).toBe(true);
		await bench.answer('too late');
		expect(bench.data.value).toBe('another page');
	});

	it('that a page was read without are still read, whether it came before or during their reading', async () => {
		bench.data.touch();
		bench.data.adopt('read before the change');
		await bench.pass(PAUSE);
		expect(bench.asked).toHaveLength(1);
		bench.data.adopt('read before it, too');
		await bench.pass(2 * PAUSE);
		expect(bench.asked).toHaveLength(2);
		await bench.answer('after the change');
		expect(bench.data.value).toBe('after the change');
		await bench.pass(10 * PAUSE);
		expect([bench.asked.length, bench.most]).toEqual([2, 1]);
	});

	it('are not read again because a page has come', async () => {
		bench.data.adopt('another page');
		await bench.pass(10 * PAUSE);
		expect(bench.asked).toHaveLength(0);
	});

	it('ask for nothing once the page has gone', async () => {
		bench.data.touch();
		bench.data.stop();
		bench.data.touch();
		await bench.pass(10 * PAUSE);
		expect([bench.asked.length, bench.planned]).toEqual([0, 0]);
	});
});
