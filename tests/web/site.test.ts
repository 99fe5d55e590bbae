import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '#server/portal.ts';
import { HOUR, MINUTE } from '../support/clock.ts';
import { cookieOf, send, startSite, visit } from '../support/site.ts';
import type { World } from '../support/world.ts';

let world: World;
let manager: Person;
let admin: Person;
let cookies: { manager: string; admin: string; client: string };

beforeAll(async () => {
	world = await startSite();
	manager = await world.make.aManager();
	admin = await world.make.anAdmin();
	cookies = {
		manager: await cookieOf(world, manager),
		admin: await cookieOf(world, admin),
		client: await cookieOf(world, await world.make.aClient())
	};
	await world.make.aService({ slug: 'mail', name: 'Почта' });
});
afterAll(() => world.close());

/** The value of a hidden field. */
const hidden = (text: string, name: string) =>
	new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';

describe('what people write of the site', () => {
	const EVIL = {
		html: `</script><script>alert('evil')</script><svg onload=alert('evil')>`,
		link: `[нажми](javascript:alert('evil')) [и сюда](data:text/html,evil) ![x](https://evil.example/p.png)`
	};
	const text = (ru: string) => ({ ru, en: ru });

	it('is inert everywhere: titles, news, questions, contacts, texts of services, feeds', async () => {
		const { commands } = world;
		const written = text(`${EVIL.html}\n\n${EVIL.link}`);
		await commands.saveNews(manager, {
			title: text(EVIL.html),
			summary: written,
			body: written,
			slug: 'evil',
			state: 'published'
		});
		await commands.saveFaq(manager, {
			group: 'tickets',
			question: text(`${EVIL.html} вопрос`),
			answer: written,
			slug: 'evil',
			published: true
		});
		await commands.writeSiteText(manager, 'service.mail', { text: written });
		await commands.writeSiteText(admin, 'about', { text: written });
		await commands.saveContacts(admin, {
			company: EVIL.html,
			phone: EVIL.html.slice(0, 40),
			dutyPhone: '',
			email: '',
			address: text(EVIL.html),
			hours: text(EVIL.html),
			details: written
		});
		for (const [path, cookie] of [
			['/', ''],
			['/', 'lang=en'],
			['/news', ''],
			['/news/evil', ''],
			['/news/evil', 'lang=en'],
			['/faq', ''],
			['/faq?q=%3Csvg%20onload%3Dalert(1)%3E', ''],
			['/about', ''],
			['/contacts', ''],
			['/services/mail', ''],
			['/search?q=alert', ''],
			['/search?q=%3C/script%3E%3Cscript%3Ealert(1)%3C/script%3E', ''],
			['/feeds/news.atom', ''],
			['/panel/news', cookies.manager],
			['/panel/news/1', cookies.manager],
			['/panel/faq', cookies.manager],
			['/panel/site', cookies.admin],
			['/panel/site/service.mail', cookies.manager],
			['/panel/site/about', cookies.admin]
		] as const) {
			const page = await visit(world, path, cookie);
			expect([path, page.status]).toEqual([path, 200]);
			expect([path, /<script>alert|<svg onload|<img[^>]*evil/i.test(page.text)]).toEqual([
				path,
				false
			]);
			expect([path, /href="\s*(javascript|data):/i.test(page.text)]).toEqual([path, false]);
		}
	});

	it('shows a preview and loses nothing typed, without script', async () => {
		const fields = { title: 'Мой заголовок', summary: 'Коротко', body: '# Глава\n\n- пункт' };
		const { status, text: page } = await send(
			world,
			'/panel/news/new?/preview',
			fields,
			cookies.manager
		);
		expect(status).toBe(200);
		expect(page).toContain('Мой заголовок');
		expect(page).toMatch(/<h3[^>]*>.*Глава/s);
		expect(page).toMatch(/<li[^>]*>.*пункт/s);
		expect(page).toContain('# Глава');
	});

	it('is written once when the form of a page is sent twice', async () => {
		for (const [section, fields] of [
			['news', { title: 'Дважды', summary: 'Коротко', state: 'draft' }],
			['faq', { group: 'contact', question: 'Дважды?', answer: 'Нет.' }]
		] as const) {
			const path = `/panel/${section}/new`;
			const key = hidden((await visit(world, path, cookies.manager)).text, 'key');
			const twice = [];
			for (let sent = 0; sent < 2; sent++)
				twice.push(await send(world, `${path}?/save`, { ...fields, key }, cookies.manager));
			expect(twice.map(({ status }) => status)).toEqual([303, 303]);
			const [first, second] = twice.map(({ headers }) => headers.get('location'));
			expect(first).toMatch(/\d\?saved=1$/);
			expect(second).toBe(first);
		}
	});

	it('tells the second editor in words who was first, with both texts', async () => {
		const { id } = await world.make.aNews({ by: admin });
		const fields = { title: 'Второй', summary: 'Коротко', state: 'published', version: '1' };
		const path = `/panel/news/${id}?/save`;
		expect((await send(world, path, { ...fields, title: 'Первый' }, cookies.admin)).status).toBe(
			200
		);
		const { status, text: page } = await send(world, path, fields, cookies.manager);
		expect(status).toBe(409);
		expect(page).toContain(admin.name);
		expect(page).toContain('value="Второй"');
		expect(page).toContain('Первый');
		expect(hidden(page, 'version')).toBe('2');
	});

	it('falls back to Russian and says so', async () => {
		await world.make.aNews({ slug: 'russian', title: { ru: 'Только по-русски', en: '' } });
		const { text: page } = await visit(world, '/news/russian', 'lang=en');
		expect(page).toMatch(/<h1[^>]* lang="ru"[^>]*>Только по-русски/);
	});
});

describe('the form for strangers', () => {
	const fields = {
		name: 'Иван Прохожий',
		email: 'ivan@bazis.example',
		phone: '',
		service: 'mail',
		subject: 'Не приходит почта',
		message: 'С утра ничего нет',
		website: ''
	};
	async function token(): Promise<string> {
		const { text: page } = await visit(world, '/contacts');
		world.clock.advance(MINUTE);
		return hidden(page, 'token');
	}

	it('works without script and gives a number', async () => {
		const { status, text: page } = await send(world, '/contacts?/request', {
			...fields,
			token: await token()
		});
		expect(status).toBe(200);
		const number = /data-filed="(BC-\d+)"/.exec(page)?.[1] ?? '';
		expect(await world.queries.ticket(manager, number)).toMatchObject({
			subject: fields.subject,
			requester: { email: fields.email }
		});
		const panel = await visit(world, `/panel/queue/${number}`, cookies.manager);
		expect(panel.text).toContain('data-from-site');
	});

	it('keeps what was typed when it is refused, each fault at its field', async () => {
		const sent = { ...fields, email: 'не почта', token: await token() };
		const refused = await send(world, '/contacts?/request', sent);
		expect(refused.status).toBe(400);
		expect(refused.text).toContain('value="Не приходит почта"');
		expect(refused.text).toMatch(/name="email"[^>]*aria-invalid="true"/);
		const trapped = { ...fields, website: 'x', token: await token() };
		expect((await send(world, '/contacts?/request', trapped)).status).toBe(400);
	});

	it('is told from a kept page: its time is its own', async () => {
		const { headers } = await visit(world, '/contacts');
		expect(headers.get('cache-control')).toBe('no-store');
	});

	it('sends those who have an account there', async () => {
		const { text: page } = await visit(world, '/contacts', cookies.client);
		expect(page).not.toContain('?/request');
		expect(page).toContain('/cabinet?new=1');
	});
});

describe('for those who come from elsewhere', () => {
	it('every public page has a title, a description and a picture of its own address', async () => {
		const titles = new Set<string>();
		const pages = ['/', '/services', '/queue', '/kpi', '/incidents', '/news', '/faq', '/about'];
		for (const path of [...pages, '/contacts']) {
			const { text: page } = await visit(world, path);
			const title = /<title>([^<]+)<\/title>/.exec(page)?.[1] ?? '';
			titles.add(title);
			expect([path, page.match(/<title>/g)?.length]).toEqual([path, 1]);
			expect(page).toContain(`<meta property="og:url" content="${world.url}${path}"`);
			expect(page).toContain(`<meta property="og:image" content="${world.url}/og.png"`);
			expect(page).toMatch(/<meta name="description" content="[^"]{20,}"/);
		}
		expect(titles.size).toBe(pages.length + 1);
		const picture = await visit(world, '/og.png');
		expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
	});

	it('robots are told of the map, and the map of pages that are there', async () => {
		await world.make.aNews({ slug: 'mapped' });
		await world.make.aNews({ slug: 'unmapped', state: 'draft' });
		const robots = await visit(world, '/robots.txt');
		expect(robots.text).toContain(`Sitemap: ${world.url}/sitemap.xml`);
		expect(robots.text).toContain('Disallow: /panel');
		const { text: map, headers } = await visit(world, '/sitemap.xml');
		expect(headers.get('content-type')).toContain('application/xml');
		const places = [...map.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, place = '']) => place);
		expect(places).toContain(`${world.url}/news/mapped`);
		expect(places).not.toContain(`${world.url}/news/unmapped`);
		for (const place of places)
			expect([place, (await visit(world, place.replace(world.url, ''))).status]).toEqual([
				place,
				200
			]);
	});

	it('the feed of news tells of what is published, and changes with it alone', async () => {
		const path = '/feeds/news.atom';
		const first = await visit(world, path);
		expect(first.text).toContain('<feed xmlns="http://www.w3.org/2005/Atom"');
		expect(first.text).toContain(`${world.url}/news/mapped`);
		await world.make.aNews({ state: 'draft' });
		expect((await visit(world, path)).headers.get('etag')).toBe(first.headers.get('etag'));
		const publishAt = new Date(world.clock.now() + HOUR).toISOString();
		await world.make.aNews({ slug: 'later', publishAt });
		expect((await visit(world, path)).text).not.toContain('/news/later');
		await world.pass(2 * HOUR);
		expect((await visit(world, path)).text).toContain('/news/later');
	});

	it('the search finds documents for everybody, and none of those for staff', async () => {
		await world.make.aDocument({ title: 'Памятка гирлянда', public: true });
		await world.make.aDocument({ title: 'Секрет гирлянды', public: false });
		for (const cookie of ['', cookies.manager]) {
			const { text: page } = await visit(world, '/search?q=гирлянда', cookie);
			expect(page).toContain('Памятка');
			expect(page).not.toContain('Секрет');
		}
	});

	it('what is not there offers a search, and news of what is happening where it can', async () => {
		await world.make.anIncident({ by: manager, title: 'Не проходят платежи' });
		for (const path of ['/nothing-here', '/news/missing', '/services/missing']) {
			const { status, text: page } = await visit(world, path);
			expect([path, status, page.includes('action="/search"')]).toEqual([path, 404, true]);
		}
		expect((await visit(world, '/news/missing')).text).toContain('Не проходят платежи');
	});
});

describe('screens', () => {
	it('hear of news the moment they are published, and of no draft', async () => {
		const { epoch, seq } = await world.snapshot('public');
		const screen = await world.screen({ cursor: { epoch, after: seq } }).ready();
		await world.make.aNews({ state: 'draft', title: { ru: 'Тайное', en: '' } });
		const { id } = await world.make.aNews({ title: { ru: 'Явное', en: '' } });
		await screen.reached(await world.seq());
		expect(JSON.stringify(screen.batches)).not.toContain('Тайное');
		const changes = screen.batches.flatMap((batch) => batch.changes);
		expect(changes.some((change) => change.kind === 'news' && change.id === id)).toBe(true);
	});
});
