import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCallerReader } from '#server/host/caller.ts';
import { KeptPages } from '#server/host/kept-pages.ts';
import { keptAddress } from '#server/host/kept-addresses.ts';
import { KeptPage, Shelf } from '#server/host/rendered-page.ts';
import { until } from '../support/until.ts';

/** A stream that the test moves by hand. */
const stream = {
	epoch: 'one',
	seq: 1,
	behind: false,
	following: true,
	caughtUp: () => Promise.resolve(),
	look: () => Promise.resolve(),
	since: () => []
};
let now: number;
/** What the next pages are rendered like. */
let status: number;
let cookie: string | null;
let text: string;
/** Renders that wait until they are let go; null lets each go at once. */
let held: (() => void)[] | null;
let seenHeaders: IncomingHttpHeaders[];
let pages: KeptPages;
let server: Server;
let port: number;

beforeEach(async () => {
	Object.assign(stream, { epoch: 'one', seq: 1, behind: false, following: true });
	now = 1_000_000;
	status = 200;
	cookie = null;
	text = 'x'.repeat(2_000);
	held = null;
	seenHeaders = [];
	pages = new KeptPages({
		pages: (asked, response) => {
			seenHeaders.push(asked.headers);
			const body = `<p>${asked.url ?? ''} ${asked.headers.cookie ?? ''} ${stream.seq} ${text}</p>`;
			const finish = () => {
				response.setHeader('content-type', 'text/html');
				response.setHeader('cache-control', 'private, no-cache');
				if (cookie !== null) response.setHeader('set-cookie', cookie);
				response.writeHead(status);
				response.write(Buffer.from(body));
				response.end();
			};
			if (held) held.push(finish);
			else finish();
		},
		stream,
		shared: false,
		now: () => now,
		caller: createCallerReader({ trustProxy: 0, origin: null }),
		otherwise: (_asked, response) => response.writeHead(299).end('not kept'),
		failed: () => undefined
	});
	server = createServer(pages.answer);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	port = typeof address === 'object' && address ? address.port : 0;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

interface Got {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly body: Buffer;
}

/** As it goes over the wire: `fetch` would unpack it and follow moves. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> {
	return new Promise((resolve, reject) => {
		const asking = request({ host: '127.0.0.1', port, path, headers, method, agent: false });
		asking.on('error', reject);
		asking.on('response', (response) => {
			const parts: Buffer[] = [];
			response.on('data', (part: Buffer) => parts.push(part));
			response.on('end', () =>
				resolve({
					status: response.statusCode ?? 0,
					headers: response.headers,
					body: Buffer.concat(parts)
				})
			);
		});
		asking.end();
	});
}
const textOf = async (path: string, headers?: Record<string, string>) =>
	(await get(path, headers)).body.toString();

describe('a public page', () => {
	it('is rendered once, however many ask at the same time, and then sent as it is', async () => {
		held = [];
		const asking = Array.from({ length: 40 }, () => textOf('/queue'));
		await until(() => held?.length === 1, 'a render');
		held[0]?.();
		const [first, ...rest] = await Promise.all(asking);
		expect(new Set(rest)).toEqual(new Set([first]));
		expect(await textOf('/queue')).toBe(first);
		expect(pages.counts).toEqual({ kept: 41, rendered: 1 });
	});

	it('is rendered anew as soon as the stream has moved', async () => {
		const before = await textOf('/');
		stream.seq = 2;
		expect(await textOf('/')).not.toBe(before);
		expect(pages.counts.rendered).toBe(2);
	});

	it('of another history is another, be its number the same', async () => {
		await textOf('/');
		stream.epoch = 'two';
		await textOf('/');
		expect(pages.counts.rendered).toBe(2);
	});

	it('whose render began before a commit is not for those who ask after it', async () => {
		held = [];
		const early = textOf('/');
		await until(() => held?.length === 1, 'the first render');
		stream.seq = 2;
		const late = [textOf('/'), textOf('/'), textOf('/')];
		held[0]?.();
		expect(await early).toContain(' 1 ');
		await until(() => held?.length === 2, 'one more render, shared by the late');
		held[1]?.();
		for (const one of await Promise.all(late)) expect(one).toContain(' 2 ');
		expect(pages.counts.rendered).toBe(2);
	});

	it('waits until what was committed has been read', async () => {
		await textOf('/');
		Object.assign(stream, {
			behind: true,
			caughtUp: () => {
				Object.assign(stream, { behind: false, seq: 2 });
				return Promise.resolve();
			}
		});
		expect(await textOf('/')).toContain(' 2 ');
	});

	it('says what time it is, so it is not kept for longer than two seconds', async () => {
		await textOf('/');
		now += 1_900;
		await textOf('/');
		expect(pages.counts.rendered).toBe(1);
		now += 200;
		await textOf('/');
		expect(pages.counts.rendered).toBe(2);
		now -= 60_000;
		await textOf('/');
		expect(pages.counts.rendered).toBe(3);
	});

	it('is another one in another language, appearance and at another address', async () => {
		const seen = [];
		for (const one of ['', 'lang=en', 'theme=dark', 'lang=en; theme=dark', 'lang=xx; theme=auto'])
			seen.push(await textOf('/', { cookie: one }));
		expect(new Set(seen.slice(0, 4)).size).toBe(4);
		expect(seen[4]).toBe(seen[0]);
		await get('/', { host: 'other.example' });
		expect(pages.counts.rendered).toBe(5);
	});

	it('is rendered from nothing of its visitors but language and theme', async () => {
		await get('/queue?utm_source=letter', {
			cookie: 'lang=en; secret=42',
			authorization: 'Bearer abc',
			'user-agent': 'Nobody',
			'x-portal-address': '192.0.2.7',
			referer: 'https://bank.example/'
		});
		expect(JSON.stringify(seenHeaders)).not.toMatch(/secret|Bearer|Nobody|192\.0\.2\.7|bank/);
		expect(seenHeaders[0]?.cookie).toBe('theme=auto; lang=en');
	});

	it('is none for whoever has a session, and nothing but GET and HEAD gets one', async () => {
		expect((await get('/', { cookie: 'session=abc' })).status).toBe(299);
		expect((await get('/', {}, 'POST')).status).toBe(299);
		expect((await get('/panel')).status).toBe(299);
		expect((await get('/login')).status).toBe(299);
		expect(pages.counts.rendered).toBe(0);
	});

	it('answers HEAD with the same headers and no body', async () => {
		const whole = await get('/');
		const head = await get('/', {}, 'HEAD');
		expect(head.body).toHaveLength(0);
		expect(head.headers['content-length']).toBe(String(whole.body.length));
		expect(head.headers.etag).toBe(whole.headers.etag);
		expect(pages.counts.rendered).toBe(1);
	});

	it('is not sent again to whoever has it, and is to whoever has an older one', async () => {
		const { headers } = await get('/');
		const etag = headers.etag ?? '';
		const again = await get('/', { 'if-none-match': `"other", ${etag}` });
		expect([again.status, again.body.length]).toEqual([304, 0]);
		expect(again.headers['cache-control']).toBe('private, no-cache');
		stream.seq = 2;
		expect((await get('/', { 'if-none-match': etag })).status).toBe(200);
	});

	it('comes packed to whoever takes it so', async () => {
		const plain = await get('/');
		const br = await get('/', { 'accept-encoding': 'gzip, deflate, br' });
		const gzip = await get('/', { 'accept-encoding': 'gzip;q=0.5, br;q=0' });
		expect([br.headers['content-encoding'], gzip.headers['content-encoding']]).toEqual([
			'br',
			'gzip'
		]);
		expect(brotliDecompressSync(br.body)).toEqual(plain.body);
		expect(gunzipSync(gzip.body)).toEqual(plain.body);
		expect(br.body.length).toBeLessThan(plain.body.length / 4);
		expect(br.headers.vary).toContain('accept-encoding');
	});

	it('has the headers that every answer has', async () => {
		const { headers } = await get('/');
		expect(headers).toMatchObject({
			'x-content-type-options': 'nosniff',
			'x-frame-options': 'DENY',
			'cache-control': 'private, no-cache'
		});
	});
});

describe('what is never kept', () => {
	it('is a fault', async () => {
		status = 500;
		expect((await get('/')).status).toBe(500);
		status = 404;
		expect((await get('/')).status).toBe(404);
		status = 200;
		expect((await get('/')).status).toBe(200);
		expect(pages.counts).toMatchObject({ rendered: 3 });
	});

	it('is a cookie', async () => {
		cookie = 'session=somebody';
		await get('/');
		cookie = null;
		expect((await get('/')).headers['set-cookie']).toBeUndefined();
	});

	it('is an address that asks what no page reads', async () => {
		for (let at = 0; at < 50; at += 1) expect((await get(`/?bust=${at}`)).status).toBe(299);
		expect((await get('/incidents?month=2026-03&month=2026-04')).status).toBe(299);
		expect((await get(`/incidents?month=${'9'.repeat(500)}`)).status).toBe(299);
		expect([pages.counts.rendered, pages.bytes]).toEqual([0, 0]);
	});
});

describe('while the database is away', () => {
	it('what is kept is sent on with its age, however old it gets', async () => {
		const before = await textOf('/');
		stream.following = false;
		status = 503;
		now += 60_000;
		const { headers, body } = await get('/');
		expect([body.toString(), headers.age]).toEqual([before, '60']);
	});

	it('what is not kept is told to be unavailable', async () => {
		stream.following = false;
		status = 503;
		expect((await get('/queue')).status).toBe(503);
	});

	it('and nobody has noticed yet, the last page is better than a fault', async () => {
		const before = await textOf('/');
		status = 503;
		now += 5_000;
		expect(await textOf('/')).toBe(before);
		stream.seq = 2;
		expect((await get('/')).status).toBe(503);
	});
});

describe('addresses', () => {
	it('that ask the same are spelled the same', () => {
		const one = keptAddress('/kpi?days=30&kpi=created');
		expect(keptAddress('/kpi?kpi=created&utm_medium=mail&days=30')).toEqual(one);
		expect(keptAddress('/kpi?yclid=123')).toEqual({ path: '/kpi', search: '' });
	});

	it.each(['/%71ueue', '//queue', '/queue/', '/incidents/../panel', '/incidents/a%2Fb', '*'])(
		'written like %s are not kept',
		(url) => expect(keptAddress(url)).toBeNull()
	);
});

it('a shelf never holds more than its bytes, and drops first what nobody asked for', () => {
	const page = (size: number) =>
		new KeptPage(
			{ status: 200, headers: {}, body: Buffer.alloc(size) },
			{ point: 'one 1', at: 0 },
			[]
		);
	const shelf = new Shelf(10_000);
	shelf.put('home', page(1_000));
	for (let at = 0; at < 100; at += 1) {
		shelf.put(`page ${at}`, page(1_000));
		expect(shelf.get('home')).toBeDefined();
		expect(shelf.bytes).toBeLessThanOrEqual(10_000);
	}
	expect(shelf.get('page 0')).toBeUndefined();
	shelf.put('huge', page(100_000));
	expect(shelf.get('huge')).toBeUndefined();
});
