import { isDeepStrictEqual } from 'node:util';
import type { Answer, Api } from './api.ts';
import { FaultyScreen } from './faulty-screen.ts';
import { Chance } from './random.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

/** An answer that came while people were at work. */
export interface Answered {
	readonly kind: 'read' | 'write';
	readonly status: number;
	readonly code: unknown;
	readonly retryAfter: string | null;
	readonly text: string;
	readonly tookMs: number;
}

const WRITERS = 6;
const READERS = 2;
/** Longest that anybody is kept waiting, whatever is broken. */
const LONGEST_MS = 5_000;
const INTERNALS = /sqlite|postgres|sequelize|\bSELECT\b|deadlock|lock_timeout/i;

/**
 * People who write and read over the API without a pause while something is broken, and screens
 * of each audience that look on.
 */
export class Load {
	/** Ids of comments that were acknowledged. */
	readonly acknowledged: number[] = [];
	#answers: Answered[] = [];
	readonly #world: World;
	readonly #number: string;

	readonly #screens: readonly { audience: 'staff' | 'public'; screen: FaultyScreen }[];
	#working = true;
	#people: Promise<unknown> = Promise.resolve();

	private constructor(world: World, number: string, token: string) {
		this.#world = world;
		this.#number = number;
		const sound = { doubled: 0, lagged: 0, lagMs: 1, lost: 0 };
		this.#screens = [
			{ audience: 'staff', screen: new FaultyScreen(world.url, token, new Chance(1), sound) },
			{ audience: 'public', screen: new FaultyScreen(world.url, null, new Chance(2), sound) }
		];
	}

	static async begin(world: World): Promise<Load> {
		const staff = await world.make.aManager();
		const numbers: string[] = [];
		for (let filed = 0; filed < WRITERS; filed++)
			numbers.push((await world.make.aTicket({ description: '' })).number);
		const api = await world.api(staff);
		const load = new Load(world, numbers[0] ?? '', api.token ?? '');
		for (const { screen } of load.#screens) await screen.open();
		load.#people = Promise.all([
			...numbers.map((number) => load.#write(api, number)),
			...Array.from({ length: READERS }, () => load.#read(api))
		]);
		await load.goesOn(10_000);
		return load;
	}

	/** What was answered since this was asked the last time. */
	answers(): readonly Answered[] {
		return this.#answers.splice(0);
	}

	/** Resolves when another write is acknowledged. */
	async goesOn(withinMs: number): Promise<void> {
		const before = this.acknowledged.length;
		await until(() => this.acknowledged.length > before + WRITERS, 'writes', withinMs);
	}

	/** Ends the work and tells what is wrong: nothing acknowledged is lost, no screen is behind. */
	async finish(): Promise<string[]> {
		this.#working = false;
		await this.#people;
		const wrong: string[] = [];
		const kept = await this.#world.database.read((tx) =>
			tx.all<{ id: number }>('SELECT id FROM comments ORDER BY id')
		);
		const ids = new Set(kept.map(({ id }) => id));
		for (const id of this.acknowledged) if (!ids.has(id)) wrong.push(`comment ${id} is lost`);
		const told = (await this.#world.events()).flatMap(({ payload }) => payload.comment?.id ?? []);
		if (told.toSorted((a, b) => a - b).join() !== kept.map(({ id }) => id).join())
			wrong.push('not every comment has its one event');
		await this.#world.host.sockets.settled();
		for (const { audience, screen } of this.#screens) {
			const { state } = await this.#world.snapshot(audience);
			await until(() => isDeepStrictEqual(screen.state, state), `${audience}`, 10_000).catch(() =>
				wrong.push(`a screen of ${audience} shows something else`)
			);
		}
		await this.close();
		return wrong;
	}

	async close(): Promise<void> {
		this.#working = false;
		await this.#people;
		for (const { screen } of this.#screens) screen.close();
	}

	async #write(api: Api, number: string): Promise<void> {
		for (let at = 0; this.#working; at++) {
			const path = `/api/v1/tickets/${number}`;
			if (at % 3 === 0) {
				const priority = at % 2 === 0 ? 'high' : 'low';
				await this.#note('write', () => api.patch(path, { priority }));
				continue;
			}
			const answer = await this.#note('write', () =>
				api.post(`${path}/comments`, { body: `Ответ ${at}`, internal: at % 3 === 2 })
			);
			if (answer.status === 201) this.acknowledged.push(Number(answer.body['id']));
		}
	}

	async #read(api: Api): Promise<void> {
		while (this.#working) {
			await this.#note('read', () => api.get(`/api/v1/tickets/${this.#number}`));
			await this.#note('read', () => api.get('/api/v1/live'));
		}
	}

	async #note(kind: Answered['kind'], ask: () => Promise<Answer>): Promise<Answer> {
		const since = performance.now();
		const answer = await ask();
		this.#answers.push({
			kind,
			status: answer.status,
			code: answer.body['code'],
			retryAfter: answer.headers.get('retry-after'),
			text: answer.text,
			tookMs: performance.now() - since
		});
		// Nobody asks again at once.
		if (answer.status >= 500) await new Promise((resolve) => setTimeout(resolve, 100));
		return answer;
	}
}

/** What nobody should be answered, whatever is broken: too late, unreadable, without a when. */
export function faultsOf(
	answers: readonly Answered[],
	expected: Readonly<Record<number, string>>
): string[] {
	return answers.flatMap(({ kind, status, code, retryAfter, text, tookMs }) => {
		const what = `${kind} ${status} ${text.slice(0, 200)}`;
		if (tookMs > LONGEST_MS) return [`${what} after ${Math.round(tookMs)} ms`];
		if (status < 300) return [];
		if (expected[status] !== code) return [what];
		if (status === 503 && !(Number(retryAfter) > 0)) return [`${what} says not when`];
		return INTERNALS.test(text) ? [what] : [];
	});
}
