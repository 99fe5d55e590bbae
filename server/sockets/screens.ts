import { audienceOfScreen, type OwnScreen } from '#lib/domain/screen.ts';
import { screenReport } from '#lib/input/screens.ts';
import type { StoredEvent } from '#server/events/event.ts';
import { ownScreen } from '#server/presenters/screen.ts';
import { sessionIdOfScreen } from '#server/sessions/screen-token.ts';
import type { Fleet } from './fleet.ts';
import { roomOfSession } from './goodbyes.ts';
import type { LiveServer, LiveSocket } from './live-server.ts';

/**
 * Tells a television what an event means for it: what it is to show from now on, and what it is to
 * do. One whose board is for other eyes from now on is closed: it comes back as what it is then,
 * and not one batch of the old kind reaches it. `state`: no commands, for they are of the past.
 */
export function tellScreens(
	io: LiveServer,
	{ payload }: StoredEvent,
	what: 'all' | 'state' = 'all'
): void {
	const { screen: record, screenCommand } = payload;
	if (!record) return;
	const screen = ownScreen(record);
	for (const id of io.sockets.adapter.rooms.get(roomOfSession(sessionIdOfScreen(screen.id))) ??
		[]) {
		const socket = io.sockets.sockets.get(id);
		if (!socket?.data.screen) continue;
		if (screenCommand && what === 'all') socket.emit('command', screenCommand);
		if (JSON.stringify(socket.data.screen) !== JSON.stringify(screen)) {
			socket.data.screen = screen;
			socket.emit('screen', screen);
		}
		if (audienceOfScreen(screen) === socket.data.audience) continue;
		socket.emit('bye', { reason: 'board changed' });
		socket.disconnect(true);
	}
}

/** Follows the socket of a television: tells it what it is, and listens to how it fares. */
export function followScreen(
	socket: LiveSocket,
	screen: OwnScreen,
	options: {
		readonly fleet: Fleet;
		readonly browser: string;
		/** Number of the last event its audience was told of. */
		readonly sent: () => number;
		readonly failed: (error: unknown) => void;
	}
): void {
	const { fleet, browser, sent, failed } = options;
	socket.emit('screen', screen);
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
