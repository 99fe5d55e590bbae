import type { Snapshot } from '#lib/domain/live.ts';
import { holdsWritten, noticeChoices } from '#lib/forms/written.ts';
import { Clock } from './clock.svelte.ts';
import { LiveFeed } from './feed.svelte.ts';
import { loadPart } from './part.ts';
import { partsArrived, reloadForBuild, reloadForPart, reloadPage } from './reload.ts';
import type { OpenTransport, TransportEvents } from './transport.ts';

/** What the root layout knows of the page. */
export interface LivePage {
	readonly now: number;
	readonly timeZone: string;
	readonly build: string;
}

/** How a page takes a new version: a wall at once, the panel when asked, the site when idle. */
export type BuildPolicy = 'at_once' | 'when_asked' | 'when_idle';

/** A television: what it shows itself by, and who is told what the server says of it. */
export interface Television extends Pick<TransportEvents, 'screen' | 'command'> {
	readonly token: string;
	/** It is somebody else to the server from now on, or nobody. */
	changed(): void;
}

const IDLE_MS = 60_000;

/**
 * The application's one clock and one stream, given to all pages by context.
 * Made for each request on the server and once in the browser; survives navigation.
 */
export class Live {
	readonly clock: Clock;
	readonly feed: LiveFeed;
	#build: string;
	#touchedAt = 0;
	#incomplete = $state(false);
	#heldBack = $state(false);

	constructor(page: LivePage) {
		this.#build = page.build;
		this.clock = new Clock(page.now, page.timeZone);
		this.feed = new LiveFeed({
			open: (events, cursor) => this.#open(events, cursor),
			now: () => this.clock.steady.now(),
			serverNow: () => this.clock.exact(),
			adjust: (now) => this.clock.adjust(now),
			snapshot: () => fetchSnapshot(this.#television?.token ?? null),
			told: {
				screen: (screen) => this.#television?.screen(screen),
				command: (command) => this.#television?.command(command)
			},
			later: (ms, then) => {
				const timer = setTimeout(then, ms);
				return () => clearTimeout(timer);
			},
			random: Math.random,
			identityChanged: () => (this.#television ? this.#television.changed() : reloadPage())
		});
	}

	/** True when the server runs another build than this page. */
	get outdated(): boolean {
		const server = this.feed.serverBuild;
		return server !== null && server !== this.#build;
	}

	/**
	 * True while the part of the page that holds the stream cannot be had: the portal was restarted
	 * with another build right after it had sent this page, or this is not the node that sent it.
	 */
	get incomplete(): boolean {
		return this.#incomplete;
	}

	/** True while only what is written in the page keeps it from being loaded anew by itself. */
	get heldBack(): boolean {
		return this.#heldBack;
	}

	/** Sets clock and stream going in the browser; returns how to stop them. */
	start({ ownZone, policy }: { ownZone: boolean; policy: () => BuildPolicy }): () => void {
		const stopLoading = loadPart(() => import('./socket.ts'), {
			arrived: ({ openSocket }) => {
				this.#incomplete = false;
				partsArrived();
				this.#openSocket = openSocket;
				this.feed.start();
			},
			missing: () => (this.#incomplete = true)
		});
		const stopWatching = this.clock.onTick((gap) => {
			if (gap) this.feed.probe();
			else this.feed.watch();
			this.#heldBack = this.#wanting && policy() === 'when_idle' && holdsWritten();
			if (this.#wanting) this.#considerReload(policy);
		});
		const stopClock = this.clock.start({ ownZone });
		const wake = () => {
			if (document.visibilityState === 'visible') this.feed.probe();
		};
		const stopNoticing = noticeChoices();
		const touched = () => (this.#touchedAt = this.clock.steady.now());
		touched();
		window.addEventListener('online', wake);
		document.addEventListener('visibilitychange', wake);
		window.addEventListener('pointerdown', touched, { passive: true });
		window.addEventListener('keydown', touched, { passive: true });
		return () => {
			stopLoading();
			stopWatching();
			stopClock();
			stopNoticing();
			window.removeEventListener('online', wake);
			document.removeEventListener('visibilitychange', wake);
			window.removeEventListener('pointerdown', touched);
			window.removeEventListener('keydown', touched);
			this.feed.stop();
		};
	}

	/** From now on the stream is that of a television; null makes it the page's own again. */
	become(television: Television | null): void {
		this.feed.stop();
		this.#television = television;
	}

	/** Takes the snapshot a page came with; opens the stream when it is the first one. */
	adopt(snapshot: Snapshot): void {
		this.feed.adopt(snapshot);
		if (this.#openSocket) this.feed.start();
	}

	#television: Television | null = null;
	#openSocket: OpenTransport | null = null;

	#open(...[events, cursor]: Parameters<OpenTransport>): ReturnType<OpenTransport> {
		if (!this.#openSocket) throw new Error('The stream was started before its socket was loaded');
		return this.#openSocket(events, cursor, () => this.#television?.token ?? null);
	}

	/** Something of the page is missing, or older than the server. */
	get #wanting(): boolean {
		return this.#incomplete || this.outdated;
	}

	#considerReload(policy: () => BuildPolicy): void {
		if (!this.#mayReload(policy())) return;
		if (this.#incomplete) reloadForPart(() => this.#incomplete && this.#mayReload(policy()));
		else reloadForBuild(this.feed.serverBuild ?? '', () => this.#mayReload(policy()));
	}

	#mayReload(policy: BuildPolicy): boolean {
		if (policy !== 'when_idle') return policy === 'at_once';
		const typing = document.querySelector('input:focus, textarea:focus, select:focus') !== null;
		const idle = document.hidden || (!typing && this.clock.ticked - this.#touchedAt > IDLE_MS);
		// Nobody who looks away, or thinks for a minute, is to lose what stands in a form.
		return idle && !holdsWritten();
	}
}

async function fetchSnapshot(token: string | null): Promise<Snapshot> {
	const response = await fetch('/api/v1/live', {
		headers: {
			accept: 'application/json',
			...(token === null ? {} : { authorization: `Bearer ${token}` })
		},
		cache: 'no-store',
		signal: AbortSignal.timeout(15_000)
	});
	// A television hears of it by its socket, and then asks who it is.
	if (token === null && (response.status === 401 || response.status === 403)) reloadPage();
	if (!response.ok) throw new Error(`GET /api/v1/live answered ${response.status}`);
	return response.json();
}
