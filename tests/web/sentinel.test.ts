import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '#server/portal.ts';
import { cookieOf, routesWith, send, startSite, visit } from '../support/site.ts';
import { hireCast, leaks, writeSecrets, type Planted } from '../support/secrets.ts';
import type { World } from '../support/world.ts';

let world: World;
let planted: Planted;

beforeAll(async () => {
	world = await startSite();
	planted = await writeSecrets(world, await hireCast(world));
});
afterAll(() => world.close());

/** Every address of every page, and the data behind it. */
function addresses(): string[] {
	const pages = routesWith('+page.svelte').flatMap((route) => {
		if (route.includes('[number]')) {
			const numbers = route.includes('incidents')
				? [planted.incident.number, 'INC-99999']
				: [planted.ticket.number, planted.closed.number, 'BC-99999'];
			return numbers.map((number) => route.replace('[number]', number));
		}
		return [route.replace('[board]', 'noc').replace('[slug]', 'mail')];
	});
	// A part of the secret word that is none by itself: what was asked for may be written back.
	const searches = ['/queue', '/panel/queue', '/cabinet'].flatMap((path) => [
		`${path}?q=subject`,
		`${path}?q=${planted.ticket.number}`
	]);
	const documents = [
		'?q=порядок',
		'?q=note',
		'/1/download',
		'/2/download',
		'/2/download?version=1'
	].map((path) => `/docs${path}`);
	const feeds = ['/feeds/incidents.atom', '/feeds/maintenance.ics', '/feeds/shifts.ics'];
	const figures = ['/kpi', '/panel/kpi'].flatMap((path) =>
		['assignee', 'service'].flatMap((by) => [`${path}/data?by=${by}`, `${path}/csv?by=${by}`])
	);
	return [...feeds, ...documents, ...pages, ...searches, ...figures, '/panel/courses'].flatMap(
		(path) => {
			const [name = '', query] = path.split('?');
			const data = `${name === '/' ? '' : name}/__data.json${query ? `?${query}` : ''}`;
			return [path, data];
		}
	);
}

async function everythingShownTo(person: Person | null): Promise<string> {
	const cookie = await cookieOf(world, person);
	const texts: string[] = [];
	for (const path of addresses()) {
		const { status, text, headers } = await visit(world, path, cookie);
		texts.push(`${path} ${status} ${JSON.stringify([...headers])} ${text}`);
	}
	for (const path of [
		'/cabinet?/create',
		`/cabinet/tickets/${planted.ticket.number}?/comment`,
		`/panel/queue/${planted.ticket.number}?/update`,
		`/panel/queue/${planted.ticket.number}?/comment`,
		`/panel/incidents/${planted.incident.number}?/update`,
		`/panel/incidents/${planted.incident.number}?/postmortem`,
		`/panel/services?/state`
	])
		texts.push((await send(world, path, { version: '1', status: 'new' }, cookie)).text);
	return texts.join('\n');
}

describe('what the pages show', () => {
	it('staff find the secrets: the search does look', async () => {
		const text = await everythingShownTo(planted.manager);
		expect(leaks(text, ['zq7zq7subject', 'zq7zq7note', 'zq7zq7reply'])).toHaveLength(3);
	});

	it('to anonymous people holds nothing private', async () => {
		const text = await everythingShownTo(null);
		expect(text).toContain(planted.ticket.number);
		expect(leaks(text, planted.forbidden)).toEqual([]);
	});

	it('to another client holds nothing private', async () => {
		const text = await everythingShownTo(planted.other);
		expect(leaks(text, planted.forbidden)).toEqual([]);
	});

	it('to the owner holds its own and nothing of others', async () => {
		const text = await everythingShownTo(planted.owner);
		expect(leaks(text, ['zq7zq7subject', 'zq7zq7description', 'zq7zq7reply'])).toHaveLength(3);
		expect(leaks(text, planted.forbiddenToOwner)).toEqual([]);
	});
});
