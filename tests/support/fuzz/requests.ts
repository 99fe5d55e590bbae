import type { Chance } from '../random.ts';
import type { ApiRoute } from '../routes.ts';
import { nearlyValid, type Known } from './near-valid.ts';
import { hostileBytes, hostileJson, hostileText, hostileValue } from './values.ts';

/** A request that is well formed as HTTP, whatever it asks. */
export interface FuzzRequest {
	readonly method: string;
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer | null;
}

/** What of an operation's own description is of use here. */
export interface Described {
	readonly parameters?: readonly {
		readonly name: string;
		readonly in: string;
		readonly schema?: unknown;
	}[];
	readonly requestBody?: {
		readonly content: Readonly<Record<string, { readonly schema?: unknown }>>;
	};
}

export interface RequestFuzz {
	readonly routes: readonly (ApiRoute & { readonly described: Described })[];
	readonly tokens: readonly string[];
	readonly known: Known;
	readonly origin: string;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND', 'SEARCH'];
const OTHER_PATHS = [
	'/healthz',
	'/readyz',
	'/metrics',
	'/api',
	'/api/v1',
	'/api/v2/x',
	'/',
	'/socket.io/'
];
const TYPES = [
	'application/json',
	'application/json; charset=utf-8',
	'application/json; charset=x-nothing',
	'application/json;;;',
	'application/vnd.api+json',
	'application/csp-report',
	'application/x-www-form-urlencoded',
	'text/plain',
	'text/xml',
	'multipart/form-data',
	'multipart/form-data; boundary=',
	'multipart/mixed; boundary=b',
	'application/octet-stream',
	'x',
	'/',
	';'
];

/** The request of one case. */
export function fuzzRequest(chance: Chance, fuzz: RequestFuzz): FuzzRequest {
	const route = chance.pick(fuzz.routes);
	const method = chance.happens(0.9) ? route.method : chance.pick(METHODS);
	const base = chance.happens(0.95) ? pathOf(chance, route, fuzz.known) : chance.pick(OTHER_PATHS);
	const path = base + queryOf(chance, route.described, fuzz.known);
	const { body, type } =
		method === 'GET' && chance.happens(0.9) ? NO_BODY : bodyOf(chance, route, fuzz);
	const headers: Record<string, string> = {
		...callerOf(chance, fuzz),
		...(type === null ? {} : { 'Content-Type': type }),
		...oddHeaders(chance)
	};
	return { method, path, headers, body };
}

const NO_BODY = { body: null, type: null };

function pathOf(chance: Chance, { path }: ApiRoute, known: Known): string {
	return path.replace(/:(\w+)/g, (_whole, name: string) => {
		if (chance.happens(0.25)) return encoded(chance, hostileText(chance).slice(0, 2_000));
		if (name === 'slug' || name === 'key') return chance.pick(known.services);
		if (name === 'number')
			return chance.pick([...(path.includes('/incidents') ? known.incidents : known.numbers)]);
		return String(1 + chance.below(5));
	});
}

function whole(text: string): string {
	// Half a character has no form that is well encoded.
	return text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80';
}

/** Percent signs as they should be, twice, or broken. */
function encoded(chance: Chance, text: string): string {
	const good = whole(text);
	return chance.pick([
		() => good,
		() => encodeURIComponent(good),
		() => good.replaceAll('%', '%2'),
		() => `${good}%`,
		() => `${good}%E0%A4%A`,
		() => '%C0%AE%C0%AE%2F',
		() => '..%2f..%2fetc',
		() => './/../'
	])();
}

function queryOf(chance: Chance, { parameters = [] }: Described, known: Known): string {
	const own = parameters.filter((parameter) => parameter.in === 'query');
	if (own.length === 0 && chance.happens(0.8)) return '';
	const parts = own
		.filter(() => chance.happens(0.4))
		.map(({ name, schema }) => `${name}=${parameterOf(chance, name, schema, known)}`);
	if (chance.happens(0.2))
		parts.push(
			chance.pick([
				'__proto__=x',
				'a[b][c]=1',
				'a[]=1&a[]=2',
				'%',
				'=',
				'&&&',
				'limit=1&limit=2',
				`q=${'a'.repeat(5_000)}`,
				`x=${encoded(chance, hostileText(chance).slice(0, 500))}`
			])
		);
	return parts.length > 0 ? `?${parts.join('&')}` : '';
}

function parameterOf(chance: Chance, name: string, schema: unknown, known: Known): string {
	if (name === 'cursor' && chance.happens(0.8)) return cursorOf(chance);
	if (chance.happens(0.3)) return encoded(chance, hostileText(chance).slice(0, 1_000));
	const value = nearlyValid(chance, schema, known, name);
	return whole(typeof value === 'string' ? value : JSON.stringify(value));
}

/** A place in a list as the server itself writes them, but of other things. */
function cursorOf(chance: Chance): string {
	const key = Array.from({ length: 1 + chance.below(5) }, () =>
		chance.happens(0.6)
			? chance.pick([0, 1, -1, 1.5, 2 ** 53, 1e300, 1_700_000_000_000, '', 'x', null, '\0'])
			: hostileValue(chance)
	);
	return Buffer.from(
		chance.happens(0.9) ? (JSON.stringify(key) ?? '') : hostileText(chance)
	).toString('base64url');
}

function bodyOf(
	chance: Chance,
	{ described }: { readonly described: Described },
	fuzz: RequestFuzz
): { body: Buffer | null; type: string | null } {
	const schema = described.requestBody?.content['application/json']?.schema;
	const roll = chance.next();
	if (roll < 0.55 && schema)
		return {
			body: Buffer.from(JSON.stringify(nearlyValid(chance, schema, fuzz.known)) ?? ''),
			type: 'application/json'
		};
	if (roll < 0.75)
		return {
			body: Buffer.from(hostileJson(chance)),
			type: chance.happens(0.8) ? 'application/json' : chance.pick(TYPES)
		};
	if (roll < 0.9) return multipart(chance);
	if (roll < 0.97) return { body: hostileBytes(chance), type: chance.pick(TYPES) };
	return NO_BODY;
}

/** A form with files whose parts are not quite what they should be. */
function multipart(chance: Chance): { body: Buffer; type: string } {
	const boundary = chance.pick(['b', '----x', '"', 'a'.repeat(300), '--']);
	const parts = Array.from({ length: chance.pick([0, 1, 2, 25]) }, () => {
		const name = chance.pick([
			'body',
			'files',
			'file',
			'internal',
			'__proto__',
			'title',
			'a[b]',
			''
		]);
		const file = chance.happens(0.6)
			? `; filename=${chance.pick(['"x.docx"', '"../../x"', '"\0"', '', '"a\r\nb"', `"${'я'.repeat(300)}"`, "UTF-8''%FF"])}`
			: '';
		const disposition = chance.pick([
			`Content-Disposition: form-data; name="${name}"${file}`,
			`Content-Disposition: form-data${file}`,
			'Content-Disposition: attachment',
			`content-disposition:form-data;name=${name}`,
			'',
			'X'.repeat(3_000)
		]);
		const type = chance.pick(['', '\r\nContent-Type: x', '\r\nContent-Transfer-Encoding: base64']);
		return Buffer.concat([
			Buffer.from(`--${boundary}\r\n${disposition}${type}\r\n\r\n`),
			chance.happens(0.5) ? hostileBytes(chance) : Buffer.from(hostileText(chance)),
			Buffer.from('\r\n')
		]);
	});
	const end = chance.pick([`--${boundary}--\r\n`, `--${boundary}`, '', '--other--', '\r\n--']);
	return {
		body: Buffer.concat([...parts, Buffer.from(end)]),
		type: `multipart/form-data; boundary=${boundary}`
	};
}

/** Who asks: somebody known, nobody, or nobody who ever was. */
function callerOf(chance: Chance, { tokens, origin }: RequestFuzz): Record<string, string> {
	const token = chance.pick(tokens);
	return chance.pick<() => Record<string, string>>([
		() => ({ Authorization: `Bearer ${token}` }),
		() => ({ Authorization: `Bearer ${token}` }),
		() => ({ Authorization: `Bearer ${token}` }),
		() => ({ Cookie: `session=${token}`, Origin: origin }),
		() => ({ Cookie: cookieOf(chance, token), Origin: origin }),
		() => ({ Authorization: headerOf(hostileText(chance)) }),
		() => ({
			Authorization: `Bearer ${chance.pick(['', 'x', `${token}x`, token.slice(1), 'bc_x', 'sc_x', 'e30.e30.'])}`
		}),
		() => ({})
	])();
}

function cookieOf(chance: Chance, token: string): string {
	return chance.pick([
		'session=%',
		'session',
		'=;=;=',
		'session=%E0%A4%A',
		`session=x; session=${token}`,
		`__Host-session=${token}`,
		`a=${'b'.repeat(4_000)}; session=${token}`,
		headerOf(hostileText(chance))
	]);
}

function oddHeaders(chance: Chance): Record<string, string> {
	if (chance.happens(0.75)) return {};
	const [name, ...values] = chance.pick([
		['Idempotency-Key', '', 'x', 'k'.repeat(201), '\u00ff', '1'],
		['Content-Encoding', 'gzip', 'br', 'deflate', 'x', 'gzip, gzip'],
		['Accept', '', '*/*', 'x', 'text/html', ',;,;q=9'],
		['Accept-Language', 'xx', '*', ',,,', `${'en,'.repeat(500)}`],
		['Accept-Encoding', 'identity;q=0', 'x', ''],
		['If-None-Match', '*', '""', 'x'],
		['Range', 'bytes=0-', 'bytes=9-1', 'x'],
		['X-Forwarded-For', '1.2.3.4', 'x', ','.repeat(500)],
		['X-Forwarded-Host', 'evil.example'],
		['X-Portal-Address', 'x'],
		['Host', '', 'x'.repeat(500), '[::1', 'a b'],
		['Origin', 'null', 'x', 'https://evil.example', ''],
		['Sec-Fetch-Site', 'cross-site', 'x'],
		['Expect', 'x'],
		['Upgrade', 'websocket', 'h2c'],
		['User-Agent', '', 'x'.repeat(6_000), '\u00ff'],
		['X-HTTP-Method-Override', 'DELETE']
	]);
	return name === undefined ? {} : { [name]: chance.pick(values) };
}

/** What may stand in a header as Node writes them. */
function headerOf(text: string): string {
	return text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '?').slice(0, 6_000);
}
