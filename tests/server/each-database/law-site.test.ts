import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Audience } from '#lib/domain/audience.ts';
import { HEADLINES } from '#lib/domain/news-item.ts';
import type { Person } from '#server/portal.ts';
import type { NewsInput, SiteCommands } from '#server/portal/site.ts';
import { HOUR, MINUTE } from '../../support/clock.ts';
import { lawHolds } from '../../support/law.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let manager: Person;
let admin: Person;
let owner: Person;
let everyone: Audience[];
const NOBODY: Audience[] = [];

beforeAll(async () => {
	world = await createWorld();
	manager = await world.make.aManager();
	admin = await world.make.anAdmin();
	owner = await world.make.aClient();
	everyone = ['public', 'staff', `client:${owner.id}`];
	await world.make.aService({ slug: 'mail' });
	await world.tick();
	for (let made = 0; made < HEADLINES + 1; made++) await later(() => world.make.aNews());
});
afterAll(() => world.close());

async function later<T>(work: () => Promise<T>): Promise<T> {
	world.clock.advance(MINUTE);
	return work();
}

const news = (given: Partial<NewsInput> = {}): NewsInput => ({
	title: { ru: 'Новый офис', en: 'A new office' },
	summary: { ru: 'Переехали', en: '' },
	body: { ru: 'Текст', en: '' },
	slug: '',
	state: 'published',
	...given
});
const question = (given: object = {}) => ({
	group: 'tickets' as const,
	question: { ru: 'Как?', en: '' },
	answer: { ru: 'Так.', en: '' },
	slug: '',
	published: true,
	...given
});
const contacts = () => ({
	company: 'ООО «Базис-Центр»',
	phone: '+7 (4872) 00-00-00',
	dutyPhone: '',
	email: 'info@bazis.example',
	address: { ru: `Тула, ${world.clock.now()}`, en: '' },
	hours: { ru: 'пн–пт', en: '' },
	details: { ru: '', en: '' }
});

interface Case {
	readonly name: string;
	readonly prepare: () => Promise<() => Promise<unknown>>;
	readonly moves: () => readonly Audience[];
	/** Nothing happened, so nothing is recorded. */
	readonly silent?: true;
}

/** A form of a stranger that was open long enough. */
function written(email: string) {
	const token = world.queries.requestToken();
	world.clock.advance(MINUTE);
	return {
		name: 'Иван Прохожий',
		email,
		phone: '',
		service: 'mail',
		subject: 'Не могу войти',
		message: 'Помогите',
		token,
		website: ''
	};
}

