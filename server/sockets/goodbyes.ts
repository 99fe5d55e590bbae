import type { StoredEvent } from '#server/events/event.ts';
import type { LiveServer } from './live-server.ts';

/** The room of all sockets that one session has opened. */
export function roomOfSession(id: string): string {
	return `session:${id}`;
}

/** The room of all sockets that one person has opened. */
export function roomOfPerson(id: number): string {
	return `person:${id}`;
}

/** Ends the sockets whose sessions or owners an event ends, or that have to be looked at anew. */
export function sayGoodbye(io: LiveServer, { type, payload }: StoredEvent): void {
	const { endedSessions, person, reason, changed } = payload;
	if (endedSessions)
		for (const id of endedSessions) dismiss(io, roomOfSession(id), reason ?? 'signed_out');
	if (person && reason) dismiss(io, roomOfPerson(person.id), reason);
	// A second factor is demanded from now on: whoever has one comes back, the others are refused.
	if (type === 'settings.changed' && changed && 'secondFactor' in changed)
		for (const { data, conn } of io.sockets.sockets.values()) if (data.staff) conn.close();
}

/** Ends the sockets whose sessions are over by now, in milliseconds. */
export function dismissExpired(io: LiveServer, now: number): void {
	for (const { data } of io.sockets.sockets.values()) {
		const { expiresAt, sessionId } = data;
		if (expiresAt !== null && expiresAt <= now)
			dismiss(io, roomOfSession(sessionId ?? ''), 'expired');
	}
}

function dismiss(io: LiveServer, room: string, reason: string): void {
	for (const id of io.sockets.adapter.rooms.get(room) ?? []) {
		const socket = io.sockets.sockets.get(id);
		// Events name it as one word; whoever reads it off a screen need not.
		socket?.emit('bye', { reason: reason.replaceAll('_', ' ') });
		socket?.disconnect(true);
	}
}
