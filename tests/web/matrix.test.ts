import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scopeOf, TOKEN_SCOPES } from '#lib/domain/token-scope.ts';
import type { Person } from '#server/portal.ts';
import { CALLS } from '../support/matrix/api.ts';
import { FILES } from '../support/matrix/files.ts';
import { FORMS } from '../support/matrix/forms.ts';
import { PAGES } from '../support/matrix/pages.ts';
import { printed, ROLES, type Role, type Row } from '../support/matrix/table.ts';
import { aFile } from '../support/files.ts';
import { apiRoutes, nameOf } from '../support/routes.ts';
import { cookieOf, routesWith, send, startSite, visit } from '../support/site.ts';
import type { World } from '../support/world.ts';

let world: World;
let people: Record<Exclude<Role, 'anonymous'>, Person>;
let cookies: Record<Role, string>;
/** What addresses name, by the part of the address before it. */
let things: Readonly<Record<string, (whose: string) => Promise<unknown>>>;
/** Somebody whom nothing else is asked of. */
let victim: Person;

beforeAll(async () => {
	world = await startSite();
	const { make } = world;
	people = {
		client: await make.aClient(),
		manager: await make.aManager(),
		admin: await make.anAdmin()
	};
	victim = await make.aClient({ organization: 'ООО «Ромашка»' });
	cookies = {
		anonymous: '',
		client: await cookieOf(world, people.client),
		manager: await cookieOf(world, people.manager),
		admin: await cookieOf(world, people.admin)
	};
	const { organization } = await world.queries.account(people.admin, victim.id);
	const incident = await make.anIncident({ by: people.manager });
	const documents = {
		own: await make.aDocument({ public: true }),
		foreign: await make.aDocument({ public: false })
	};
	const service = await make.aService({ slug: 'watched' });
	things = {
		organizations: async () => organization?.id,
		users: async () => victim.id,
		attachments: async (whose) => attached(whose === 'own' ? people.client : await make.aClient()),
		docs: async (whose) => (whose === 'own' ? documents.own : documents.foreign).id,
		incidents: async () => incident.number,
		news: async () => (await make.aNews()).id,
		faq: async () => (await world.commands.saveFaq(people.admin, QUESTION)).id,
		site: async () => `service.${service.slug}`,
		metrics: async () => (await make.aMetric()).key,
		queue: async () => (await make.aTicket()).number,
		tickets: async (whose) =>
			(await make.aTicket(whose === 'own' ? { by: people.client } : {})).number
	};
});
afterAll(() => world.close());

/** A file on a ticket of somebody's. */
async function attached(by: Person): Promise<string> {
	const { number } = await world.make.aTicket({ by });
	const { comment } = await world.commands.commentTicket(by, number, {
		body: 'С файлом',
		internal: false,
		files: [aFile()]
	});
	return String(comment.attachments[0]?.id);
}

const QUESTION = {
	group: 'tickets',
	question: { ru: 'Как подать заявку?', en: '' },
	answer: { ru: 'Из кабинета.', en: '' },
	slug: '',
	published: true
} as const;

const MISSING: Readonly<Record<string, string>> = {
	incidents: 'INC-99999',
	queue: 'BC-99999',
	tickets: 'BC-99999'
};

/** The address of a row with the thing it names: one that an action may take away is made anew. */
async function addressOf({ address, whose }: Row): Promise<string> {
	const [, part = ''] = /\/(\w+)\/\[\w+\]/.exec(address) ?? [];
	if (part === '') return address;
	const thing =
		whose === 'missing' ? (MISSING[part] ?? '999999') : String(await things[part]?.(whose));
	return address.replace(/\[\w+\]/, thing);
}

const toSignIn = (location: string | null) => location?.startsWith('/login') === true;

/** Asks for every row as every role; prints what came of it. */
async function seen(
	title: string,
	rows: readonly Row[],
	ask: (row: Row, role: Role) => Promise<string>
): Promise<Row[]> {
	const found: Row[] = [];
	for (const row of rows) {
		const outcomes: string[] = [];
		for (const role of ROLES) outcomes.push(await ask(row, role));
		found.push({ ...row, outcomes });
	}
	console.log(printed(title, found));
	return found;
}

it('the whole matrix: pages and calls are asked in tests of their own, by these tables', () => {
	const routes = apiRoutes(world.portal).map(nameOf);
	expect([...new Set(PAGES.map(({ address }) => address))].sort()).toEqual(
		routesWith('+page.svelte')
	);
	expect([...new Set(CALLS.map(({ address }) => address))].sort()).toEqual(
		[...new Set(routes)].sort()
	);
	for (const row of [...PAGES, ...CALLS, ...FORMS, ...FILES])
		expect([row.address, row.outcomes.length, row.whose.length < 13]).toEqual([
			row.address,
			ROLES.length,
			true
		]);
	console.log([printed('page', PAGES), printed('call', CALLS)].join('\n\n'));
});

