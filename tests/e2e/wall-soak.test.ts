import { expect, it } from 'vitest';
import { growth, soakWall } from '../soak/wall.ts';

/** Of what is held, after collection. */
const FLAT = 0.05;

/** The full length of it is `npm run soak -- wall`. */
it('a wall holds no more after 4,000 events and 20 reconnects than before', async () => {
	const result = await soakWall({
		events: 4_000,
		reconnects: 20,
		warmingUp: { events: 2_000, reconnects: 4 }
	});
	expect(result.events).toBeGreaterThanOrEqual(4_000);
	expect(result.reconnects).toBeGreaterThanOrEqual(20);
	expect(result.before.canvases).toBe(4);
	for (const [what, share] of Object.entries(growth(result)))
		expect(Math.abs(share), `${what}: ${JSON.stringify(result)}`).toBeLessThan(FLAT);
	expect(result.same).toBe(true);
	expect(result.current).toBe(true);
	expect(result.faults).toEqual([]);
});
