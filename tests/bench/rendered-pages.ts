import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SYSTEM } from '#lib/domain/people.ts';
import { buildIfNeeded } from '#server/build.ts';
import { builtPages } from '#server/host/pages.ts';
import { startHost } from '#server/host/host.ts';
import { createLog } from '#server/log.ts';
import type { Company } from './company.ts';
import { COMMON_WORD, RARE_WORD } from './many-tickets.ts';
import { clock } from './processes.ts';
import type { Figure } from './report.ts';
import type { Setting } from './setting.ts';
import { median, quantile } from './statistics.ts';

/** What every page must stay under from request to last byte, p95 in milliseconds. */
const REACH_MS = 150;

const EMAIL = 'reader@bazis.example';
const PASSWORD = 'reads pages all day';

/** Pages of staff whose size of the company might show. `{after}` is deep in the queue. */
const PAGES = [
	['the panel', '/panel'],
	['the queue', '/panel/queue'],
	['the queue, page 1,000', '/panel/queue?cursor={after}'],
	['the queue, two filters', '/panel/queue?status=waiting&service=many-3'],
	['the queue, a common word', `/panel/queue?q=${encodeURIComponent(COMMON_WORD)}`],
	['the queue, a rare word', `/panel/queue?q=${encodeURIComponent(RARE_WORD)}`],
	['a ticket', '/panel/queue/{ticket}'],
	['figures of 30 days', '/panel/kpi'],
	['figures of a year', '/panel/kpi?days=365'],
	['the public figures', '/kpi'],
	['the public queue', '/queue'],
	['home', '/'],
	['the wall', '/wall/noc']
] as const;

/** Whole pages among a million tickets, beside bare http sending the same bytes. */
export async function measurePages(
	setting: Setting,
	company: Company,
	after: string
): Promise<Figure[]> {
	await buildIfNeeded();
	const { core } = company;
	const { commands } = core.portal;
	await commands.createPerson(SYSTEM, {
		name: 'Читатель',
		email: EMAIL,
		role: 'manager',
		password: PASSWORD
	});
	const from = { address: '127.0.0.1', userAgent: 'bench' };
	const { token } = await commands.signIn('web', { email: EMAIL, password: PASSWORD }, from);
	// Pages find the portal here.
	globalThis.__portal = core.portal;
	const host = await startHost({
		core,
		config: { PORT: 0, HOST: '127.0.0.1', TRUST_PROXY: 0, ORIGIN: undefined },
		log: createLog('warn'),
		pages: builtPages
	});
	const headers = { Cookie: `session=${token}`, Accept: 'text/html' };
	try {
		const figures: Figure[] = [];
		for (const [what, path] of PAGES) {
			const own = path.replace('{after}', after).replace('{ticket}', company.tickets[0] ?? '');
			const url = `http://127.0.0.1:${host.address.port}${own}`;
			figures.push(await measure(what, url, headers, setting.quick ? 10 : 40));
			setting.say(`${what}: ${figures.at(-1)?.ours.toFixed(1)} ms`);
		}
		return figures;
	} finally {
		await host.stop();
	}
}

async function measure(
	what: string,
	url: string,
	headers: Record<string, string>,
	rounds: number
): Promise<Figure> {
	const page = await read(url, headers);
	const bare = createServer((_request, response) => response.end(page));
	await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
	const { port } = addressOf(bare.address());
	const ours: number[] = [];
	const least: number[] = [];
	try {
		await read(`http://127.0.0.1:${port}/`, {});
		for (let round = 0; round < rounds; round += 1) {
			const began = clock();
			await read(url, headers);
			const rendered = clock();
			await read(`http://127.0.0.1:${port}/`, {});
			ours.push(rendered - began);
			least.push(clock() - rendered);
		}
	} finally {
		bare.close();
	}
	const p95 = quantile(ours, 0.95);
	return {
		part: 'scale',
		what: `page: ${what}, p95`,
		unit: 'ms',
		ours: p95,
		bare: quantile(least, 0.95),
		score: p95,
		goal: { reach: REACH_MS, better: 'less' },
		detail: { median: median(ours), bytes: Buffer.byteLength(page) }
	};
}

async function read(url: string, headers: Record<string, string>): Promise<string> {
	const response = await fetch(url, { headers, redirect: 'manual' });
	const text = await response.text();
	if (response.status !== 200) throw new Error(`${url}: status ${response.status}`);
	return text;
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
	if (address === null || typeof address === 'string') throw new Error('not listening');
	return address;
}
