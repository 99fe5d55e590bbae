import type Router from '@koa/router';
import { z } from 'zod';
import { DomainError } from '#lib/domain/errors.ts';
import { writtenMoment, writtenShifts } from '#lib/domain/shift-pattern.ts';
import { dayOf, zoneOf } from '#lib/domain/zone.ts';
import { newHandover, newShift, newShifts, shiftPatch } from '#lib/input/shifts.ts';
import type { Portal } from '#server/portal.ts';
import {
	body,
	callerOf,
	idempotencyKey,
	part,
	permitted,
	query,
	type ApiContext
} from './context.ts';
import { jsonBody } from './json-body.ts';

const DAY_MS = 86_400_000;

/** A day of the portal's zone, or a moment. */
const edge = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

/** What a list of shifts may be narrowed by; days are whole, the last one included. */
export const shiftQuery = z.strictObject({
	from: edge.optional(),
	to: edge.optional(),
	member: z.string().min(1).max(254).toLowerCase().optional(),
	limit: z.coerce.number().int().min(1).max(500).optional(),
	cursor: z.string().min(1).max(400).optional()
});

export const gapQuery = z.strictObject({ from: edge.optional(), to: edge.optional() });

export const handoverQuery = z.strictObject({
	limit: z.coerce.number().int().min(1).max(100).optional(),
	cursor: z.string().min(1).max(400).optional()
});

/** Who is on duty when; reading is for everybody, names where they are public. */
export function shiftRoutes(router: Router, portal: Portal): void {
	const { commands, queries, installation } = portal;
	const { timeZone } = installation;

	router.get('/shifts', async (context) => {
		const { from, to, ...filter } = query(context, shiftQuery);
		context.body = await queries.shifts(callerOf(context), {
			...filter,
			from: from === undefined ? portal.now() - DAY_MS : edgeAt(from, timeZone, 0),
			...(to === undefined ? {} : { to: edgeAt(to, timeZone, 1) })
		});
	});

	router.get('/shifts/gaps', async (context) => {
		const viewer = permitted(context, 'shift.plan');
		const asked = query(context, gapQuery);
		const from = asked.from === undefined ? portal.now() : edgeAt(asked.from, timeZone, 0);
		const to = asked.to === undefined ? from + 31 * DAY_MS : edgeAt(asked.to, timeZone, 1);
		const { gaps } = await queries.roster(viewer, { from, to });
		context.body = {
			items: gaps.map((gap) => ({
				...gap,
				from: new Date(gap.from).toISOString(),
				to: new Date(gap.to).toISOString()
			})),
			nextCursor: null
		};
	});

	router.post('/shifts', jsonBody, async (context) => {
		const actor = permitted(context, 'shift.plan');
		const { member, position, overlap, ...written } = body(context, newShift);
		const { shifts: times } = writtenShifts({ ...written, pattern: 'once' }, timeZone);
		const { shifts, created } = await commands.createShifts(
			actor,
			{ member, position, overlap, times },
			idempotencyKey(context)
		);
		const [shift] = shifts;
		if (!shift) throw new DomainError('not_found');
		context.status = created ? 201 : 200;
		context.set('Location', `/api/v1/shifts/${shift.id}`);
		context.body = shift;
	});

	router.post('/shifts/series', jsonBody, async (context) => {
		const actor = permitted(context, 'shift.plan');
		const { member, position, overlap, ...written } = body(context, newShifts);
		const { shifts: times } = writtenShifts(written, timeZone);
		const { shifts, created } = await commands.createShifts(
			actor,
			{ member, position, overlap, times },
			idempotencyKey(context)
		);
		context.status = created ? 201 : 200;
		context.body = { items: shifts, nextCursor: null };
	});

	router.get('/shifts/:id', async (context) => {
		context.body = await queries.shift(callerOf(context), idOf(context));
	});

	router.patch('/shifts/:id', jsonBody, async (context) => {
		const actor = permitted(context, 'shift.plan');
		const { startsAt, endsAt, ...patch } = body(context, shiftPatch);
		context.body = await commands.updateShift(actor, idOf(context), {
			...patch,
			...(startsAt === undefined ? {} : { startsAt: writtenMoment(startsAt, timeZone) }),
			...(endsAt === undefined ? {} : { endsAt: writtenMoment(endsAt, timeZone) })
		});
	});

	router.delete('/shifts/:id', async (context) => {
		const actor = permitted(context, 'shift.plan');
		await commands.deleteShift(actor, idOf(context));
		context.status = 204;
	});

	router.get('/handovers', async (context) => {
		const viewer = permitted(context, 'handover.write');
		context.body = await queries.handovers(viewer, query(context, handoverQuery));
	});

	router.post('/handovers', jsonBody, async (context) => {
		const actor = permitted(context, 'handover.write');
		const { handover, created } = await commands.writeHandover(
			actor,
			body(context, newHandover).body,
			idempotencyKey(context)
		);
		context.status = created ? 201 : 200;
		context.body = handover;
	});

	router.post('/handovers/:id/accept', async (context) => {
		const actor = permitted(context, 'handover.write');
		context.body = await commands.acceptHandover(actor, idOf(context));
	});
}

/** A moment, or where a day of the zone begins; `after` days later. */
function edgeAt(text: string, zone: string, after: number): number {
	return text.includes('T') ? Date.parse(text) : zoneOf(zone).startOfDay(dayOf(text) + after);
}

/** What is no number of ours is not there. */
function idOf(context: ApiContext): number {
	const text = part(context, 'id');
	if (!/^[1-9]\d{0,14}$/.test(text)) throw new DomainError('not_found');
	return Number(text);
}
