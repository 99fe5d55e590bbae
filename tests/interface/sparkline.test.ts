import { describe, expect, it } from 'vitest';
import { sparkline } from '#lib/components/chart/sparkline.ts';

const BOX = { width: 100, height: 20 };

describe('a sparkline', () => {
	it('goes from left to right between its margins', () => {
		expect(sparkline([0, 10, 5], null, BOX)).toEqual({ path: 'M0 18L50 2L100 10', target: null });
	});

	it('is broken where nothing was counted, and a lone point can still be seen', () => {
		expect(sparkline([0, null, 10], null, BOX).path).toBe('M0 18L0 18M100 2L100 2');
	});

	it('has room for its target, and none where there is nothing to hold against it', () => {
		expect(sparkline([0, 5], 10, BOX)).toEqual({ path: 'M0 18L100 10', target: 2 });
		expect(sparkline([null], 10, BOX)).toEqual({ path: '', target: null });
	});

	it('of one and the same number runs through the middle', () => {
		expect(sparkline([7, 7], null, BOX).path).toBe('M0 10L100 10');
	});
});
