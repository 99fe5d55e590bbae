import { afterEach, expect, it } from 'vitest';
import { createWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.close());

it('a request for polling is refused once, and no page answers it as well', async () => {
	const seen: (string | undefined)[] = [];
	world = await createWorld({
		database: 'sqlite',
		pages: () =>
			Promise.resolve((request, response) => {
				seen.push(request.url);
				response.writeHead(404).end();
			})
	});
	await world.startHost();
	for (const method of ['GET', 'POST']) {
		const address = '/socket.io/?EIO=4&transport=polling';
		const answer = await world.call(method, address, method === 'POST' ? { body: '40' } : {});
		expect([method, answer.status]).toEqual([method, 400]);
	}
	expect((await world.call('GET', '/elsewhere')).status).toBe(404);
	expect(seen).toEqual(['/elsewhere']);
});
