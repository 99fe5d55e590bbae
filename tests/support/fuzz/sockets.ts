import WebSocket from 'ws';
import type { Chance } from '../random.ts';
import { hostileBytes, hostileText, hostileValue } from './values.ts';

/** What a client says from its first byte to its last. */
export interface FuzzTalk {
	readonly query: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly messages: readonly (string | Buffer)[];
	/** Is the goodbye left out? */
	readonly abrupt: boolean;
}

const EVENTS = [
	'looking',
	'report',
	'x',
	'join',
	'batch',
	'hello',
	'connect',
	'disconnect',
	'disconnecting',
	'error',
	'newListener',
	'__proto__',
	'constructor',
	''
];

/** One whole conversation. */
export function fuzzTalk(chance: Chance, tokens: readonly string[]): FuzzTalk {
	const messages: (string | Buffer)[] = [];
	if (chance.happens(0.9)) messages.push(`40${handshake(chance, tokens)}`);
	const flood = chance.happens(0.03);
	const count = flood ? 300 : chance.below(7);
	for (let at = 0; at < count; at++) messages.push(message(chance));
	return {
		query: chance.happens(0.9)
			? 'EIO=4&transport=websocket'
			: chance.pick([
					'',
					'EIO=3&transport=websocket',
					'EIO=4',
					'EIO=x&transport=x',
					'EIO=4&transport=websocket&sid=x',
					'EIO=4&transport=websocket&b64=1&j=0',
					'%',
					'EIO=4&EIO=4&transport=websocket&transport=polling'
				]),
		headers: chance.happens(0.9)
			? {}
			: chance.pick<Record<string, string>>([
					{ Cookie: 'session=%' },
					{ Cookie: 'session=x' },
					{ Origin: 'null' },
					{ Origin: 'https://evil.example' },
					{ 'User-Agent': 'x'.repeat(5_000) },
					{ 'Sec-WebSocket-Extensions': 'permessage-deflate; x=y' }
				]),
		messages,
		abrupt: chance.happens(0.5)
	};
}

function handshake(chance: Chance, tokens: readonly string[]): string {
	const roll = chance.next();
	if (roll < 0.2) return '';
	if (roll < 0.3)
		return chance.pick(['{', '[]', 'null', '1', '"x"', '/admin,', '/admin,{}', '{"a":1}x']);
	const field = (usual: unknown) => (chance.happens(0.3) ? hostileValue(chance) : usual);
	return JSON.stringify({
		...(chance.happens(0.5) ? { token: field(chance.pick(tokens)) } : {}),
		...(chance.happens(0.5) ? { epoch: field('gone') } : {}),
		...(chance.happens(0.5) ? { after: field(chance.pick([0, 1, 5, 2 ** 53, -1, 1.5])) } : {}),
		...(chance.happens(0.5) ? { snapshot: field(true) } : {}),
		...(chance.happens(0.1) ? { [hostileText(chance)]: hostileValue(chance) } : {})
	});
}

function message(chance: Chance): string | Buffer {
	const event = JSON.stringify(
		chance.happens(0.9) ? chance.pick(EVENTS) : hostileText(chance).slice(0, 500)
	);
	const payload = JSON.stringify(hostileValue(chance)) ?? 'null';
	const number = chance.pick(['BC-1', 'BC-2', 'BC-0', '', 5, null, ['BC-1']]);
	return chance.pick<() => string | Buffer>([
		() => `42[${event},${payload}]`,
		() => `42["looking",{"ticket":${JSON.stringify(number)},"typing":${payload}}]`,
		() => `42["report",{"lag":${payload},"uptime":${payload},"errors":${payload}}]`,
		() => `42${chance.below(1e6)}[${event},${payload}]`,
		() => `43${chance.pick(['', '1', '99999999999999999999', '-1'])}[${payload}]`,
		() => `42[${payload}]`,
		() => `42${payload}`,
		() => `42/${hostileText(chance).slice(0, 100)},[${event}]`,
		() =>
			`45${chance.pick(['1', '9', '0', '-1', '99999999', ''])}-[${event},{"_placeholder":true,"num":${chance.pick([0, 1, -1, 1e9])}}]`,
		() => `46${chance.below(3)}-${chance.below(9)}[{"_placeholder":true,"num":0}]`,
		() => `4${chance.below(10)}${chance.happens(0.5) ? payload : ''}`,
		() => `${chance.below(10)}${chance.happens(0.5) ? 'probe' : payload}`,
		() => `41${chance.pick(['', '/x,', payload])}`,
		() => `40${payload}`,
		() => hostileText(chance),
		() => hostileBytes(chance),
		() => Buffer.concat([Buffer.from([4]), hostileBytes(chance)]),
		() => `42["x","${'x'.repeat(chance.pick([100, 60_000, 70_000]))}"]`
	])();
}

/** Says it all, waits a moment for whatever comes back, and is gone. */
export function talk(
	port: number,
	{ query, headers, messages, abrupt }: FuzzTalk
): Promise<string[]> {
	return new Promise((resolve) => {
		const heard: string[] = [];
		const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?${query}`, {
			headers,
			handshakeTimeout: 5_000
		});
		socket.on('error', () => undefined);
		socket.on('unexpected-response', (request, response) => {
			heard.push(`HTTP ${response.statusCode}`);
			response.resume();
			request.destroy();
			resolve(heard);
		});
		socket.on('message', (data, binary) => {
			if (!binary && heard.length < 50) heard.push(String(data).slice(0, 300));
		});
		socket.on('open', () => {
			for (const one of messages) socket.send(one);
			// A ping's answer tells that everything before it was read.
			socket.ping();
		});
		const leave = () => (abrupt ? socket.terminate() : socket.close());
		// The greeting comes a look at the session later.
		socket.on('pong', () => setTimeout(leave, 60));
		const late = setTimeout(() => socket.terminate(), 5_000);
		socket.on('close', () => {
			clearTimeout(late);
			resolve(heard);
		});
	});
}
