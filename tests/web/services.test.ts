import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Person } from '#server/portal.ts';
import { cookieOf, send, startSite, visit } from '../support/site.ts';
import type { World } from '../support/world.ts';

let world: World;
let manager: Person;
let cookie: string;

beforeAll(async () => {
	world = await startSite();
	manager = await world.make.aManager();
	cookie = await cookieOf(world, manager);
});
afterAll(() => world.close());

/** The fields of a form as the page holds them, those of one's own in their place. */
function fieldsOf(html: string, action: string, own: Record<string, string>) {
	const form = html.split(`action="?/${action}"`)[1]?.split('</form>')[0] ?? '';
	const inputs = [...form.matchAll(/<input[^>]*>/g)].map(([tag]) => {
		const attribute = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
		const unticked = attribute('type') === 'checkbox' && !/ checked\b/.test(tag);
		return unticked ? null : ([attribute('name') ?? '', attribute('value') ?? 'on'] as const);
	});
	return { ...Object.fromEntries(inputs.filter((input) => input !== null)), ...own };
}

it('whoever saves the words of a service takes nothing back of what another has set meanwhile', async () => {
	const { slug } = await world.make.aService({ name: 'Почта' });
	const open = await visit(world, `/panel/services?edit=${slug}`, cookie);
	const mine = fieldsOf(open.text, 'update', { name: 'Почта и календарь', description: '' });
	expect(mine).toMatchObject({ slug, 'was[name]': 'Почта', 'was[hidden]': '' });
	await world.commands.updateService(manager, slug, { hidden: true, position: 40 });
	const saved = await send(world, '/panel/services?/update', mine, cookie);
	expect(saved.status).toBe(303);
	const [service] = await world.queries.staffServices(manager);
	expect(service).toMatchObject({ name: 'Почта и календарь', hidden: true, position: 40 });

	const again = await visit(world, `/panel/services?edit=${slug}`, cookie);
	const { hidden, ...shown } = fieldsOf(again.text, 'update', {});
	expect(hidden).toBe('on');
	await send(world, '/panel/services?/update', { ...shown, description: '' }, cookie);
	expect((await world.queries.staffServices(manager))[0]).toMatchObject({ hidden: false });
});
