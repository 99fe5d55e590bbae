import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '#server/portal.ts';
import { cookieOf, send, startSite, visit } from '../support/site.ts';
import type { World } from '../support/world.ts';

let world: World;
let manager: Person;
let cookie: string;

beforeAll(async () => {
	world = await startSite();
	manager = await world.make.aManager({ name: 'Анна Соколова' });
	cookie = await cookieOf(world, manager);
});
afterAll(() => world.close());

const PAGE = '/panel/kpi/metrics';
const INVOICES = {
	title: 'Время обработки счёта',
	titleEn: 'Time to process an invoice',
	key: '',
	unit: 'number',
	suffix: 'мин',
	target: '20,5',
	direction: 'down',
	aggregate: 'mean',
	public: 'on'
};
const post = (path: string, fields: Record<string, string>) => send(world, path, fields, cookie);

describe('without script', () => {
	it('a metric is described, fed, corrected, shown to everybody and taken away', async () => {
		expect((await visit(world, PAGE, cookie)).text).toContain('Показателей процессов пока нет');
		expect((await visit(world, `${PAGE}?new=1`, cookie)).text).toContain('name="aggregate"');

		const made = await post(`${PAGE}?/create`, INVOICES);
		expect(made.status).toBe(303);
		const address = made.headers.get('location') ?? '';
		expect(address).toBe(`${PAGE}/vremya_obrabotki_scheta?saved=1`);
		const path = address.split('?')[0] ?? '';
		expect((await visit(world, address, cookie)).text).toContain('Значений пока нет');

		await post(`${path}?/record`, { value: '18,5', at: '', onceKey: 'one' });
		await post(`${path}?/record`, { value: '18,5', at: '', onceKey: 'one' });
		await post(`${path}?/record`, { value: '1\u00a0990', at: '2026-03-02T10:30', onceKey: 'two' });
		const fed = await world.queries.metric(manager, 'vremya_obrabotki_scheta');
		expect(fed.values.items.map(({ value, at }) => [value, at])).toEqual([
			[18.5, new Date(world.clock.now()).toISOString()],
			[1_990, '2026-03-02T07:30:00.000Z']
		]);
		const shown = await visit(world, path, cookie);
		expect(shown.text).toMatch(/1.990 мин/);
		expect(shown.text).toContain('Анна Соколова'.split(' ')[0]);

		const wrong = String(fed.values.items[1]?.id);
		const gone = await post(`${path}?/deleteValue`, { id: wrong });
		expect(gone.text).toContain('Значение удалено');
		expect(gone.text).not.toContain('1\u00a0990');

		const page = await visit(world, '/kpi?kpi=vremya_obrabotki_scheta&days=7');
		expect(page.text).toContain('data-drawn-kpi="vremya_obrabotki_scheta"');
		expect(page.text).toContain('Время обработки счёта');
		expect(page.text).toContain('до 20,5 мин');
		expect(page.text).not.toContain('/panel/');
		const drawn = await visit(world, '/panel/kpi?kpi=vremya_obrabotki_scheta', cookie);
		expect(drawn.text).toContain(`href="${path}"`);
		const english = await visit(world, '/kpi?kpi=vremya_obrabotki_scheta', 'lang=en');
		expect(english.text).toContain('Time to process an invoice');
		expect(english.text).toContain('Mean of the values measured in the period');
		const file = await visit(world, '/kpi/csv?kpi=vremya_obrabotki_scheta');
		expect(file.text).toContain('"Время обработки счёта, мин"');

		expect((await post(`${path}?/delete`, {})).status).toBe(303);
		expect((await visit(world, path, cookie)).status).toBe(404);
		const dropped = await visit(world, '/kpi?all=1');
		expect(dropped.text).not.toContain('Время обработки счёта');
	});
});

describe('what cannot be', () => {
	it.each([
		[{ title: '' }, 'Заполните это поле'],
		[{ target: 'двадцать' }, 'Проверьте, что написано'],
		[{ key: 'Счёт' }, 'Строчные латинские буквы'],
		[{ key: 'backlog' }, 'Показатель с таким ключом уже есть'],
		[{ suffix: 'очень длинная' }, 'Слишком длинно']
	])('%j is told at its field, and nothing typed is lost', async (fields, message) => {
		const { status, text } = await post(`${PAGE}?/create`, { ...INVOICES, ...fields });
		expect(status).toBe(400);
		expect(text).toMatch(new RegExp(message));
		expect(text).toContain('aria-invalid="true"');
		expect(text).toContain('value="Time to process an invoice"');
		expect(text).toMatch(/name="public"[^>]*checked/);
	});

	it.each([
		[{ value: '' }, 'Заполните это поле'],
		[{ value: '12 минут' }, 'Проверьте, что написано'],
		[{ value: '1', at: '2027-01-01T00:00' }, 'Это время ещё не наступило'],
		[{ value: '1', at: 'вчера' }, 'Проверьте, что написано']
	])('%j is no value', async (fields, message) => {
		const { key } = await world.make.aMetric();
		const { status, text } = await post(`${PAGE}/${key}?/record`, { onceKey: '', ...fields });
		expect(status).toBe(400);
		expect(text).toContain(message);
		expect((await world.queries.metric(manager, key)).values.items).toEqual([]);
	});

	it('a description that somebody else has changed meanwhile is not written over', async () => {
		const { key, definition } = await world.make.aMetric({ title: 'Прежнее' });
		const { version } = await world.queries.metric(manager, key);
		await world.commands.saveMetric(manager, key, { ...definition, title: 'Чужое', version });
		const { key: _key, public: _public, ...fields } = INVOICES;
		const mine = { ...fields, title: 'Моё', version: String(version) };
		const refused = await post(`${PAGE}/${key}?/update`, mine);
		expect(refused.status).toBe(409);
		expect(refused.text).toContain('Анна Соколова');
		expect(refused.text).toContain('Чужое');
		expect(refused.text).toContain('value="Моё"');
		const next = await post(`${PAGE}/${key}?/update`, { ...mine, version: String(version + 1) });
		expect(next.status).toBe(200);
		expect((await world.queries.metric(manager, key)).definition.title).toBe('Моё');
	});
});

it('what people call a metric is inert wherever it is told', async () => {
	const title = `<img src=x onerror=alert('xxx')>`;
	const { key } = await world.make.aMetric({ title, suffix: '<b>', public: true });
	await world.commands.recordMetric(manager, key, { value: 3 });
	for (const [path, as] of [
		['/kpi?all=1', ''],
		[`/kpi?kpi=${key}`, ''],
		[`/panel/kpi?kpi=${key}`, cookie],
		[PAGE, cookie],
		[`${PAGE}/${key}`, cookie]
	] as const) {
		const { status, text } = await visit(world, path, as);
		expect([path, status]).toEqual([path, 200]);
		expect([path, text.includes('<img src=x')]).toEqual([path, false]);
		expect([path, text.includes('onerror')]).toEqual([path, true]);
	}
});
