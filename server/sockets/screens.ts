import { audienceOfScreen, type OwnScreen } from '#lib/domain/screen.ts';
import { screenReport } from '#lib/input/screens.ts';
import type { StoredEvent } from '#server/events/event.ts';
import { ownScreen } from '#server/presenters/screen.ts';
import { sessionIdOfScreen } from '#server/sessions/screen-token.ts';
import type { Fleet } from './fleet.ts';
import { roomOfSession } from './goodbyes.ts';
import type { LiveServer, LiveSocket } from './live-server.ts';
import type { UnheardNaming } from './unheard-naming.ts';

/**
 * Tells a television what an event means for it: what it is to show from now on, and what it is to
 * do. One whose board is for other eyes from now on is closed: it comes back as what it is then,
 * and not one batch of the old kind reaches it. Without `unheard`: no commands, for they are of
 * the past.
 */
export function tellScreens(
	io: LiveServer,
	{ payload }: StoredEvent,
	unheard: UnheardNaming | null
): void {
	const { screen: record, screenCommand } = payload;
	if (!record) return;
	const screen = ownScreen(record);
	const command = unheard ? screenCommand : undefined;
	let heard = false;
	for (const id of io.sockets.adapter.rooms.get(roomOfSession(sessionIdOfScreen(screen.id))) ??
		[]) {
		const socket = io.sockets.sockets.get(id);
		if (!socket?.data.screen) continue;
		heard = true;
		if (command) socket.emit('command', command);
		if (JSON.stringify(socket.data.screen) !== JSON.stringify(screen)) {
			socket.data.screen = screen;
			socket.emit('screen', screen);
		}
		if (audienceOfScreen(screen) === socket.data.audience) continue;
		socket.emit('bye', { reason: 'board changed' });
		socket.disconnect(true);
	}
	if (command?.name === 'identify' && !heard) unheard?.missed(screen.id);
}

/** Follows the socket of a television: tells it what it is, and listens to how it fares. */
export function followScreen(
	socket: LiveSocket,
	screen: OwnScreen,
	options: {
		readonly fleet: Fleet;
		readonly unheard: UnheardNaming;
		readonly browser: string;
		/** Number of the last event its audience was told of. */
		readonly sent: () => number;
		readonly failed: (error: unknown) => void;
	}
): void {
	const { fleet, unheard, browser, sent, failed } = options;
	socket.emit('screen', screen);
	if (unheard.takes(screen.id)) socket.emit('command', { name: 'identify' });
	fleet.join(screen.id, socket.id).catch(failed);
	socket.on('report', (message) => {
		const report = screenReport.safeParse(message);
		if (!report.success) return;
		const { seq, uptimeMs, ...facts } = report.data;
		const lag = Math.max(0, sent() - seq);
		fleet.hear(screen.id, { facts: { ...facts, browser }, lag, uptimeMs }).catch(failed);
	});
	socket.on('disconnect', () => fleet.leave(screen.id, socket.id));
}
