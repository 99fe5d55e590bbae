import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { forgetChoices, holdsWritten, noticeChoices } from '#lib/forms/written.ts';

class Field extends EventTarget {
	constructor(values: object) {
		super();
		Object.assign(this, values);
	}
}
class Input extends Field {}
class Textarea extends Field {}
class Select extends Field {}

/** The page: its forms, and what its fields tell it of. */
const page = Object.assign(new EventTarget(), {
	forms: [] as object[],
	left: false,
	querySelector: (selector: string) => (selector === '[data-left]' && page.left ? {} : null)
});
let stop: () => void;

beforeEach(() => {
	vi.stubGlobal('document', page);
	vi.stubGlobal('HTMLInputElement', Input);
	vi.stubGlobal('HTMLTextAreaElement', Textarea);
	vi.stubGlobal('HTMLSelectElement', Select);
	stop = noticeChoices();
});
afterEach(() => {
	stop();
	vi.unstubAllGlobals();
});

function show(fields: object[], { method = 'post', refused = false } = {}): void {
	page.forms = [
		{
			method,
			elements: fields,
			matches: () => false,
			querySelector: () => (refused ? {} : null)
		}
	];
}

/** Somebody chooses something in a field. */
function choose(field: object): void {
	const change = new Event('change');
	Object.defineProperty(change, 'target', { value: field });
	page.dispatchEvent(change);
}

const text = (value: string, defaultValue = '', type = 'text') =>
	new Input({ type, value, defaultValue });

it('a page without forms, or with fields nobody touched, holds nothing', () => {
	page.forms = [];
	expect(holdsWritten()).toBe(false);
	show([
		text('Мария', 'Мария'),
		new Textarea({ value: '', defaultValue: '' }),
		new Select({ value: 'mail' }),
		new Input({ type: 'checkbox', checked: true }),
		new Input({ type: 'file', files: [] }),
		text('key', '', 'hidden')
	]);
	expect(holdsWritten()).toBe(false);
});

it.each([
	['a line', text('Не печатает')],
	['a text', new Textarea({ value: 'Не печатает', defaultValue: '' })],
	['a password', text('secret', '', 'password')],
	['what was emptied', text('', 'Мария')],
	['a file', new Input({ type: 'file', files: [{}] })]
])('%s is written', (_, field) => {
	show([field]);
	expect(holdsWritten()).toBe(true);
});

it.each([
	['a choice', new Select({ value: 'mail' })],
	['a box', new Input({ type: 'checkbox', checked: true })]
])('%s that was changed by hand counts until it was kept', (_, field) => {
	show([field]);
	choose(field);
	expect(holdsWritten()).toBe(true);
	forgetChoices(Object.assign(Object.create(null), { elements: [field] }));
	expect(holdsWritten()).toBe(false);
});

it('what came back refused is written, though it stands there like what is kept', () => {
	show([text('Не печатает', 'Не печатает')], { refused: true });
	expect(holdsWritten()).toBe(true);
});

it('what is only asked for, as in a search, is not', () => {
	show([text('принтер')], { method: 'get' });
	expect(holdsWritten()).toBe(false);
});

it('what can no longer be sent, and is left to be copied, counts as well', () => {
	page.forms = [];
	page.left = true;
	expect(holdsWritten()).toBe(true);
	page.left = false;
	expect(holdsWritten()).toBe(false);
});
