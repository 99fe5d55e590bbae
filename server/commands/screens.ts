import { DomainError, fieldError } from '#lib/domain/errors.ts';
import type { Actor } from '#lib/domain/people.ts';
import {
	USUAL_TURNS,
	type OwnScreen,
	type ScreenCommand,
	type ScreenSettings
} from '#lib/domain/screen.ts';
import type { ReadTransaction, WriteTransaction } from '#server/database/database.ts';
import type { CommandContext, Execute } from '#server/events/outbox.ts';
import type { Commands, ScreenPatch } from '#server/portal.ts';
import { selectScreens, type ScreenRecord } from '#server/records/screen-record.ts';
import { sessionIdOfScreen } from '#server/sessions/screen-token.ts';
import { demand } from './authorise.ts';
import { differencesOf } from './differences.ts';

/** Changes what a screen shows and how it is fitted; it follows within the second. */
export function updateScreen(execute: Execute): Commands['updateScreen'] {
	return (actor, id, patch) =>
		execute(async (context) => {
			demand(actor, 'screen.manage');
			const before = await lockScreen(context.tx, id);
			if (patch.version !== undefined && patch.version !== before.version)
				throw new DomainError('stale_version', {
					stale: {
						currentVersion: before.version,
						changedBy: null,
						changedAt: null,
						current: { name: before.name, board: before.board, services: before.services }
					}
				});
			return change(context, actor, before, patch);
		});
}

/** Tells a screen to do something, over whichever node holds its socket. */
export function commandScreen(execute: Execute): Commands['commandScreen'] {
	return (actor, id, command) =>
		execute(async (context) => {
			demand(actor, 'screen.manage');
			const before = await lockScreen(context.tx, id);
			switch (command.name) {
				case 'board':
					if (command.board === undefined) throw fieldError('board', 'required');
					return change(context, actor, before, { board: command.board }, command);
				case 'mute': {
					const sound = before.settings.sound === 'off' ? 'critical' : 'off';
					return change(context, actor, before, { settings: { sound } }, command);
				}
				case 'reload':
				case 'identify':
					context.record({
						type: 'screen.commanded',
						actor,
						screen: before,
						screenCommand: { name: command.name }
					});
					return before;
			}
		});
}

/** Ends a screen's token. Its sockets are told goodbye, on every node. */
export function revokeScreen(execute: Execute): Commands['revokeScreen'] {
	return (actor, id) =>
		execute(async (context) => {
			demand(actor, 'screen.manage');
			const { tx, now, record } = context;
			const before = await lockScreen(tx, id);
			await tx.run(`UPDATE screens SET revoked_at = $2, digest = NULL WHERE id = $1`, [id, now]);
			await tx.run(`DELETE FROM screen_codes WHERE screen_id = $1`, [id]);
			record({
				type: 'screen.revoked',
				actor,
				about: aboutScreen(before),
				changed: { name: [before.name, null] },
				screenGone: id,
				endedSessions: [sessionIdOfScreen(id)],
				reason: 'screen revoked'
			});
		});
}

/** How a screen is named as the thing an event is about. */
export function aboutScreen({ id }: { readonly id: number }): string {
	return sessionIdOfScreen(id);
}

async function change(
	{ tx, record }: CommandContext,
	actor: Actor,
	before: ScreenRecord,
	patch: Omit<ScreenPatch, 'version'>,
	command?: ScreenCommand
): Promise<ScreenRecord> {
	const board = patch.board ?? before.board;
	const given = patch.turns ?? before.turns;
	// A board that turns has to turn through something.
	const turns = board === 'rotation' && given.length === 0 ? USUAL_TURNS : given;
	const services = [...new Set(patch.services ?? before.services)].sort();
	if (patch.services) await knowServices(tx, services);
	const settings = settingsWith(before.settings, patch.settings ?? {});
	const after = { name: patch.name ?? before.name, board, turns, services, settings };
	const changed = differencesOf(flat(before), flat(after));
	if (Object.keys(changed).length === 0 && !command) return before;
	await tx.run(
		`UPDATE screens SET name = $2, board = $3, turns = $4, services = $5, settings = $6,
			version = version + 1 WHERE id = $1`,
		[
			before.id,
			after.name,
			board,
			JSON.stringify(turns),
			JSON.stringify(services),
			JSON.stringify(settings)
		]
	);
	const [screen] = await selectScreens(tx, 'AND id = $1', [before.id]);
	if (!screen) throw new DomainError('not_found');
	record({
		type: command ? 'screen.commanded' : 'screen.updated',
		actor,
		changed,
		screen,
		...(command ? { screenCommand: command } : {})
	});
	return screen;
}

async function knowServices(tx: ReadTransaction, slugs: readonly string[]): Promise<void> {
	if (slugs.length === 0) return;
	const known = await tx.all<{ slug: string }>(
		`SELECT slug FROM services WHERE slug IN (${slugs.map((_, at) => `$${at + 1}`).join(', ')})`,
		slugs
	);
	if (known.length < slugs.length) throw fieldError('services', 'unknown_service');
}

/** What was not given must not overwrite what is there. */
function settingsWith(
	before: ScreenSettings,
	given: NonNullable<ScreenPatch['settings']>
): ScreenSettings {
	return {
		zoom: given.zoom ?? before.zoom,
		safeArea: given.safeArea ?? before.safeArea,
		turn: given.turn ?? before.turn,
		theme: given.theme ?? before.theme,
		drift: given.drift ?? before.drift,
		takeover: given.takeover ?? before.takeover,
		sound: given.sound ?? before.sound
	};
}

/** What can be changed, each setting for itself, as the audit trail names it. */
function flat({ name, board, turns, services, settings }: Omit<OwnScreen, 'id'>) {
	return { name, board, turns, services, ...settings };
}

async function lockScreen(tx: WriteTransaction, id: number): Promise<ScreenRecord> {
	await tx.all(`SELECT t.id FROM screens t WHERE t.id = $1 ${tx.forUpdate}`, [id]);
	const [screen] = await selectScreens(tx, 'AND id = $1', [id]);
	if (!screen) throw new DomainError('not_found');
	return screen;
}
