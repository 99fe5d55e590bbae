import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '#server/portal.ts';
import type { SiteRequestInput } from '#server/portal/site.ts';
import { createRequestTokens } from '#server/sessions/request-token.ts';
import { DAY, HOUR, MINUTE } from '../../support/clock.ts';
import { createWorld, SECRET, type World } from '../../support/world.ts';

let world: World;
let manager: Person;
let admin: Person;
let client: Person;

beforeAll(async () => {
	world = await createWorld();
	manager = await world.make.aManager({ name: 'Анна Соколова' });
	admin = await world.make.anAdmin();
	client = await world.make.aClient({ name: 'Марина Ковалёва' });
	await world.make.aService({ slug: 'mail', name: 'Почта' });
});
afterAll(() => world.close());

const refusal = (doing: Promise<unknown>) =>
	doing.then(
		() => 'done',
		(error: unknown) => error
	);
const refused = async (doing: Promise<unknown>, expected: object) =>
	expect(await refusal(doing)).toMatchObject(expected);
const text = (ru: string, en = '') => ({ ru, en });

describe('news', () => {
	it('is seen by nobody before it is published, nor found', async () => {
		const { queries, commands } = world;
		const draft = await world.make.aNews({ state: 'draft', title: text('Секретный переезд') });
		const later = await world.make.aNews({
			title: text('Будущий переезд'),
			publishAt: new Date(world.clock.now() + DAY).toISOString()
		});
		for (const { slug } of [draft, later])
			await refused(queries.newsArticle(slug), { code: 'not_found' });
		expect((await queries.news({ limit: 100 })).items).toEqual([]);
		expect(await queries.search('переезд')).toEqual([]);
		expect((await queries.siteMap()).filter(({ path }) => path.startsWith('/news'))).toEqual([]);
		const { title, summary, body, version } = draft;
		await commands.saveNews(
			manager,
			{ title, summary, body, slug: '', state: 'published', version },
			draft.id
		);
		expect(await queries.newsArticle(draft.slug)).toMatchObject({
			title: text('Секретный переезд')
		});
		expect((await queries.search('переездом')).map(({ kind }) => kind)).toEqual(['news']);
	});

	it('is written once however often its form is sent, together or later', async () => {
		const { commands, queries } = world;
		const input = {
			title: text('Повтор'),
			summary: text('Один раз.'),
			body: text(''),
			slug: '',
			state: 'draft'
		} as const;
		const send = (title = input.title) =>
			commands.saveNews(manager, { ...input, title }, undefined, 'news-once');
		const [first, second] = await Promise.all([send(), send()]);
		const third = await send();
		expect([second.id, third.id]).toEqual([first.id, first.id]);
		const { items } = await queries.staffNews(manager, { limit: 100 });
		expect(items.filter(({ title }) => title.ru === 'Повтор')).toHaveLength(1);
		await refused(send(text('Другое')), { code: 'idempotency_conflict' });
	});

	it('is listed page by page, the latest first, each once', async () => {
		for (let made = 0; made < 5; made++) {
			world.clock.advance(MINUTE);
			await world.make.aNews({ title: text(`Пункт ${made}`) });
		}
		const seen: number[] = [];
		for (let cursor: string | undefined; ;) {
			const page = await world.queries.news({ limit: 2, cursor });
			seen.push(...page.items.map(({ id }) => id));
			if (page.nextCursor === null) break;
			cursor = page.nextCursor;
		}
		const all = (await world.queries.news({ limit: 100 })).items.map(({ id }) => id);
		expect(seen).toEqual(all);
		expect(new Set(seen).size).toBe(seen.length);
		await refused(world.queries.news({ cursor: 'x' }), { code: 'invalid_input' });
	});

	it('two editors: the second is told who was first, and nothing is overwritten', async () => {
		const { id, version, title, summary, body } = await world.make.aNews({ by: admin });
		const input = { title, summary, body, slug: '', state: 'published' as const, version };
		await world.commands.saveNews(manager, { ...input, title: text('Моё') }, id);
		await refused(world.commands.saveNews(admin, { ...input, title: text('Твоё') }, id), {
			code: 'stale_version',
			stale: { currentVersion: 2, changedBy: manager.name, current: { title: 'Моё' } }
		});
		expect((await world.queries.staffNewsItem(admin, id)).title.ru).toBe('Моё');
	});

	it('keeps its address when its title changes, and no two have the same', async () => {
		const first = await world.make.aNews({ title: text('Новый дата-центр') });
		const second = await world.make.aNews({ title: text('Новый дата-центр') });
		expect([first.slug, second.slug]).toEqual(['novyy-data-tsentr', 'novyy-data-tsentr-2']);
		const { title: _, ...rest } = second;
		const input = { ...rest, slug: '', state: 'published' as const, publishAt: undefined };
		const renamed = await world.commands.saveNews(
			manager,
			{ ...input, title: text('Иное') },
			second.id
		);
		expect(renamed.slug).toBe(second.slug);
		await refused(
			world.commands.saveNews(
				manager,
				{ ...input, title: text('Иное'), slug: first.slug, version: undefined },
				second.id
			),
			{ code: 'invalid_input', issues: [{ field: 'slug', code: 'slug_taken' }] }
		);
	});

	it('and the rest of the site is written by staff alone, contacts by administrators', async () => {
		const { commands, queries } = world;
		const { id } = await world.make.aNews();
		const contacts = await queries.contacts();
		for (const doing of [
			() => commands.deleteNews(client, id),
			() => commands.deleteFaq(client, 1),
			() => commands.moveFaq(client, 1, 'up'),
			() => commands.writeSiteText(client, 'about', { text: text('x') }),
			() => commands.writeSiteText(manager, 'about', { text: text('x') }),
			() => commands.saveContacts(manager, contacts),
			() => queries.staffNews(client, {}),
			() => queries.staffFaq(null),
			() => queries.staffContacts(manager)
		])
			await refused(doing(), { code: 'forbidden' });
		await refused(commands.writeSiteText(admin, 'service.none', { text: text('x') }), {
			code: 'not_found'
		});
		await refused(commands.writeSiteText(admin, 'nothing', { text: text('x') }), {
			code: 'not_found'
		});
	});
});

