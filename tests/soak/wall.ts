// One wall that hangs for long, in little time: node tests/soak/wall.ts [events] [reconnects]
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import type { FullTicket } from '#lib/domain/ticket.ts';
import { holdingsOf, NO_MACHINE_CODE, type Holdings } from '../e2e/support/browser-memory.ts';
import { isMarked, mark, openBrowser, signIn, visitor } from '../e2e/support/browser.ts';
import { ADMIN, PASSWORD, startPortal, type RunningPortal } from '../e2e/support/portal.ts';
import { weakLink, type WeakLink } from '../e2e/support/weak-link.ts';

export interface WallSoak {
	readonly events: number;
	readonly reconnects: number;
	/** Events and reconnects that come first, until every memory that is bounded is full. */
	readonly warmingUp: { readonly events: number; readonly reconnects: number };
}

/** As it hangs for months; the same code as the short one. */
export const FULL_WALL_SOAK: WallSoak = {
	events: 200_000,
	reconnects: 500,
	warmingUp: { events: 20_000, reconnects: 50 }
};

export interface WallSoakResult {
	readonly before: Holdings;
	readonly after: Holdings;
	/** How often the page was greeted by the server anew. */
	readonly reconnects: number;
	readonly events: number;
	/** It is the very page that was opened, and the last change stands on it. */
	readonly same: boolean;
	readonly current: boolean;
	readonly faults: readonly string[];
}

const TICKETS = 48;
const AT_ONCE = 16;
/** What V8 has not come to throw away yet comes and goes: the least of some looks is what is held. */
const LOOKS = 3;
const BETWEEN_LOOKS = 150;
const MINUTE = 60_000;

/** Opens a wall that turns through all boards, and shakes it. */
export async function soakWall(
	{ events, reconnects, warmingUp }: WallSoak,
	tell: (line: string) => void = () => undefined
): Promise<WallSoakResult> {
	const [portal, browser] = await Promise.all([startPortal(), openBrowser([NO_MACHINE_CODE])]);
	const link = await weakLink(portal.port);
	try {
		const tickets = new Tickets(portal);
		await tickets.file();
		const { page, faults } = await visitor(browser, link.base, {
			viewport: { width: 1920, height: 1080 }
		});
		const greetings = countGreetings(page);
		await signIn(page, ADMIN, PASSWORD);
		await page.goto('/wall/rotation');
		await live(page);
		await page.locator('canvas[data-drawn]').nth(3).waitFor({ state: 'attached' });
		await mark(page);

		const shake = async (changes: number, breaks: number) => {
			const piece = Math.max(1, Math.floor(changes / (breaks + 1)));
			for (let done = 0; done < breaks; done += 1) {
				await tickets.change(piece);
				await snap(page, link, greetings);
				if (done % 50 === 49) tell(`${done + 1} reconnects, ${(done + 1) * piece} events`);
			}
			await tickets.change(changes - piece * breaks);
		};
		const look = async () => {
			const looks: Holdings[] = [];
			for (let at = 0; at < LOOKS; at += 1) {
				await tickets.change(BETWEEN_LOOKS);
				await tickets.shownOn(page);
				looks.push(await holdingsOf(page));
			}
			return least(looks);
		};
		await shake(warmingUp.events, warmingUp.reconnects);
		const before = await look();
		tell(`before: ${JSON.stringify(before)}`);
		const [greeted, changed] = [greetings.count, tickets.changes];
		await shake(events - LOOKS * BETWEEN_LOOKS, reconnects);
		const after = await look();
		tell(`after: ${JSON.stringify(after)}`);
		return {
			before,
			after,
			reconnects: greetings.count - greeted,
			events: tickets.changes - changed,
			same: await isMarked(page),
			current: await tickets.shownOn(page),
			faults
		};
	} finally {
		await browser.close();
		await link.close();
		await portal.stop();
	}
}

/** How much more is held after than before, each thing as a share of what it was. */
export function growth({ before, after }: WallSoakResult): Record<keyof Holdings, number> {
	const share = (key: keyof Holdings) => after[key] / before[key] - 1;
	return {
		heap: share('heap'),
		nodes: share('nodes'),
		listeners: share('listeners'),
		canvases: share('canvases'),
		documents: share('documents')
	};
}

