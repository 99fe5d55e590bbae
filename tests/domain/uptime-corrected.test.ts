import { describe, expect, it } from 'vitest';
import type { ServiceState } from '#lib/domain/service.ts';
import { correctedImpacts, uptimeOf, type Impact } from '#lib/domain/uptime.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** `10:30` on 10 November 2026 UTC, the day all of this happens on; `+` is a day later. */
function at(time: string): number {
	const [hours = 0, minutes = 0] = time.replace('+', '').split(':').map(Number);
	const day = Date.UTC(2026, 10, time.startsWith('+') ? 11 : 10);
	return day + hours * HOUR + minutes * MINUTE;
}

const end = (time: string | null) => (time === null ? null : at(time));

function impact(state: ServiceState, from: string, to: string | null, incident = 'INC-1'): Impact {
	return { state, from: at(from), to: end(to), incident };
}

describe('corrected times of an incident', () => {
	const recorded = { startedAt: at('10:00'), resolvedAt: at('12:00') };
	const impacts = [
		impact('degraded', '10:00', '10:20'),
		impact('major_outage', '10:20', '11:30'),
		impact('partial_outage', '11:30', '12:00')
	];
	const times = (corrected: { startedAt: number; resolvedAt: number | null }) =>
		correctedImpacts(impacts, recorded, corrected).map(({ state, from, to }) => [state, from, to]);

	it('moves what began with it, and leaves what happened in between', () => {
		expect(times({ startedAt: at('09:45'), resolvedAt: at('11:50') })).toEqual([
			['degraded', at('09:45'), at('10:20')],
			['major_outage', at('10:20'), at('11:30')],
			['partial_outage', at('11:30'), at('11:50')]
		]);
	});

	it('drops what lies wholly before the corrected start or after the corrected end', () => {
		expect(times({ startedAt: at('10:40'), resolvedAt: at('11:00') })).toEqual([
			['major_outage', at('10:40'), at('11:00')]
		]);
	});

	it('opens again what had ended with it', () => {
		expect(times({ startedAt: at('10:00'), resolvedAt: null }).at(-1)).toEqual([
			'partial_outage',
			at('11:30'),
			null
		]);
	});

	it('closes what was open', () => {
		const open = [impact('major_outage', '10:00', null)];
		const corrected = { startedAt: at('10:05'), resolvedAt: at('10:35') };
		expect(correctedImpacts(open, { ...recorded, resolvedAt: null }, corrected)).toEqual([
			impact('major_outage', '10:05', '10:35')
		]);
	});

	it('keeps a service that was hit later at its own time', () => {
		const later = [impact('major_outage', '10:50', '12:00')];
		const corrected = { startedAt: at('09:00'), resolvedAt: at('13:00') };
		expect(correctedImpacts(later, recorded, corrected)).toEqual([
			impact('major_outage', '10:50', '13:00')
		]);
	});

	it('changes the downtime of the day', () => {
		const corrected = correctedImpacts(impacts, recorded, {
			startedAt: at('10:40'),
			resolvedAt: at('11:50')
		});
		const history = { since: 0, impacts: corrected, maintenance: [] };
		const day = { from: at('00:00'), to: at('+00:00') };
		expect(uptimeOf(history, day, at('+12:00')).downMs).toBe(70 * MINUTE);
	});
});
