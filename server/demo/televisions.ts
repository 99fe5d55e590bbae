import type { Actor } from '#lib/domain/people.ts';
import type { Board, ScreenFacts } from '#lib/domain/screen.ts';
import type { Commands, Portal } from '../portal.ts';
import type { Fleet } from '../sockets/fleet.ts';

interface DemoTelevision {
	readonly name: string;
	readonly board: Board;
	readonly facts: Omit<ScreenFacts, 'build'>;
	/** It went dark and nobody has looked yet. */
	readonly dark?: true;
}

const TELEVISIONS: readonly DemoTelevision[] = [
	{
		name: 'Зал NOC — левый',
		board: 'noc',
		facts: { width: 1920, height: 1080, ratio: 2, browser: 'Chrome 141', sound: true }
	},
	{
		name: 'Зал NOC — правый',
		board: 'rotation',
		facts: { width: 1920, height: 1080, ratio: 1, browser: 'Chrome 141', sound: true }
	},
	{
		name: 'Служба поддержки',
		board: 'desk',
		facts: { width: 1920, height: 1080, ratio: 1, browser: 'Edge 141', sound: false }
	},
	{
		name: 'Холл, первый этаж',
		board: 'lobby',
		facts: {
			width: 1080,
			height: 1920,
			ratio: 1,
			browser: 'SamsungBrowser 2 · Tizen',
			sound: false
		}
	},
	{
		name: 'Кабинет директора',
		board: 'managers',
		facts: { width: 1280, height: 720, ratio: 1, browser: 'Chrome 118 · Web0S', sound: false },
		dark: true
	}
];

/** Milliseconds between two signs of life. */
const REPORT_MS = 15_000;

/** The company's televisions are paired by its administrator, as people do it. */
export async function hangTelevisions(
	commands: Pick<Commands, 'startPairing' | 'pairScreen' | 'pollPairing'>,
	fleet: Fleet,
	{
		admin,
		build,
		goDark
	}: {
		readonly admin: Actor;
		readonly build: string;
		/** Nobody has seen a screen for a while. */
		readonly goDark: (id: number) => Promise<void>;
	}
): Promise<void> {
	for (const { name, board, facts, dark } of TELEVISIONS) {
		const { userCode, deviceCode } = await commands.startPairing('demo');
		const { id } = await commands.pairScreen(admin, { code: userCode, name, board });
		// Nobody keeps the token: these televisions are played.
		await commands.pollPairing(deviceCode, 'demo');
		await fleet.join(id, 'demo');
		await fleet.hear(id, { facts: { ...facts, build }, lag: 0, uptimeMs: 0 });
		fleet.leave(id, 'demo');
		if (dark) await goDark(id);
	}
}

/** Plays the televisions that are on: they are there and say so. Returns how to switch them off. */
export async function playTelevisions(
	portal: Pick<Portal, 'installation' | 'queries' | 'now'>,
	fleet: Fleet,
	viewer: Parameters<Portal['queries']['screens']>[0]
): Promise<() => void> {
	const screens = await portal.queries.screens(viewer);
	const on = screens.flatMap(({ id, name, facts }) => {
		const played = TELEVISIONS.find((one) => one.name === name && !one.dark);
		return played && facts ? [{ id, facts: { ...facts, build: portal.installation.build } }] : [];
	});
	const since = portal.now();
	const report = () =>
		Promise.all(
			on.map(({ id, facts }) => fleet.hear(id, { facts, lag: 0, uptimeMs: portal.now() - since }))
		);
	for (const { id } of on) await fleet.join(id, 'demo');
	await report();
	const timer = setInterval(() => void report().catch(() => undefined), REPORT_MS);
	return () => {
		clearInterval(timer);
		for (const { id } of on) fleet.leave(id, 'demo');
	};
}
