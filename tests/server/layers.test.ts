import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeOf, filesUnder, importsOf, ROOT } from '../support/imports.ts';

const ALL = [...filesUnder('src'), ...filesUnder('server'), ...filesUnder('migrations')].flatMap(
	importsOf
);
const isOurs = (path: string) => /^(src|server|migrations)\//.test(path);
const under =
	(...places: string[]) =>
	(path: string) =>
		places.some((place) => path === place || path.startsWith(place));

/** Imports of these files that lead anywhere else than they may. */
function strays(from: string, allowed: readonly string[], options: { types?: boolean } = {}) {
	return ALL.filter((one) => under(from)(one.from))
		.filter((one) => isOurs(one.to) && !under(...allowed, from)(one.to))
		.filter((one) => !(options.types && one.typeOnly))
		.map(({ from: file, to }) => `${file} → ${to}`);
}

it('the graph was read', () => {
	expect(ALL.length).toBeGreaterThan(300);
	expect(ALL.some((one) => one.to === 'server/portal.ts' && one.typeOnly)).toBe(true);
	expect(ALL.some((one) => one.to === 'src/lib/domain/ticket.ts' && !one.typeOnly)).toBe(true);
});

describe('who may import whom', () => {
	it('the domain imports nothing but itself, no package either', () => {
		const outside = ALL.filter(
			(one) => under('src/lib/domain/')(one.from) && !under('src/lib/domain/')(one.to)
		);
		expect(outside).toEqual([]);
	});

	it('input imports the domain and its schemas', () => {
		expect(strays('src/lib/input/', ['src/lib/domain/'])).toEqual([]);
	});

	it('charts are drawn of definitions of the domain, wherever there is a canvas', () => {
		expect(strays('src/lib/chart/', ['src/lib/domain/'])).toEqual([]);
	});

	it('presenters know the domain, and events and records by their types', () => {
		expect(strays('server/presenters/', ['src/lib/domain/'], { types: true })).toEqual([]);
		const types = ALL.filter((one) => under('server/presenters/')(one.from) && one.typeOnly);
		for (const { to } of types)
			expect(to).toMatch(
				/^(src\/lib\/domain\/|server\/(events\/event|records\/|portal|presenters\/))/
			);
	});

	it('records and models know no command, no query and no network', () => {
		for (const layer of ['server/records/', 'server/models/'])
			expect(
				strays(layer, ['src/lib/domain/', 'server/models/', 'server/database/database.ts'], {
					types: true
				})
			).toEqual([]);
	});

	it('commands never present and never emit', () => {
		const forbidden = ALL.filter(
			(one) =>
				under('server/commands/')(one.from) &&
				under(
					'server/presenters/',
					'server/queries/',
					'server/sockets/',
					'server/api/',
					'server/host/',
					'socket.io'
				)(one.to)
		);
		expect(forbidden).toEqual([]);
	});

	it('queries never write: they know no command and no outbox', () => {
		const forbidden = ALL.filter(
			(one) =>
				under('server/queries/')(one.from) &&
				under(
					'server/commands/',
					'server/events/outbox.ts',
					'server/sockets/',
					'server/api/'
				)(one.to)
		);
		expect(forbidden).toEqual([]);
	});

	it('the API and the jobs reach the database by commands and queries only', () => {
		const forbidden = ALL.filter(
			(one) =>
				under('server/api/')(one.from) &&
				under(
					'server/database/',
					'server/models/',
					'server/commands/',
					'server/queries/',
					'server/events/',
					'server/presenters/',
					'server/records/',
					'sequelize'
				)(one.to)
		);
		expect(forbidden).toEqual([]);
	});

	it('only the sockets speak socket.io, and only the fan-out sends batches', () => {
		const speakers = ALL.filter(
			(one) => under('server/')(one.from) && /^(socket\.io|engine\.io|ws$)/.test(one.to)
		);
		expect(speakers.filter((one) => !under('server/sockets/')(one.from))).toEqual([]);
		const emitters = filesUnder('server').filter((file) => /\.emit\(\s*'batch'/.test(codeOf(file)));
		expect(emitters).toEqual(['server/sockets/live-sockets.ts']);
	});

	it('pages and components take no value from the server, only types', () => {
		const values = ALL.filter(
			(one) => under('src/')(one.from) && under('server/')(one.to) && !one.typeOnly
		);
		expect(values.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
	});

	it('the running portal is read in one place of the pages', () => {
		const readers = filesUnder('src').filter((file) => codeOf(file).includes('__portal'));
		expect(readers).toEqual(['src/hooks.server.ts']);
	});

	it('pages have their data loaded anew in one place, which waits until no click is lost by it', () => {
		const loaders = filesUnder('src').filter((file) =>
			/\b(invalidate|invalidateAll|refreshAll)\b[^;]*'\$app\/navigation'/.test(codeOf(file))
		);
		expect(loaders).toEqual(['src/lib/live/load-anew.ts']);
	});

	it('the server takes of the pages only what runs in both', () => {
		const outside = ALL.filter(
			(one) =>
				under('server/')(one.from) &&
				under('src/')(one.to) &&
				!under('src/lib/domain/', 'src/lib/input/', 'src/lib/chart/')(one.to)
		);
		expect(outside).toEqual([]);
	});

	it('only commands and the clock record events', () => {
		const recorders = filesUnder('server')
			.filter((file) => /\brecord\(\{/.test(codeOf(file)))
			.filter((file) => !under('server/commands/', 'server/jobs/', 'server/sessions/')(file));
		expect(recorders).toEqual([]);
	});
});

it('the domain reads no clock and no chance: the same in goes the same out', () => {
	const impure = filesUnder('src/lib/domain').filter((file) =>
		/Date\.now\(|new Date\(\)|Math\.random\(|performance\.|process\.|setTimeout/.test(
			readFileSync(join(ROOT, file), 'utf8')
		)
	);
	expect(impure).toEqual([]);
});

describe('who calls an address', () => {
	const CALLS =
		/\bfetch\s*\(|\bhttps?\.(request|get)\s*\(|node:(net|tls|dgram|http2?|https|dns)\b|\bnew (XMLHttpRequest|WebSocket|EventSource)\b|\bsendBeacon\b/;
	const callers = (directory: string, also: (file: string) => boolean = () => true) =>
		filesUnder(directory)
			.filter(also)
			.filter((file) => CALLS.test(codeOf(file).replace(/^import type .*$/gm, '')))
			.sort();

	// Whoever adds a line here has the server ask an address that somebody typed: private ones and
	// those of a cloud's metadata have to be refused then, after redirects and by what DNS answers.
	it('the server asks none that people may name: these files alone touch the network', () => {
		expect(callers('server')).toEqual([
			// Whose request it is: reads an address, calls none.
			'server/host/caller.ts',
			// Listens.
			'server/host/host.ts',
			// Reads and writes HTTP of its own making, in memory.
			'server/host/rendered-page.ts',
			// A command of the shell: plays a log to the address its operator types.
			'server/servicenow/replay/api.ts'
		]);
	});

	it('no package that fetches by itself is among those the portal runs on', () => {
		const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
		const fetching = /^(axios|got|undici|node-fetch|superagent|request|needle|ky|puppeteer.*)$/;
		expect(Object.keys(dependencies).filter((name) => fetching.test(name))).toEqual([]);
	});

	it('pages on the server ask none but the portal itself', () => {
		const onServer = (file: string) => /(\.server\.ts|\+server\.ts)$/.test(file);
		expect(callers('src', onServer)).toEqual(['src/hooks.server.ts']);
		expect(codeOf('src/hooks.server.ts').match(/fetch\([^)]*\)/g)).toEqual([`fetch('/denied')`]);
		// What runs in the browser asks its own origin; the policy of the pages allows no other.
		const addresses = filesUnder('src')
			.flatMap((file) => codeOf(file).match(/\bfetch\(\s*[`'"][^`'"]*/g) ?? [])
			.map((call) => call.replace(/^fetch\(\s*[`'"]/, ''));
		expect(addresses.length).toBeGreaterThan(3);
		expect(addresses.filter((address) => !/^\/(?![/\\])/.test(address))).toEqual([]);
	});
});