const CASES: Record<keyof SiteCommands, readonly Case[]> = {
	saveNews: [
		{
			name: 'a piece of news pushes the oldest headline out',
			prepare: async () => () => later(() => world.commands.saveNews(manager, news())),
			moves: () => everyone
		},
		{
			name: 'a draft moves nobody',
			prepare: async () => () => world.commands.saveNews(manager, news({ state: 'draft' })),
			moves: () => NOBODY
		},
		{
			name: 'only the body of a headline changes',
			prepare: async () => {
				const { id } = await later(() => world.make.aNews());
				const { title, summary } = await world.queries.staffNewsItem(manager, id);
				const body = { ru: 'Другой текст', en: '' };
				return () => world.commands.saveNews(manager, news({ title, summary, body }), id);
			},
			moves: () => NOBODY
		},
		{
			name: 'a headline is withdrawn and an older one moves up',
			prepare: async () => {
				const { id } = await later(() => world.make.aNews());
				return () => world.commands.saveNews(manager, news({ state: 'draft' }), id);
			},
			moves: () => everyone
		},
		{
			name: 'news of long ago is no headline',
			prepare: async () => () =>
				world.commands.saveNews(manager, news({ publishAt: '2020-01-01T10:00:00Z' })),
			moves: () => NOBODY
		}
	],
	deleteNews: [
		{
			name: 'a headline is taken away and an older one moves up',
			prepare: async () => {
				const { id } = await later(() => world.make.aNews());
				return () => world.commands.deleteNews(manager, id);
			},
			moves: () => everyone
		}
	],
	saveFaq: [
		{
			name: 'a question',
			prepare: async () => () => world.commands.saveFaq(manager, question()),
			moves: () => NOBODY
		}
	],
	deleteFaq: [
		{
			name: 'a question',
			prepare: async () => {
				const { id } = await world.commands.saveFaq(manager, question());
				return () => world.commands.deleteFaq(manager, id);
			},
			moves: () => NOBODY
		}
	],
	moveFaq: [
		{
			name: 'a question',
			prepare: async () => {
				const { id } = await world.commands.saveFaq(manager, question());
				return () => world.commands.moveFaq(manager, id, 'up');
			},
			moves: () => NOBODY
		},
		{
			name: 'the last one further down',
			prepare: async () => {
				const { id } = await world.commands.saveFaq(manager, question());
				return () => world.commands.moveFaq(manager, id, 'down');
			},
			moves: () => NOBODY,
			silent: true
		}
	],
	orderFaq: [
		{
			name: 'the last question first',
			prepare: async () => {
				const { id } = await world.commands.saveFaq(manager, question());
				return () => world.commands.orderFaq(manager, [id]);
			},
			moves: () => NOBODY
		}
	],
	writeSiteText: [
		{
			name: 'the text of a service',
			prepare: async () => () =>
				world.commands.writeSiteText(manager, 'service.mail', { text: { ru: 'О почте', en: '' } }),
			moves: () => NOBODY
		}
	],
	saveContacts: [
		{
			name: 'the address',
			prepare: async () => () => world.commands.saveContacts(admin, contacts()),
			moves: () => NOBODY
		}
	],
	fileRequest: [
		{
			name: 'a stranger writes',
			prepare: async () => {
				const form = written(`stranger${world.clock.now()}@bazis.example`);
				return () => world.commands.fileRequest(form, { address: '192.0.2.7' });
			},
			moves: () => everyone
		},
		{
			name: 'somebody writes in the name of a client, who is told',
			prepare: async () => {
				const form = written(owner.email);
				return () => world.commands.fileRequest(form, { address: '192.0.2.8' });
			},
			moves: () => everyone
		},
		{
			name: 'the same form is sent twice',
			prepare: async () => {
				const form = written(`twice${world.clock.now()}@bazis.example`);
				await world.commands.fileRequest(form, { address: '192.0.2.9' });
				return () => world.commands.fileRequest(form, { address: '192.0.2.9' });
			},
			moves: () => NOBODY,
			silent: true
		}
	]
};

describe('old snapshot + changes = new snapshot', () => {
	for (const [command, cases] of Object.entries(CASES))
		describe(command, () => {
			it.each(cases)('$name', async ({ prepare, moves, silent }) => {
				const work = await prepare();
				const { events, moved } = await lawHolds(world, everyone, work);
				expect(events.length > 0).toBe(silent === undefined);
				expect(moved).toEqual(moves());
			});
		});

	it('holds when the clock publishes what waited', async () => {
		const publishAt = new Date(world.clock.now() + HOUR).toISOString();
		const waiting = await world.commands.saveNews(manager, news({ publishAt }));
		expect(waiting).toMatchObject({ state: 'scheduled', publishedAt: null });
		const { events, moved } = await lawHolds(world, everyone, () => world.pass(HOUR));
		expect(events.map(({ type }) => type)).toContain('news.published');
		expect(moved).toEqual(everyone);
		const { state } = await world.snapshot('public');
		expect(state.news[0]).toMatchObject({ id: waiting.id, publishedAt: publishAt });
		expect(state.news).toHaveLength(HEADLINES);
		// However often the clock looks, it is published once.
		const seq = await world.seq();
		await world.tick();
		expect((await world.events(seq)).map(({ type }) => type)).not.toContain('news.published');
	});
});