describe('questions and answers', () => {
	it('come with the portal, in two languages, and are found by their words', async () => {
		const entries = await world.queries.faq();
		expect(entries.length).toBeGreaterThanOrEqual(12);
		for (const { question, answer } of entries)
			expect([question.ru, question.en, answer.ru, answer.en].includes('')).toBe(false);
		const [found] = await world.queries.search('выбрать приоритеты');
		expect(found).toMatchObject({ kind: 'faq' });
		expect(found?.hits.map(({ href }) => href)).toContain('/faq#priorities');
	});

	it('are put in order by dragging and step by step, each in its group', async () => {
		const { commands, queries } = world;
		const slugs = async () =>
			(await queries.faq()).filter(({ group }) => group === 'tickets').map(({ id }) => id);
		const before = await slugs();
		const [first = 0, second = 0] = before;
		await commands.moveFaq(manager, second, 'up');
		expect((await slugs()).slice(0, 2)).toEqual([second, first]);
		const last = before.at(-1) ?? 0;
		await commands.orderFaq(manager, [last, 999_999]);
		expect(await slugs()).toEqual([last, second, first, ...before.slice(2, -1)]);
	});

	it('are written once however often their form is sent', async () => {
		const { commands, queries } = world;
		const input = {
			group: 'contact',
			question: text('Дважды нажато?'),
			answer: text('Один вопрос.'),
			slug: '',
			published: true
		} as const;
		const send = (answer = input.answer) =>
			commands.saveFaq(manager, { ...input, answer }, undefined, 'faq-once');
		const [first, second] = await Promise.all([send(), send()]);
		expect(second).toEqual(first);
		const same = (await queries.faq()).filter(({ question }) => question.ru === 'Дважды нажато?');
		expect(same).toHaveLength(1);
		await refused(send(text('Другой ответ')), { code: 'idempotency_conflict' });
	});

	it('that were not published are seen and found by staff alone', async () => {
		const { slug } = await world.commands.saveFaq(manager, {
			group: 'contact',
			question: text('Где парковка?'),
			answer: text('Во дворе.'),
			slug: '',
			published: false
		});
		expect((await world.queries.faq()).some((entry) => entry.slug === slug)).toBe(false);
		expect(await world.queries.search('парковка')).toEqual([]);
		expect((await world.queries.staffFaq(manager)).some((entry) => entry.slug === slug)).toBe(true);
	});
});

describe('the search', () => {
	it('finds incidents and services by the beginnings of words, «ё» or «е»', async () => {
		const { number } = await world.make.anIncident({ by: manager, title: 'Отказ жёсткого диска' });
		await world.commands.writeSiteText(manager, 'service.mail', {
			text: text('Ящики, календари и **антиспам**')
		});
		expect(await world.queries.search('жестких дисков')).toMatchObject([
			{ kind: 'incident', hits: [{ href: `/incidents/${number}` }] }
		]);
		expect(await world.queries.search('антиспам')).toMatchObject([
			{ kind: 'service', hits: [{ href: '/services/mail' }] }
		]);
		for (const nothing of ['', '!!!', '"', '*)(', 'несуществующее'])
			expect(await world.queries.search(nothing)).toEqual([]);
	});
});