describe('the forms of the pages', () => {
	it('have a row for every action there is', async () => {
		const actions: string[] = [];
		for (const route of routesWith('+page.server.ts')) {
			const module: unknown = await import(pageModule(route));
			const its: unknown =
				typeof module === 'object' && module !== null ? Reflect.get(module, 'actions') : null;
			if (typeof its === 'object' && its !== null)
				actions.push(...Object.keys(its).map((action) => `${route}?/${action}`));
		}
		expect([...new Set(FORMS.map(({ address }) => address))].sort()).toEqual(actions.sort());
	});

	it('let in whom the table says, and nobody else', async () => {
		const found = await seen('form', FORMS, async (row, role) => {
			const address = (await addressOf(row)).replace('?/default', '');
			const { status, headers } = await send(world, address, {}, cookies[role]);
			if (status === 303 && toSignIn(headers.get('location'))) return '303';
			return [401, 403, 404].includes(status) ? String(status) : 'in';
		});
		expect(printed('form', found)).toBe(printed('form', FORMS));
	});

	it('change nothing for whoever is not let in', async () => {
		const seq = await world.seq();
		for (const row of FORMS)
			for (const [place, role] of ROLES.entries()) {
				if (row.outcomes[place] !== '303' && row.outcomes[place] !== '403') continue;
				const address = row.address.replace('?/default', '').replace(/\[\w+\]/, '1');
				await send(world, address, { id: '1', role: 'admin' }, cookies[role]);
			}
		expect(await world.seq()).toBe(seq);
	});
});

describe('routes beside the pages', () => {
	it('have a row for every method of every route there is', () => {
		const methods = routesWith('+server.ts').flatMap((route) =>
			[...codeOf(route).matchAll(/export const (GET|POST|PUT|PATCH|DELETE)\b/g)].map(
				([, method]) => `${method} ${route}`
			)
		);
		expect([...new Set(FILES.map(({ address }) => address))].sort()).toEqual(methods.sort());
	});

	it('answer whom the table says, and nobody else', async () => {
		const found = await seen('route', FILES, async (row, role) => {
			const [method = '', address = ''] = (await addressOf(row)).split(' ');
			if (method === 'GET') return String((await visit(world, address, cookies[role])).status);
			const person = role === 'anonymous' ? null : people[role];
			const fresh = await cookieOf(world, person);
			return String((await send(world, address, {}, fresh)).status);
		});
		expect(printed('route', found)).toBe(printed('route', FILES));
	});
});

describe('scopes of keys to the API', () => {
	/** What a route needs of a key; of a route nobody has listed the widest is asked. */
	const NEEDED: Readonly<Record<string, readonly string[]>> = {
		'tickets.write': ['tickets'],
		'incidents.write': ['incidents', 'services', 'maintenances'],
		'metrics.write': ['metrics'],
		hooks: ['hooks']
	};

	it('let through reading, writing of their own, and nothing else', () => {
		const routes = apiRoutes(world.portal);
		const lines = routes.map((route) => {
			const needed = scopeOf(route.method, route.path.replace('/api/v1', ''));
			const part = route.path.split('/')[3] ?? '';
			const writing = Object.entries(NEEDED).find(([, parts]) => parts.includes(part))?.[0];
			expect([nameOf(route), needed]).toEqual([
				nameOf(route),
				route.method === 'GET' ? 'read' : (writing ?? 'manage')
			]);
			return (
				nameOf(route).padEnd(48) + TOKEN_SCOPES.map((scope) => mark(scope === needed)).join('')
			);
		});
		console.log(
			['scope'.padEnd(48) + TOKEN_SCOPES.map((scope) => scope.padEnd(17)).join('')]
				.concat(lines)
				.join('\n')
		);
	});

	it('are held at the door of the API, whatever the route does', async () => {
		for (const scope of TOKEN_SCOPES) {
			const { token } = await world.commands.createApiToken(people.admin, {
				name: scope,
				scopes: [scope],
				days: 30
			});
			for (const route of apiRoutes(world.portal)) {
				const needed = scopeOf(route.method, route.path.replace('/api/v1', ''));
				const address = route.path.replace(/:\w+/g, 'missing');
				const answer = await world.call(route.method, address, {
					token,
					...(route.method === 'GET' ? {} : { body: {} })
				});
				const refused = JSON.stringify(answer.body).includes('insufficient_scope');
				expect([nameOf(route), scope, refused]).toEqual([nameOf(route), scope, scope !== needed]);
			}
		}
	});
});

const mark = (yes: boolean) => (yes ? 'yes' : '-').padEnd(17);

const ROUTES = resolve(import.meta.dirname, '../../src/routes');

/** The file behind an address, whatever group of pages it lies in. */
function fileOf(route: string, name: string): string {
	const wanted = route === '/' ? '' : route;
	const file = globSync(`**/${name}`, { cwd: ROUTES }).find(
		(path) => `/${path}`.replace(/\/\([^)]+\)/g, '').replace(`/${name}`, '') === wanted
	);
	if (file === undefined) throw new Error(`no ${name} of ${route}`);
	return join(ROUTES, file);
}

const pageModule = (route: string) => fileOf(route, '+page.server.ts');
const codeOf = (route: string) => readFileSync(fileOf(route, '+server.ts'), 'utf8');
