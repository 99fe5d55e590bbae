import { describe, expect, it } from 'vitest';
import type { AnyIncident, Severity } from '#lib/domain/incident.ts';
import {
	audienceOfScreen,
	browserName,
	driftAt,
	isSeizable,
	themeAt,
	turnAt,
	USUAL_SETTINGS,
	type OwnScreen,
	type Takeover,
	type Turn
} from '#lib/domain/screen.ts';
import { CODE_ALPHABET, codeOf, groupedCode, typedCode } from '#lib/domain/screen-code.ts';
import { narrowedTo, seizureOf } from '#lib/domain/takeover.ts';
import { stateOf, ticket } from '../live/scripted-transport.ts';

describe('the code of a screen', () => {
	it('has no letter that is taken for another across a room', () => {
		for (const doubtful of '01IOLSZ5AEUN') expect(CODE_ALPHABET).not.toContain(doubtful);
		expect(new Set(CODE_ALPHABET).size).toBe(CODE_ALPHABET.length);
	});

	it('is made fairly: every letter is as likely, and bytes that would tilt it are left out', () => {
		const all = Array.from({ length: 256 }, (_, byte) => byte);
		const counts = new Map<string, number>();
		for (const byte of all) {
			const code = codeOf([byte, 0, 0, 0, 0, 0]);
			if (code) counts.set(code[0] ?? '', (counts.get(code[0] ?? '') ?? 0) + 1);
		}
		expect(new Set(counts.values()).size).toBe(1);
		expect(codeOf([255, 255, 255, 255, 255, 255])).toBeNull();
		expect(codeOf([])).toBeNull();
	});

	it('is understood as people type it: small, spaced, on a Russian keyboard', () => {
		expect(groupedCode('BCD234')).toBe('BCD 234');
		for (const typed of ['BCD234', 'bcd 234', ' bcd-234 ', 'ВСD 234', 'всd234'])
			expect(typedCode(typed)).toBe('BCD234');
		for (const wrong of ['', 'BCD23', 'BCD2345', 'BCD 23O', 'А'.repeat(6), '<script>'])
			expect(typedCode(wrong)).toBeNull();
	});
});

const TURNS: readonly Turn[] = [
	{ board: 'noc', seconds: 60 },
	{ board: 'desk', seconds: 30 },
	{ board: 'lobby', seconds: 10 }
];

function aScreen(given: Partial<OwnScreen> & { takeover?: Takeover } = {}): OwnScreen {
	const { takeover = 'board', ...rest } = given;
	const settings = { ...USUAL_SETTINGS, takeover };
	return { id: 1, name: 'Зал', board: 'noc', turns: [], services: [], settings, ...rest };
}

describe('a rotation', () => {
	it('shows each board for its time, the same on every screen', () => {
		const shown = (second: number) => turnAt(TURNS, second * 1_000);
		expect(shown(0)).toEqual({ index: 0, leftMs: 60_000 });
		expect(shown(59.999)?.index).toBe(0);
		expect(shown(60)).toEqual({ index: 1, leftMs: 30_000 });
		expect(shown(90)?.index).toBe(2);
		expect(shown(100)).toEqual(shown(0));
		expect(shown(1_000_000_060)?.index).toBe(shown(60)?.index);
		expect(shown(-1)?.index).toBe(2);
		expect(turnAt([], 0)).toBeNull();
	});

	it('is for everybody only when every board of it is', () => {
		expect(audienceOfScreen(aScreen({ board: 'lobby' }))).toBe('public');
		expect(audienceOfScreen(aScreen({ board: 'noc' }))).toBe('staff');
		expect(audienceOfScreen(aScreen({ board: 'rotation', turns: TURNS }))).toBe('staff');
		const turns = [{ board: 'lobby', seconds: 30 }] as const;
		expect(audienceOfScreen(aScreen({ board: 'rotation', turns }))).toBe('public');
		// What it would turn through does not count while it shows one board.
		expect(audienceOfScreen(aScreen({ board: 'noc', turns }))).toBe('staff');
	});
});

