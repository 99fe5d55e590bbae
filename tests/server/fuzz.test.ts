import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { API_PREFIX } from '#server/api/index.ts';
import { openapiDocument } from '#server/api/openapi.ts';
import { createFactories } from '../support/factories.ts';
import type { Known } from '../support/fuzz/near-valid.ts';
import { fuzzRequest, type Described, type RequestFuzz } from '../support/fuzz/requests.ts';
import { FuzzSender } from '../support/fuzz/send.ts';
import { fuzzTalk, talk } from '../support/fuzz/sockets.ts';
import { fuzzBytes, sendBytes } from '../support/fuzz/wire.ts';
import { Chance } from '../support/random.ts';
import { apiRoutes } from '../support/routes.ts';
import { Screen } from '../support/screen.ts';
import { startServerProcess, type ServerProcess } from '../support/server-process.ts';
import { makeDatabase } from '../support/test-database.ts';
import { createWorld, SECRET } from '../support/world.ts';

/** The nightly run asks for more, and for others each night. */
const CASES = Number(process.env['FUZZ_CASES'] ?? 5_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_127);
/** One case alone, as a failure has named it. */
const ONLY = process.env['FUZZ_CASE'];

const AT_ONCE = 24;
const MIB = 1024 * 1024;
/** Bytes that the process may hold in the end, however many the cases. */
const MOST_MEMORY = 450 * MIB;

/** How we are made is nobody's business. */
const TELLTALE = /node_modules|SQLITE|sequelize|\bat \S+ \(|file:\/\/|server\/[a-z]+\/[a-z-]+\.ts/;

let directory: string;
let server: ServerProcess;
let sender: FuzzSender;
let fuzz: RequestFuzz;

beforeAll(async () => {
	directory = await mkdtemp(join(tmpdir(), 'portal-fuzz-'));
	const at = await makeDatabase('sqlite');
	const prepared = await prepare(at.url);
	server = await startServerProcess({
		databaseUrl: at.url,
		secret: SECRET,
		environment: { MEDIA_DIR: directory }
	});
	sender = new FuzzSender(server.port);
	fuzz = { ...prepared, origin: server.address };
	return () => at.remove();
});
afterAll(async () => {
	sender.close();
	expect(await server.terminate()).toBe(0);
	await rm(directory, { recursive: true, force: true });
});

/** A small company, its routes and what is known of it. */
async function prepare(url: string): Promise<Omit<RequestFuzz, 'origin'>> {
	const world = await createWorld({
		at: { url, remove: () => Promise.resolve() },
		now: Date.now()
	});
	const make = createFactories(world);
	const manager = await make.aManager();
	const client = await make.aClient();
	const people = [await make.anAdmin(), manager, client];
	const service = (await make.aService()).slug;
	const numbers: string[] = [];
	for (let filed = 0; filed < 5; filed++)
		numbers.push((await make.aTicket({ by: client, service })).number);
	const incident = await make.anIncident({ by: manager, services: [service] });
	await make.aDocument({ by: manager });
	const tokens: string[] = [];
	for (const person of people) tokens.push(await world.tokenOf(person));
	const routes = apiRoutes(world.portal).map((route) => ({
		...route,
		described: describedAs(route)
	}));
	const known: Known = {
		numbers,
		incidents: [incident.number],
		services: [service],
		people: people.map(({ email }) => email)
	};
	await world.close();
	return { routes, tokens, known };
}

const DOCUMENT: { paths: Record<string, Record<string, Described>> } = JSON.parse(
	JSON.stringify(openapiDocument(API_PREFIX))
);

function describedAs({ method, path }: { method: string; path: string }): Described {
	const address = path.replace(API_PREFIX, '').replace(/:(\w+)/g, '{$1}');
	return DOCUMENT.paths[address]?.[method.toLowerCase()] ?? {};
}

/** How often each status came back. */
const statuses = new Map<number, number>();
let greeted = 0;
const count = (status: number) => statuses.set(status, (statuses.get(status) ?? 0) + 1);

/** Runs a case; tells what is wrong with what came back, if anything. */
async function runCase(place: number): Promise<string | null> {
	const chance = new Chance(SEED + place);
	const roll = place % 10;
	if (roll < 7) {
		const asked = fuzzRequest(chance, fuzz);
		const answer = await sender.send(asked);
		const what = `${asked.method} ${asked.path.slice(0, 300)} ${JSON.stringify(asked.headers).slice(0, 500)} ${asked.body?.toString().slice(0, 500)}`;
		if (answer === null) {
			// An upgrade to nothing ends so, and what is refused before it is read.
			const large = asked.path.length > 10_000 || (asked.body?.length ?? 0) > 100_000;
			const ends = large || 'Upgrade' in asked.headers;
			return ends ? null : `no answer to ${what}`;
		}
		count(answer.status);
		// Shedding alone may refuse for a while, and it says for how long.
		const shed = answer.status === 503 && answer.retryAfter !== undefined;
		if (answer.status >= 500 && !shed) return `${answer.status} ${answer.text} to ${what}`;
		if (answer.status !== 200 && TELLTALE.test(answer.text)) return `${answer.text} to ${what}`;
		return null;
	}
	if (roll === 7) {
		const bytes = fuzzBytes(chance);
		const wrong = (await sendBytes(server.port, bytes)).filter(
			// A version of HTTP, or a coding of its body, that Node itself does not know.
			(status) => status >= 500 && status !== 501 && status !== 505
		);
		return wrong.length > 0
			? `${wrong.join()} to ${JSON.stringify(bytes.toString('latin1'))}`
			: null;
	}
	const said = fuzzTalk(chance, fuzz.tokens);
	const heard = await talk(server.port, said);
	if (heard.some((text) => text.includes('"hello"'))) greeted++;
	const wrong = heard.filter((text) => /^HTTP 5/.test(text) || TELLTALE.test(text));
	return wrong.length > 0 ? `${wrong.join()} to ${JSON.stringify(said).slice(0, 1_000)}` : null;
}

async function memory(): Promise<number> {
	const text = await (await fetch(`${server.address}/metrics`)).text();
	return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]);
}

