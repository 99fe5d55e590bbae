import { expect, it } from 'vitest';
import { Began, type Returned } from '#lib/forms/began.svelte.ts';
import { codeOf, filesUnder } from '../support/imports.ts';

const stale = (sent: string, currentVersion: number): Returned => ({
	values: { version: sent },
	stale: { currentVersion, changedBy: 'Мария Фомина', changedAt: null, current: {} }
});

it('an editor sends the version it began with, whatever the stream brings meanwhile', () => {
	let live = 3;
	const began = new Began(() => live);
	live = 4;
	expect(began.sent(null)).toBe(3);
});

it('whoever was told of the other version saves over it, and over no later one', () => {
	const began = new Began(() => 3);
	expect(began.sent(stale('3', 4))).toBe(4);
	// Sent with it, and refused for something else.
	expect(began.sent({ values: { version: '4' }, stale: null })).toBe(4);
	expect(began.sent(stale('4', 5))).toBe(5);
});

it('a form that came back without script goes on with what it was sent with', () => {
	const began = new Began(() => 4);
	expect(began.sent({ values: { revision: '3' } }, 'revision')).toBe(3);
	expect(began.sent({ values: { revision: 'three' } }, 'revision')).toBe(4);
	expect(began.sent({ values: {} })).toBe(4);
});

it('a form that stays goes on from what its saving made', () => {
	const began = new Began(() => 3);
	began.saved({ saved: true, version: 4 });
	expect(began.sent(null)).toBe(4);
	began.saved({ preview: null });
	expect(began.sent(null)).toBe(4);
});

it('a new thing has no version', () => {
	expect(new Began(() => undefined).sent(null)).toBeNull();
});

it('no form is sent with the version of the live thing', () => {
	const followed = filesUnder('src/routes').flatMap((file) =>
		[...codeOf(file).matchAll(/name="(?:version|revision)" value=\{([^}]+)\}/g)]
			.map(([, value]) => value ?? '')
			.filter((value) => !/^(began\.sent\(.*\)|version|draft\.base\.version)$/.test(value))
			.map((value) => `${file}: ${value}`)
	);
	expect(followed).toEqual([]);
});

it('no editor takes the version of the live thing for the one it began with', () => {
	const followed = filesUnder('src/routes').filter((file) =>
		/stale\?\.currentVersion \?\?/.test(codeOf(file))
	);
	expect(followed).toEqual([]);
});
