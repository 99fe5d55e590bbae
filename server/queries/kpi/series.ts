import { DomainError, fieldError } from '#lib/domain/errors.ts';
import {
	NO_SOURCE,
	NO_SUMS,
	type KpiDimension,
	type KpiGroup,
	type KpiKey,
	type KpiPart,
	type KpiPoint,
	type KpiSeries,
	type KpiSource,
	type KpiStep,
	type KpiSums
} from '#lib/domain/kpi.ts';
import { kpiDefinition, kpiValue } from '#lib/domain/kpi-catalogue.ts';
import { slotsBefore, slotsOf, type KpiPeriod, type KpiSlot } from '#lib/domain/kpi-period.ts';
import { isStaff, type Viewer } from '#lib/domain/people.ts';
import { iso } from '#server/records/ticket-record.ts';
import { serviceUptimes } from './services.ts';
import { readSources, type KpiMoment } from './sources.ts';
import { slotSums, sumsUntil, together } from './sums.ts';

/** Groups of a series beyond which the smallest are left out. */
const MOST_GROUPS = 50;

export interface SeriesRequest extends KpiPeriod {
	readonly step: KpiStep;
	readonly by?: KpiDimension | undefined;
}

/**
 * A figure over time, the same before it, and its parts when asked for. Throws `invalid_input`
 * for too many steps or a figure that has no such parts, `forbidden` for who did what.
 */
export async function readSeries(
	moment: KpiMoment,
	viewer: Viewer,
	key: KpiKey,
	request: SeriesRequest
): Promise<KpiSeries> {
	const { step, by } = request;
	const { title, unit, target, direction, of } = kpiDefinition(key);
	if (by !== undefined) demandParts(viewer, key, by);
	if (of === 'now') throw fieldError('step', 'invalid');
	const period = { from: request.from, to: request.to };
	const slots = slotsOf(period, step, moment.zone);
	const before = slotsBefore(period, step, moment.zone);
	if (!slots || !before) throw fieldError('step', 'too_long');
	const sources = await readSources(moment, [...before, ...slots], [key]);
	const points = (of: readonly KpiSlot[], from: readonly KpiSource[]) =>
		of.map((slot, index) => point(key, slot, from[index] ?? NO_SOURCE, moment.now));
	return {
		key,
		title,
		unit,
		target,
		direction,
		step,
		from: iso(period.from),
		to: iso(period.to),
		points: points(slots, sources.slice(before.length)),
		previous: points(before, sources),
		...(by === undefined ? {} : { by, groups: await readGroups(moment, viewer, key, slots, by) })
	};
}

/**
 * The parts of a figure for the whole of a period, what counted most first: read as one step, so
 * that a year costs little more than a day. Throws as `readSeries` does.
 */
export async function readParts(
	moment: KpiMoment,
	viewer: Viewer,
	key: KpiKey,
	{ from, to, by }: KpiPeriod & { readonly by: KpiDimension }
): Promise<readonly KpiPart[]> {
	demandParts(viewer, key, by);
	const groups = await readGroups(moment, viewer, key, [{ from, to }], by);
	return groups.map(({ points: _points, ...part }) => part);
}

function demandParts(viewer: Viewer, key: KpiKey, by: KpiDimension): void {
	if (by === 'assignee' && !isStaff(viewer)) throw new DomainError('forbidden');
	if (!kpiDefinition(key).by.includes(by)) throw fieldError('by', 'invalid');
}

/** Of a step that is still to come nothing is known. */
function point(key: KpiKey, slot: KpiSlot, source: KpiSource, now: number): KpiPoint {
	if (slot.from > now) return { t: iso(slot.from), value: null, count: 0 };
	const { value, count } = kpiValue(key, source);
	return { t: iso(slot.from), value, count };
}