/** Still there, for those who behave. */
async function expectService(): Promise<void> {
	expect((await fetch(`${server.address}/healthz`)).status).toBe(200);
	const screen = await new Screen(server.address, { token: fuzz.tokens[0] ?? '' }).ready();
	expect(screen.told('hello')).toMatchObject([{ audience: 'staff' }]);
	screen.close();
	const answer = await fetch(`${server.address}${API_PREFIX}/live`);
	expect(answer.status).toBe(200);
}

it(`${CASES} requests and conversations that nobody would mean end no process, and none is our fault`, async () => {
	const faults: string[] = [];
	const first = ONLY === undefined ? 0 : Number(ONLY);
	const end = ONLY === undefined ? CASES : first + 1;
	let next = first;
	let most = 0;
	const worker = async () => {
		for (let place = next++; place < end && faults.length < 10; place = next++) {
			const wrong = await runCase(place);
			if (wrong !== null) faults.push(`FUZZ_SEED=${SEED} FUZZ_CASE=${place}: ${wrong}`);
			if (place % 1_000 === 999) most = Math.max(most, await memory());
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
	expect(faults).toEqual([]);
	await expectService();
	expect(Math.max(most, await memory())).toBeLessThan(MOST_MEMORY);
	if (ONLY !== undefined) return;
	// Cases that are all turned away at the door would prove nothing.
	const share = (status: number) => (statuses.get(status) ?? 0) / (0.7 * CASES);
	expect(share(200) + share(201)).toBeGreaterThan(0.05);
	// The throttles turn away more of them the longer it goes on.
	expect(share(400)).toBeGreaterThan(CASES > 5_000 ? 0.15 : 0.2);
	// Whoever leaves before its greeting comes is not counted: on a busy machine those are many.
	expect(greeted).toBeGreaterThan(CASES / 250);
	if (process.env['FUZZ_CASES'])
		console.log(
			`seed ${SEED}: ${[...statuses].map(([status, times]) => `${status} ${times}×`).join(', ')}; ` +
				`${greeted} greeted; ${Math.round(most / MIB)} MiB at most`
		);
}, 3_600_000);
