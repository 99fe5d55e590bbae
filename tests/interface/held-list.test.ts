import { describe, expect, it } from 'vitest';
import { HeldList } from '#lib/live/held.svelte.ts';

interface Row {
	readonly id: string;
	readonly text: string;
}

function listOf(...ids: string[]): { list: HeldList<Row>; become(...next: Row[]): void } {
	let rows: Row[] = ids.map((id) => ({ id, text: 'old' }));
	const list = new HeldList<Row>(
		() => rows,
		({ id }) => id
	);
	return { list, become: (...next) => (rows = next) };
}

const row = (id: string, text = 'new'): Row => ({ id, text });
const ids = (list: HeldList<Row>) => list.shown.map(({ key }) => key);

describe('a list under the pointer', () => {
	it('moves freely while nobody holds it', () => {
		const { list, become } = listOf('a', 'b');
		become(row('c'), row('a'));
		expect(ids(list)).toEqual(['c', 'a']);
		expect(list.fresh).toBe(0);
	});

	it('keeps every place while it is held, changes contents, and counts what is new', () => {
		const { list, become } = listOf('a', 'b', 'c');
		list.hold();
		become(row('d'), row('c'), row('a'));
		expect(ids(list)).toEqual(['a', 'b', 'c']);
		expect(list.shown.map(({ item, gone }) => [item.text, gone])).toEqual([
			['new', false],
			['old', true],
			['new', false]
		]);
		expect(list.fresh).toBe(1);
		list.release();
		expect(ids(list)).toEqual(['d', 'c', 'a']);
	});
});
