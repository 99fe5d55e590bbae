import { IDENTIFY_MS, type OwnScreen, type ScreenCommand } from '#lib/domain/screen.ts';
import type { Live, Television } from '#lib/live/live.svelte.ts';
import { reloadPage } from '#lib/live/reload.ts';
import { readToken, writeToken } from './kept-token.ts';
import { askForCodes, poll, post, type Codes, type ShownCode } from './pairing.ts';
import type { Showing } from './showing.ts';

/** Waits after a request that was not answered: from this up to five times as long. */
const AGAIN_MS = 1_000;

/** Seconds that a poll is put off when we are told to slow down. */
const SLOWER_S = 5;

/** What the page of a television shows at the moment. */
export type Phase = 'asking' | 'pairing' | 'showing';

/**
 * The life of a television: it asks who it is, shows a code until somebody pairs it, then its
 * board; and when its token ends, it begins anew by itself. Nothing but an answer of the server
 * makes it forget who it is: a lost network never does.
 */
export class TelevisionPage implements Television {
	readonly #live: Live;
	#showing = $state.raw<Showing | null>(null);
	#code = $state.raw<ShownCode | null>(null);
	#trouble = $state(false);
	#identifies = $state(false);
	#greeted = $state(0);
	#token: string | null = null;
	/** Counts what was begun: an answer to something older is let go. */
	#run = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#naming: ReturnType<typeof setTimeout> | undefined;

	constructor(live: Live, first: Showing | null) {
		this.#live = live;
		if (!first) return;
		this.#token = first.token;
		this.#showing = first;
		live.become(this);
	}

	/** Its own token: what the socket and the API are shown. */
	get token(): string {
		return this.#token ?? '';
	}

	get phase(): Phase {
		if (this.#showing) return 'showing';
		return this.#code ? 'pairing' : 'asking';
	}

	get showing(): Showing | null {
		return this.#showing;
	}

	get code(): ShownCode | null {
		return this.#code;
	}

	/** The server does not answer while there is no board to show. */
	get trouble(): boolean {
		return this.#trouble;
	}

	/** It shows its name large, so that somebody in the room knows which one it is. */
	get identifies(): boolean {
		return this.#identifies;
	}

	/** How often the server has said what to show: each time the page says how it fares. */
	get greeted(): number {
		return this.#greeted;
	}

	/** Begins in the browser; returns how to end. */
	start(): () => void {
		if (this.#showing) writeToken(this.#showing.token);
		else {
			this.#token = readToken();
			this.changed();
		}
		return () => {
			this.#begin();
			clearTimeout(this.#naming);
			this.#live.become(null);
		};
	}

	/** Asks who it is: at first, and whenever the server no longer takes it for who it was. */
	changed(): void {
		const run = this.#begin();
		post('/wall/identity', this.#token === null ? null : { token: this.#token })
			.then(async (answer) => {
				if (!answer.ok) throw new Error(`POST /wall/identity answered ${answer.status}`);
				const { showing }: { showing: Showing | null } = await answer.json();
				if (run !== this.#run) return;
				if (showing) this.#show(showing);
				else this.#forget();
			})
			.catch(() => {
				if (run === this.#run) this.#retry(() => this.changed());
			});
	}

	/** The server says what to show from now on. */
	screen(screen: OwnScreen): void {
		this.#greeted += 1;
		// Whoever emptied the browser's storage while the page stood open has taken nothing away.
		if (this.#token !== null) writeToken(this.#token);
		if (this.#showing) this.#showing = { ...this.#showing, screen };
	}

	command({ name }: ScreenCommand): void {
		if (name === 'reload') reloadPage();
		if (name !== 'identify') return;
		this.#identifies = true;
		clearTimeout(this.#naming);
		this.#naming = setTimeout(() => (this.#identifies = false), IDENTIFY_MS);
	}

	#show(showing: Showing): void {
		this.#trouble = false;
		this.#code = null;
		this.#token = showing.token;
		writeToken(showing.token);
		this.#live.become(this);
		this.#live.adopt(showing.snapshot);
		this.#showing = showing;
	}

	#forget(): void {
		this.#token = null;
		writeToken(null);
		this.#live.become(null);
		this.#showing = null;
		this.#identifies = false;
		this.#pair();
	}

	#pair(): void {
		const run = this.#begin();
		askForCodes().then(
			(codes) => {
				if (run !== this.#run) return;
				this.#trouble = false;
				this.#code = codes;
				const until = Date.now() + codes.expiresIn * 1_000;
				this.#poll(run, codes, { until, interval: codes.interval });
			},
			() => {
				if (run === this.#run) this.#retry(() => this.#pair());
			}
		);
	}

	#poll(run: number, codes: Codes, { until, interval }: { until: number; interval: number }): void {
		const again = (next: number) => this.#poll(run, codes, { until, interval: next });
		this.#timer = setTimeout(() => {
			// A code that nobody can type any more is not left standing.
			if (Date.now() >= until) return this.#pair();
			poll(codes.deviceCode).then(
				(polled) => {
					if (run !== this.#run) return;
					this.#trouble = false;
					if (polled.state === 'expired') return this.#pair();
					if (polled.state !== 'paired')
						return again(polled.state === 'slow_down' ? interval + SLOWER_S : interval);
					this.#token = polled.token;
					writeToken(polled.token);
					this.changed();
				},
				() => {
					if (run !== this.#run) return;
					this.#trouble = true;
					again(interval);
				}
			);
		}, interval * 1_000);
	}

	#retry(then: () => void): void {
		this.#trouble = true;
		this.#timer = setTimeout(then, AGAIN_MS * (1 + 4 * Math.random()));
	}

	#begin(): number {
		clearTimeout(this.#timer);
		this.#run += 1;
		return this.#run;
	}
}
