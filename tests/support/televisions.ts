import type { Board } from '#lib/domain/screen.ts';
import type { Person } from '#server/portal.ts';
import type { World } from './world.ts';

/** A television that was paired, and the token it took. */
export interface PairedTelevision {
	readonly id: number;
	readonly token: string;
	readonly deviceCode: string;
	readonly userCode: string;
}

/** Pairs a television as staff do. */
export async function pairedTelevision(
	world: World,
	by: Person,
	{ board = 'noc', name = 'Зал NOC — левый' }: { board?: Board; name?: string } = {}
): Promise<PairedTelevision> {
	const { commands } = world;
	const { deviceCode, userCode } = await commands.startPairing('192.0.2.9');
	const { id } = await commands.pairScreen(by, { code: userCode, name, board });
	const answer = await commands.pollPairing(deviceCode, '192.0.2.9');
	if (answer.state !== 'paired') throw new Error(`the television was told ${answer.state}`);
	return { id, token: answer.token, deviceCode, userCode };
}
