const LAST_RELOAD = 'portal.reloaded-at';
const LAST_BUILD = 'portal.reloaded-for';
const IN_VAIN = 'portal.reloaded-in-vain';

/** Two reloads closer than this are a loop. */
const PAUSE_MS = 20_000;

/** Screens that hear of a new build in the same second do not all come in that second. */
const SPREAD_MS = 3_000;

/** A page that lacks a part of itself lives no longer than this before it tries to be another. */
const LONGEST_LIFE_MS = 600_000;

let underWay = false;
let asking = false;

/**
 * Loads the page anew, so that the server decides who we are. Never in a loop: when the last
 * time was just now, the page waits its turn.
 */
export function reloadPage(): void {
	const since = Date.now() - Number(read(LAST_RELOAD) ?? 0);
	// In the future it lies when the clock was set back: then nobody knows how long ago it was.
	reload(Math.max(0, PAUSE_MS - Math.max(0, since)));
}

/** Loads the page once for each new build; one that does not arrive is not chased. */
export function reloadForBuild(build: string): void {
	if (read(LAST_BUILD) === build) return;
	reload(Math.random() * SPREAD_MS, () => write(LAST_BUILD, build));
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
function reload(wait: number, leaving: () => void = () => undefined): void {
	if (underWay) return;
	underWay = true;
	const ask = () => {
		void answers().then((answered) => {
			if (answered) leave(leaving);
			else setTimeout(ask, breath());
		});
	};
	setTimeout(ask, wait);
}

function leave(leaving: () => void): void {
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