describe('the picture', () => {
	it('drifts one pixel at a time, four at most, and comes back', () => {
		let before = driftAt(0);
		const seen = new Set<string>();
		for (let at = 0; at < 90_000 * 34; at += 30_000) {
			const { x, y } = driftAt(at);
			expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(4);
			expect(Math.max(Math.abs(x - before.x), Math.abs(y - before.y))).toBeLessThanOrEqual(1);
			seen.add(`${x} ${y}`);
			before = { x, y };
		}
		expect(seen.size).toBe(17);
		expect(driftAt(90_000 * 17)).toEqual(driftAt(0));
	});

	it('is light by day and dark by night where it goes by the hour', () => {
		expect([6, 7, 19, 20].map((hour) => themeAt('hours', hour))).toEqual([
			'dark',
			'light',
			'light',
			'dark'
		]);
		expect(themeAt('light', 3)).toBe('light');
	});
});

function anIncident(number: number, given: Partial<AnyIncident> = {}): AnyIncident {
	const at = new Date(number * 60_000).toISOString();
	const severity: Severity = 'critical';
	return {
		number: `INC-${number}`,
		title: 'Не проходят платежи',
		severity,
		status: 'investigating',
		services: [{ slug: 'mail', name: 'Почта', impact: 'major_outage' }],
		startedAt: at,
		updatedAt: at,
		acknowledgedAt: null,
		resolvedAt: null,
		updates: [],
		corrections: [],
		postmortemAt: null,
		...given
	};
}

describe('a takeover', () => {
	it('is of the critical incident that has waited longest, until it is taken or over', () => {
		const at = new Date(0).toISOString();
		expect(seizureOf([anIncident(2), anIncident(1)])).toMatchObject({
			incident: { number: 'INC-1' },
			others: 1
		});
		for (const calm of [
			anIncident(1, { acknowledgedAt: at }),
			anIncident(1, { status: 'resolved', resolvedAt: at }),
			anIncident(1, { severity: 'major' })
		])
			expect(seizureOf([calm])).toBeNull();
		expect(seizureOf([anIncident(1, { acknowledgedAt: at }), anIncident(2)])?.others).toBe(0);
	});

	it('is for boards of staff unless it is said otherwise', () => {
		expect(isSeizable(aScreen())).toBe(true);
		expect(isSeizable(aScreen({ takeover: 'off' }))).toBe(false);
		expect(isSeizable(aScreen({ board: 'lobby' }))).toBe(false);
		expect(isSeizable(aScreen({ board: 'lobby', takeover: 'on' }))).toBe(true);
	});
});

describe('a screen that is narrowed to some services', () => {
	it('shows their tickets, incidents and figures, and all when none is named', () => {
		const mail = ticket(1);
		const vpn = { ...ticket(2, 'in_progress'), service: 'vpn' };
		const other = anIncident(2, {
			services: [{ slug: 'vpn', name: 'VPN', impact: 'degraded' }]
		});
		const state = { ...stateOf([mail, vpn]), incidents: [anIncident(1), other] };
		const narrowed = narrowedTo(state, ['vpn']);
		expect(narrowed.tickets).toEqual([vpn]);
		expect(narrowed.incidents).toEqual([other]);
		expect(narrowed.totals).toMatchObject({ open: 1, new: 0, in_progress: 1 });
		expect(narrowedTo(state, [])).toBe(state);
	});
});

it('a browser is told by its own name, a television by its system', () => {
	const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)';
	expect(browserName(`${chrome} Chrome/141.0.0.0 Safari/537.36`)).toBe('Chrome 141');
	expect(browserName(`${chrome} HeadlessChrome/141.0.0.0 Safari/537.36`)).toBe('Chrome 141');
	expect(browserName(`${chrome} Chrome/141.0.0.0 Safari/537.36 Edg/141.0`)).toBe('Edge 141');
	expect(
		browserName('Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) SamsungBrowser/2.1 Chrome/76 TV Safari')
	).toBe('SamsungBrowser 2 · Tizen');
	expect(browserName('Mozilla/5.0 (Macintosh) Version/18.2 Safari/605')).toBe('Safari 18');
	expect(browserName('')).toBe('?');
});