describe('what strangers write', () => {
	let letters = 0;
	function form(given: Partial<SiteRequestInput> = {}): SiteRequestInput {
		const token = world.queries.requestToken();
		world.clock.advance(MINUTE);
		return {
			name: 'Купите дёшево http://spam.example',
			email: `stranger${++letters}@bazis.example`,
			phone: '+7 900 000-00-00',
			service: 'mail',
			subject: 'Тема прохожего',
			message: 'Текст прохожего',
			token,
			website: '',
			...given
		};
	}
	const file = (given: Partial<SiteRequestInput> = {}, address = `192.0.2.${++letters}`) =>
		world.commands.fileRequest(form(given), { address });

	it('becomes a ticket of an account that nobody can sign in to yet', async () => {
		const sent = form();
		const { number } = await world.commands.fileRequest(sent, { address: '192.0.2.99' });
		const ticket = await world.queries.ticket(manager, number);
		expect(ticket).toMatchObject({
			subject: sent.subject,
			requester: { email: sent.email },
			priority: 'normal',
			status: 'new'
		});
		const { name, email, phone } = sent;
		expect(await world.queries.siteRequest(manager, number)).toEqual({
			name,
			email,
			phone,
			knownAccount: false
		});
		expect(await world.queries.siteRequest(client, number)).toBeNull();
		await refused(
			world.commands.signIn(
				'web',
				{ email: sent.email, password: '' },
				{ address: '192.0.2.1', userAgent: '' }
			),
			{ code: 'wrong_credentials' }
		);
	});

	it('in a client’s name is shown to the client as unread, said to be unproved, and in a letter', async () => {
		const { number } = await file({ email: client.email });
		const ticket = await world.queries.ticket(client, number);
		expect(ticket).toMatchObject({ requester: { name: client.name }, unread: 1 });
		const history = await world.queries.history(client, number);
		expect(history).toMatchObject([{ field: 'origin', after: 'site', author: null }]);
		expect((await world.snapshot(`client:${client.id}`)).state.unread).toEqual({ tickets: 1 });
		world.letters.length = 0;
		await world.post();
		const letter = world.letters.find(({ to }) => to.address === client.email);
		expect(letter?.subject).toContain(number);
	});

	it('sends nothing that was typed to a mailbox', async () => {
		world.letters.length = 0;
		const { number } = await file({ email: 'victim@bazis.example' });
		await world.post();
		const letter = world.letters.find(({ to }) => to.address === 'victim@bazis.example');
		expect(letter?.text).toContain(number);
		expect(JSON.stringify(letter)).not.toMatch(/spam|прохожего|900/);
	});

	it('answers the same whether there is an account or not', async () => {
		const known = await file({ email: client.email });
		const unknown = await file();
		expect(Object.keys(known)).toEqual(Object.keys(unknown));
		expect([known.number, unknown.number]).toEqual([
			expect.stringMatching(/^BC-\d+$/),
			expect.stringMatching(/^BC-\d+$/)
		]);
	});

	it('is filed once, however often the form is sent', async () => {
		const sent = form();
		const answers = await Promise.all(
			[1, 2, 3].map(() => world.commands.fileRequest(sent, { address: '192.0.2.50' }))
		);
		expect(new Set(answers.map(({ number }) => number)).size).toBe(1);
	});

	it('is refused from what is no person', async () => {
		const seq = await world.seq();
		const issue = (code: string) => ({ code: 'invalid_input', issues: [{ field: 'form', code }] });
		await refused(file({ website: 'http://spam.example' }), issue('form_trap'));
		const hasty = () => ({ ...form(), token: world.queries.requestToken() });
		await refused(
			world.commands.fileRequest(hasty(), { address: '192.0.2.60' }),
			issue('form_too_fast')
		);
		await refused(file({ token: '' }), issue('form_expired'));
		const forged = createRequestTokens('another secret of thirty-two bytes!').sign(
			world.clock.now() - HOUR
		);
		await refused(file({ token: forged }), issue('form_expired'));
		const own = createRequestTokens(SECRET);
		await refused(file({ token: own.sign(world.clock.now() - 2 * DAY) }), issue('form_expired'));
		await refused(file({ service: 'missing' }), { code: 'invalid_input' });
		expect(await world.seq()).toBe(seq);
	});

	it('is let through a few times in an hour from one address and for one mailbox', async () => {
		const email = 'often@bazis.example';
		for (let sent = 0; sent < 3; sent++) await file({ email });
		await refused(file({ email }), { code: 'too_many_attempts' });
		const address = '198.51.100.1';
		for (let sent = 0; sent < 10; sent++) await file({}, address);
		await refused(file({}, address), { code: 'too_many_attempts' });
		world.clock.advance(HOUR);
		await file({ email }, address);
	});

	it('finds what is said of the company and how it is reached', async () => {
		const { version } = await world.queries.staffContacts(admin);
		await world.commands.saveContacts(admin, {
			...(await world.queries.contacts()),
			version,
			address: text('Пермь, набережная Седова, 7')
		});
		await world.commands.writeSiteText(admin, 'about', { text: text('Дирижаблей не держим.') });
		expect(await world.queries.search('набережная')).toMatchObject([
			{ kind: 'company', hits: [{ href: '/contacts' }] }
		]);
		expect(await world.queries.search('дирижаблей')).toMatchObject([
			{ kind: 'company', hits: [{ href: '/about' }] }
		]);
	});
});