async function readGroups(
	moment: KpiMoment,
	viewer: Viewer,
	key: KpiKey,
	slots: readonly KpiSlot[],
	by: KpiDimension
): Promise<readonly KpiGroup[]> {
	if (key === 'availability') return availabilityGroups(moment, slots);
	const members = await slotSums(moment, slots, by);
	const standing = kpiDefinition(key).of === 'moment';
	const before = standing
		? await sumsUntil(moment, slots[0]?.from ?? 0, by)
		: new Map<string, KpiSums>();
	const ids = new Set([...members.keys(), ...before.keys()]);
	const names = await namesOf(moment, by, viewer, ids);
	return [...ids]
		.filter((id) => by !== 'service' || names.has(id))
		.map((id): KpiGroup => {
			const sums = members.get(id) ?? slots.map(() => NO_SUMS);
			const sources = standing
				? standingSources(before.get(id) ?? NO_SUMS, sums)
				: sums.map((slot) => ({ ...NO_SOURCE, sums: slot }));
			const whole = standing ? sources.at(-1) : { ...NO_SOURCE, sums: together(sums) };
			const { value, count } = kpiValue(key, whole ?? NO_SOURCE);
			const name = names.get(id);
			return {
				id: name?.id ?? (id === '' ? 'none' : id),
				title: name?.title ?? '',
				value,
				count,
				points: slots.map((slot, index) =>
					point(key, slot, sources[index] ?? NO_SOURCE, moment.now)
				)
			};
		})
		.filter(({ count, points }) => count > 0 || points.some((one) => one.count > 0))
		.sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1))
		.slice(0, MOST_GROUPS);
}

/** Backlog and overdue of a part, carried on from what it had before. */
function standingSources(before: KpiSums, sums: readonly KpiSums[]): readonly KpiSource[] {
	let open = before.opened - before.ended;
	let overdue = before.late - before.late_over;
	return sums.map((slot) => {
		open += slot.opened - slot.ended;
		overdue += slot.late - slot.late_over;
		return { ...NO_SOURCE, sums: slot, open, overdue };
	});
}

async function availabilityGroups(
	moment: KpiMoment,
	slots: readonly KpiSlot[]
): Promise<readonly KpiGroup[]> {
	const uptimes = await serviceUptimes(moment.tx, slots, moment.now);
	return uptimes.map(({ slug, name, slots: parts }): KpiGroup => {
		const source = (availability: KpiSource['availability']): KpiSource => ({
			...NO_SOURCE,
			availability,
			services: availability.baseMs > 0 ? 1 : 0
		});
		const whole = source({
			baseMs: parts.reduce((sum, { baseMs }) => sum + baseMs, 0),
			downMs: parts.reduce((sum, { downMs }) => sum + downMs, 0)
		});
		const { value, count } = kpiValue('availability', whole);
		return {
			id: slug,
			title: name,
			value,
			count,
			points: slots.map((slot, index) =>
				point('availability', slot, source(parts[index] ?? { baseMs: 0, downMs: 0 }), moment.now)
			)
		};
	});
}

/**
 * What members are called outside: slug or e-mail, and name. Services that only staff see are
 * among them for nobody else. Whoever works here no longer keeps the name beside the work.
 */
export async function namesOf(
	{ tx }: KpiMoment,
	by: KpiDimension,
	viewer: Viewer,
	members: Iterable<string>
): Promise<Map<string, { id: string; title: string }>> {
	// What nobody has is a member without an id.
	const ids = [...members].filter((member) => member !== '').map(Number);
	if (by === 'priority' || ids.length === 0) return new Map();
	const among = `id IN (${ids.map((_, at) => `$${at + 1}`).join(', ')})`;
	const rows = await tx.all<{ member: number; id: string; title: string }>(
		by === 'service'
			? `SELECT id AS member, slug AS id, name AS title FROM services
				WHERE ${among} ${isStaff(viewer) ? '' : 'AND NOT hidden'}`
			: `SELECT id AS member, email AS id, name AS title FROM users WHERE ${among}`,
		ids
	);
	return new Map(rows.map(({ member, id, title }) => [String(member), { id, title }]));
}
