import type { ActionResult } from '@sveltejs/kit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OnceKey } from '#lib/forms/once-key.svelte.ts';
import { Sending, type SendingOptions } from '#lib/forms/sending.svelte.ts';
import { unseenAnswer } from '#lib/forms/unseen-answer.svelte.ts';
import { codeOf, filesUnder } from '../support/imports.ts';

const goto = vi.hoisted(() => vi.fn<(address: string) => Promise<void>>());
const renew = vi.hoisted(() => vi.fn<(name: string) => void>());
const place = { pathname: '/panel/services', search: '?edit=mail' };

vi.mock('$app/forms', () => ({ applyAction: async () => undefined }));
vi.mock('$app/navigation', () => ({ goto }));
vi.mock('#lib/live/renew.ts', () => ({ renew }));

/** A form of a page that says whether a press was sent, and waits for what comes back. */
class Pressed {
	readonly sending: Sending;
	readonly #form: HTMLFormElement;
	#answer: ((result: ActionResult) => Promise<void>) | null = null;
	/** How many answers the page was given. */
	shown = 0;

	/** `beside`: a form of another row, whose presses are sent one after the other with this one's. */
	constructor(options: SendingOptions = {}, beside?: Pressed, isConnected = true) {
		this.sending = beside?.sending ?? new Sending(options);
		this.#form = Object.assign(Object.create(FORM), { isConnected });
	}

	/** Presses the button: was something sent? */
	async press(): Promise<boolean> {
		let sent = true;
		const then = await this.sending.submit({
			action: new URL('https://portal.example/panel/services?/plan'),
			formData: new FormData(),
			formElement: this.#form,
			controller: new AbortController(),
			submitter: null,
			cancel: () => (sent = false)
		});
		if (sent)
			this.#answer = async (result) =>
				then?.({
					result,
					action: new URL('https://portal.example/panel/services?/plan'),
					formData: new FormData(),
					formElement: this.#form,
					update: async () => void (this.shown += 1)
				});
		return sent;
	}

	/** What the portal says to it. */
	async answer(result: ActionResult): Promise<void> {
		await this.#answer?.(result);
	}
}

const FORM = { elements: [], querySelector: () => null, querySelectorAll: () => [] };
const LOST: ActionResult = { type: 'error', error: new Error('the network is gone') };
const PLANNED: ActionResult = { type: 'redirect', status: 303, location: '/panel/services' };
const DONE: ActionResult = { type: 'success', status: 200 };
const refused = (code: string): ActionResult => ({ type: 'failure', status: 400, data: { code } });

beforeEach(() => {
	goto.mockReset();
	renew.mockReset();
	place.search = '?edit=mail';
	unseenAnswer.putAway();
	vi.stubGlobal('document', { activeElement: null, body: {} });
	vi.stubGlobal('location', place);
});
afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

describe('the key of a form', () => {
	it('stays what it was when the answer was lost, though the page was loaded anew meanwhile', async () => {
		let loaded = 'first';
		const key = new OnceKey(() => loaded);
		const form = new Pressed({ key });
		await form.press();
		await form.answer(LOST);
		expect(form.sending.lost).toBe(true);
		loaded = 'second';
		expect(key.value).toBe('first');
		await form.press();
		await form.answer(refused('invalid_input'));
		expect(key.value).toBe('first');
	});

	it('is another one once it has had its effect', async () => {
		const key = new OnceKey(() => 'first');
		const form = new Pressed({ key, succeeded: () => key.spend() });
		await form.press();
		await form.answer(DONE);
		const second = key.value;
		expect(second).not.toBe('first');
		await form.press();
		await form.answer(DONE);
		expect(key.value).not.toBe(second);
	});

	it('is another one once it is told that something else was done with it', async () => {
		const key = new OnceKey(() => 'first');
		const form = new Pressed({ key });
		await form.press();
		await form.answer(refused('idempotency_conflict'));
		expect(key.value).not.toBe('first');
	});

	it('is kept so by every form that is sent with one', () => {
		const keys = filesUnder('src/routes').flatMap((file) =>
			[...codeOf(file).matchAll(/<input type="hidden" name="(?:key|onceKey)" value=(\S+)/g)].map(
				([, value]) => `${file}: ${value}`
			)
		);
		expect(keys.length).toBeGreaterThan(10);
		expect(keys.filter((key) => !key.endsWith('{key.value}'))).toEqual([]);
	});
});

