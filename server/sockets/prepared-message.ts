import { textFrame } from './text-frame.ts';

/** As socket.io passes them to engine.io, which writes into them: hence not readonly. */
export interface PacketOptions {
	preEncoded: true;
	compress?: boolean;
	wsPreEncodedFrame: readonly Buffer[];
}

/** An encoded packet and its websocket frame, made once for any number of sockets. */
export interface PreparedMessage {
	readonly packets: readonly unknown[];
	readonly options: PacketOptions;
	readonly frame: Buffer;
}

/** A message of the main namespace whose one argument is JSON already. */
export function prepareMessage(event: string, json: string): PreparedMessage {
	// '2' is socket.io's packet type EVENT.
	return preparePacket(`2[${JSON.stringify(event)},${json}]`);
}

/** A packet that socket.io's encoder has made. */
export function preparePacket(text: string): PreparedMessage {
	// '4' is engine.io's packet type "message".
	const frame = textFrame(`4${text}`);
	return { packets: [text], options: { preEncoded: true, wsPreEncodedFrame: [frame] }, frame };
}