/** Tickets that are changed many at a time, each of them really. */
class Tickets {
	readonly #portal: RunningPortal;
	readonly #numbers: string[] = [];
	readonly #urgent = new Set<string>();
	#last = '';
	changes = 0;

	constructor(portal: RunningPortal) {
		this.#portal = portal;
	}

	async file(): Promise<void> {
		for (const [slug, name] of [
			['mail', 'Почта'],
			['vpn', 'VPN'],
			['erp', '1С:Предприятие']
		])
			await this.#portal.call('POST', '/services', { slug, name });
		for (let at = 0; at < TICKETS; at += 1) {
			const { number } = await this.#portal.call<FullTicket>('POST', '/tickets', {
				subject: `Заявка ${at}`,
				description: 'Подробности.',
				service: ['mail', 'vpn', 'erp'][at % 3]
			});
			this.#numbers.push(number);
		}
	}

	async change(times: number): Promise<void> {
		let left = times;
		const hand = async (first: number) => {
			// Every hand has tickets of its own, so that no two of them say the same.
			const mine = this.#numbers.filter((_, at) => at % AT_ONCE === first);
			for (let turn = 0; left > 0; turn += 1) {
				left -= 1;
				await this.#toggle(mine[turn % mine.length] ?? '');
			}
		};
		await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => hand(at)));
	}

	/** Puts one ticket above all others and waits until the wall shows it there. */
	async shownOn(page: Page): Promise<boolean> {
		const status = this.#last === 'in_progress' ? 'waiting' : 'in_progress';
		this.#last = status;
		const [number = ''] = this.#numbers;
		await this.#portal.call('PATCH', `/tickets/${number}`, { status, priority: 'critical' });
		this.#urgent.delete(number);
		this.changes += 1;
		await page
			.locator(`[data-ticket="${number}"][data-status=${status}]`)
			.first()
			.waitFor({ state: 'attached', timeout: MINUTE });
		return true;
	}

	async #toggle(number: string): Promise<void> {
		const urgent = this.#urgent.delete(number);
		if (!urgent) this.#urgent.add(number);
		await this.#portal.call('PATCH', `/tickets/${number}`, {
			priority: urgent ? 'normal' : 'high'
		});
		this.changes += 1;
	}
}

/** Breaks the connection and waits until the page is greeted anew and live. */
async function snap(page: Page, link: WeakLink, greetings: { readonly count: number }) {
	const before = greetings.count;
	link.snap();
	const deadline = performance.now() + MINUTE;
	while (greetings.count === before) {
		if (performance.now() > deadline) throw new Error('the wall did not come back');
		await page.waitForTimeout(20);
	}
	await live(page);
}

function live(page: Page): Promise<void> {
	return page.locator('[data-link=live]').waitFor({ timeout: MINUTE });
}

function countGreetings(page: Page): { readonly count: number } {
	const seen = { count: 0 };
	page.on('websocket', (socket) =>
		socket.on('framereceived', ({ payload }) => {
			if (String(payload).includes('["hello"')) seen.count += 1;
		})
	);
	return seen;
}

function least(looks: readonly Holdings[]): Holdings {
	const of = (key: keyof Holdings) => Math.min(...looks.map((look) => look[key]));
	return {
		canvases: of('canvases'),
		listeners: of('listeners'),
		documents: of('documents'),
		nodes: of('nodes'),
		heap: of('heap')
	};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const [events = FULL_WALL_SOAK.events, reconnects = FULL_WALL_SOAK.reconnects] = process.argv
		.slice(2)
		.map(Number);
	const result = await soakWall({ ...FULL_WALL_SOAK, events, reconnects }, (line) => {
		console.log(line);
	});
	console.log(JSON.stringify({ ...result, growth: growth(result) }, null, '\t'));
	const grown = Object.values(growth(result)).some((share) => Math.abs(share) > 0.05);
	if (grown || !result.same) process.exitCode = 1;
}
