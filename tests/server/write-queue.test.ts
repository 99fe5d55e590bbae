import { afterEach, beforeEach, expect, it } from 'vitest';
import { DomainError } from '#lib/domain/errors.ts';
import type { Database, WriteTransaction } from '#server/database/database.ts';
import { openDatabase } from '#server/database/open.ts';
import type { Pending } from '#server/database/pending.ts';
import { makeDatabase, type TestDatabase } from '../support/test-database.ts';

let at: TestDatabase;
let database: Database;
const runs: string[] = [];

beforeEach(async () => {
	at = await makeDatabase('sqlite');
	database = await openDatabase(at.url);
	await database.write((tx) => tx.run('CREATE TABLE words (word TEXT PRIMARY KEY)'));
	runs.length = 0;
});
afterEach(async () => {
	await database.close();
	await at.remove();
});

async function write(tx: WriteTransaction, word: string): Promise<void> {
	runs.push(word);
	await tx.run('INSERT INTO words VALUES ($1)', [word]);
}

const wordOf = (word: string) => database.write((tx) => write(tx, word));

/** Refused at once, or after it had written something. */
const refusedAfter = (word: string | null) =>
	database.write(async (tx) => {
		if (word !== null) await write(tx, word);
		throw new DomainError('forbidden_transition');
	});

async function words(): Promise<string[]> {
	const rows = await database.read((tx) =>
		tx.all<{ word: string }>('SELECT word FROM words ORDER BY word')
	);
	return rows.map(({ word }) => word);
}

/** How each of a group came out: those called in one turn are committed together. */
async function outcomes(group: readonly Promise<unknown>[]): Promise<string[]> {
	return (await Promise.allSettled(group)).map(({ status }) => status);
}

it('a refusal before anything was written costs the others nothing', async () => {
	const group = [wordOf('a'), refusedAfter(null), wordOf('b')];
	expect(await outcomes(group)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
	expect(await words()).toEqual(['a', 'b']);
	expect(runs).toEqual(['a', 'b']);
});

it('a refusal after a write undoes that write and nothing of the others', async () => {
	const group = [wordOf('a'), refusedAfter('x'), wordOf('b'), refusedAfter('y'), wordOf('c')];
	expect(await outcomes(group)).toEqual([
		'fulfilled',
		'rejected',
		'fulfilled',
		'rejected',
		'fulfilled'
	]);
	expect(await words()).toEqual(['a', 'b', 'c']);
});

it('the refused are told the true reason', async () => {
	const [, refused] = await Promise.allSettled([wordOf('a'), refusedAfter('x')]);
	expect(refused).toMatchObject({ reason: { code: 'forbidden_transition' } });
	const [, broken] = await Promise.allSettled([wordOf('b'), wordOf('a')]);
	expect(broken).toMatchObject({ reason: { message: expect.stringContaining('UNIQUE') } });
	expect(await words()).toEqual(['a', 'b']);
});

it('one that is refused alone leaves nothing behind', async () => {
	await expect(refusedAfter('x')).rejects.toMatchObject({ code: 'forbidden_transition' });
	expect(await words()).toEqual([]);
	await wordOf('a');
	expect(await words()).toEqual(['a']);
});

it('each sees what those before it wrote', async () => {
	const counts = await Promise.all(
		['a', 'b', 'c'].map((word) =>
			database.write(async (tx) => {
				await write(tx, word);
				return (await tx.one<{ count: number }>('SELECT count(*) AS count FROM words'))?.count;
			})
		)
	);
	expect(counts).toEqual([1, 2, 3]);
});

/** Words put off to the end; all of a transaction's are written by one statement. */
class PutOff implements Pending {
	#words: string[] = [];

	add(word: string): void {
		this.#words.push(word);
	}

	async flush(tx: WriteTransaction): Promise<void> {
		const put = this.#words.splice(0);
		if (put.length === 0) return;
		runs.push(put.join('+'));
		await tx.run(`INSERT INTO words VALUES ${put.map((_, at) => `($${at + 1})`).join(', ')}`, put);
	}
}

const laterWordOf = (word: string, refused = false) =>
	database.write(async (tx) => {
		await Promise.resolve(tx.pending(PutOff).add(word));
		if (refused) throw new DomainError('forbidden_transition');
	});

it('what a group puts off is written once for all of them, before any is answered', async () => {
	expect(await outcomes([laterWordOf('a'), laterWordOf('b'), laterWordOf('c')])).toEqual([
		'fulfilled',
		'fulfilled',
		'fulfilled'
	]);
	expect(await words()).toEqual(['a', 'b', 'c']);
	expect(runs).toEqual(['a+b+c']);
});

it('what a refused one put off is not written, and all that the others did is', async () => {
	const group = [laterWordOf('a'), laterWordOf('x', true), laterWordOf('b')];
	expect(await outcomes(group)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
	expect(await words()).toEqual(['a', 'b']);
});

it('one whose put-off part cannot be written is refused alone, with the true reason', async () => {
	const group = [laterWordOf('a'), laterWordOf('a'), laterWordOf('b')];
	const [, broken] = await Promise.allSettled(group);
	expect(await outcomes(group)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
	expect(broken).toMatchObject({ reason: { message: expect.stringContaining('UNIQUE') } });
	expect(await words()).toEqual(['a', 'b']);
});

it('nothing that was put off outlives its transaction', async () => {
	await expect(laterWordOf('x', true)).rejects.toMatchObject({ code: 'forbidden_transition' });
	await wordOf('a');
	expect(await words()).toEqual(['a']);
});
