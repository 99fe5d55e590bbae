const LAST_RELOAD = 'portal.reloaded-at';
const TRIED_BUILDS = 'portal.reloaded-for';
const IN_VAIN = 'portal.reloaded-in-vain';

/** Two reloads closer than this are a loop. */
const PAUSE_MS = 20_000;

/** Screens that hear of a new build in the same second do not all come in that second. */
const SPREAD_MS = 3_000;

/** A page lives so long before it tries again for a build that did not arrive. */
const BUILD_LIFE_MS = 600_000;

/** Builds that are remembered as tried: more never serve behind one address. */
const MOST_BUILDS = 5;

/** A page that lacks a part of itself lives no longer than this before it tries to be another. */
const LONGEST_LIFE_MS = 600_000;

const always = () => true;

let underWay = false;
/** Whether the reload that is under way is still wanted. */
let wanted = always;
let asking = false;

/**
 * Loads the page anew, so that the server decides who we are. Never in a loop: when the last
 * time was just now, the page waits its turn.
 */
export function reloadPage(): void {
	wanted = always;
	const since = Date.now() - Number(read(LAST_RELOAD) ?? 0);
	// In the future it lies when the clock was set back: then nobody knows how long ago it was.
	reload(Math.max(0, PAUSE_MS - Math.max(0, since)));
}

/**
 * Loads the page for a new build. While one is rolled out two serve behind one address, and the
 * page may be given the old one again: each is tried once at once, and after that slowly. Whoever
 * begins to write before the server has answered is not taken away from it: `may` is asked again.
 */
export function reloadForBuild(build: string, may: () => boolean = always): void {
	if (underWay) return;
	if (isTried(build) && performance.now() < BUILD_LIFE_MS) return;
	wanted = may;
	reload(Math.random() * SPREAD_MS);
}

function isTried(build: string): boolean {
	const tried = (read(TRIED_BUILDS) ?? '').split(' ');
	if (tried.includes(build)) return true;
	const kept = [...tried, build].slice(-MOST_BUILDS).join(' ');
	write(TRIED_BUILDS, kept);
	// Without a memory nobody knows.
	return read(TRIED_BUILDS) !== kept;
}

/**
 * Loads the page anew because a part of it cannot be had, if that is still wanted once the server
 * has answered. Never in a loop: after each time in vain the next page lives twice as long first.
 */
export function reloadForPart(wanted: () => boolean): void {
	const vain = Number(read(IN_VAIN) ?? 0);
	const life = Math.min(LONGEST_LIFE_MS, PAUSE_MS * 2 ** vain);
	if (asking || performance.now() < life) return;
	asking = true;
	setTimeout(() => {
		void answers().then((answered) => {
			if (answered && wanted()) leave(() => write(IN_VAIN, String(vain + 1)));
			else asking = false;
		});
	}, breath());
}

/** Nothing of the page is missing any more. */
export function partsArrived(): void {
	write(IN_VAIN, '0');
}

/**
 * A page that reloads while the server is away becomes the browser's error page, and a wall
 * would stay there for ever: so it asks first, and goes on asking.
 */
function reload(wait: number): void {
	if (underWay) return;
	underWay = true;
	const ask = () => {
		if (!wanted()) return void setTimeout(ask, breath());
		void answers().then((answered) => {
			if (answered && wanted()) leave();
			else setTimeout(ask, breath());
		});
	};
	setTimeout(ask, wait);
}

function leave(leaving: () => void = () => undefined): void {
	write(LAST_RELOAD, String(Date.now()));
	leaving();
	location.reload();
}

/** Never all pages in the same second. */
function breath(): number {
	return 1_000 + Math.random() * 4_000;
}

async function answers(): Promise<boolean> {
	try {
		const response = await fetch(location.href, {
			cache: 'no-store',
			signal: AbortSignal.timeout(10_000)
		});
		return response.status < 500;
	} catch {
		return false;
	}
}

// Storage may be switched off: then the page reloads without memory.
function read(key: string): string | null {
	try {
		return sessionStorage.getItem(key);
	} catch {
		return null;
	}
}

function write(key: string, value: string): void {
	try {
		sessionStorage.setItem(key, value);
	} catch {
		return;
	}
}