describe('forms of the rows of one list', () => {
	it('are sent one after the other, and no press of another row is lost', async () => {
		const one = new Pressed();
		const other = new Pressed({}, one);
		await one.press();
		let sent: boolean | null = null;
		const pressed = other.press().then((was) => (sent = was));
		expect(await one.press()).toBe(false);
		expect(sent).toBe(null);
		await one.answer(DONE);
		await pressed;
		expect(sent).toBe(true);
		expect(await other.press()).toBe(false);
	});

	it('are not sent when the press before has taken them away', async () => {
		const one = new Pressed();
		const other = new Pressed({}, one, false);
		await one.press();
		const pressed = other.press();
		await one.answer(DONE);
		expect(await pressed).toBe(false);
		expect(one.sending.busy).toBe(false);
	});
});

describe('a form of which each press is another deed', () => {
	it('waits for the press before and loses none', async () => {
		const form = new Pressed({ many: true });
		await form.press();
		const second = form.press();
		await form.answer(DONE);
		expect(await second).toBe(true);
	});
});

describe('the answer to a form that was left meanwhile', () => {
	it('is shown in no other form, and is told by the page around it', async () => {
		const form = new Pressed();
		await form.press();
		place.search = '?edit=vpn';
		await form.answer(refused('stale_version'));
		expect(form.shown).toBe(0);
		expect(unseenAnswer.current).toMatchObject({ href: '/panel/services?edit=mail' });
		expect(unseenAnswer.current?.text).not.toBe('');
	});

	it('is told as well when it never came, or the form was taken away', async () => {
		const form = new Pressed({}, undefined, false);
		await form.press();
		await form.answer(LOST);
		expect(unseenAnswer.current?.href).toBe('/panel/services?edit=mail');
	});

	it('says nothing where the form still stands, or has done its work', async () => {
		const form = new Pressed();
		await form.press();
		await form.answer(refused('stale_version'));
		await form.press();
		place.search = '';
		await form.answer(DONE);
		expect(form.shown).toBe(1);
		expect(unseenAnswer.current).toBeNull();
	});

	it('leads nowhere, unless nobody is signed in any more', async () => {
		const form = new Pressed({ reload: 'app:services' });
		await form.press();
		place.search = '?edit=vpn';
		await form.answer(PLANNED);
		expect(goto).not.toHaveBeenCalled();
		expect(renew).toHaveBeenCalledWith('app:services');
		await form.press();
		place.search = '';
		await form.answer({ ...PLANNED, location: '/login?next=%2Fpanel' });
		expect(goto).toHaveBeenCalledWith('/login?next=%2Fpanel');
	});
});

describe('a form whose success leads to another page', () => {
	it('has its data read anew: the page may be there already', async () => {
		const led = vi.fn();
		const form = new Pressed({ reload: 'app:roster', led });
		await form.press();
		await form.answer(PLANNED);
		expect(renew).toHaveBeenCalledWith('app:roster');
		expect(led).toHaveBeenCalledOnce();
	});

	it('is not sent again while that page is on its way, and can be once it is there', async () => {
		const page = Promise.withResolvers<void>();
		goto.mockReturnValue(page.promise);
		const form = new Pressed();
		expect(await form.press()).toBe(true);
		const led = form.answer(PLANNED);
		expect(await form.press()).toBe(false);
		expect(form.sending.busy).toBe(true);
		page.resolve();
		await led;
		expect(form.sending.busy).toBe(false);
		expect(await form.press()).toBe(true);
	});

	it('can be sent again when that page could not be had', async () => {
		goto.mockRejectedValue(new Error('the page is not there'));
		const form = new Pressed();
		await form.press();
		await expect(form.answer(PLANNED)).rejects.toThrow('the page is not there');
		expect(await form.press()).toBe(true);
	});

	it('does not wait for ever for a page that hangs', async () => {
		vi.useFakeTimers();
		goto.mockReturnValue(new Promise(() => undefined));
		const form = new Pressed();
		await form.press();
		void form.answer(PLANNED);
		await vi.advanceTimersByTimeAsync(29_000);
		expect(form.sending.busy).toBe(true);
		await vi.advanceTimersByTimeAsync(2_000);
		expect(form.sending.busy).toBe(false);
	});
});
