import { audienceOf } from '#lib/domain/audience.ts';
import { DomainError, fieldError } from '#lib/domain/errors.ts';
import { isStaff, type Viewer } from '#lib/domain/people.ts';
import { may, type Action } from '#lib/domain/permission.ts';
import { LOOK_BACK_MS, staffShift, type AnyShift, type HandoverView } from '#lib/domain/shift.ts';
import type { Database } from '#server/database/database.ts';
import type { ShiftQueries } from '#server/portal.ts';
import { handoverFor, shiftFor } from '#server/presenters/shift.ts';
import { selectCoverageRules } from '#server/records/coverage-record.ts';
import { selectHandovers, shiftToHandOver } from '#server/records/handover-record.ts';
import { selectShifts, selectShiftsById } from '#server/records/shift-record.ts';
import type { FeedKeys } from '#server/sessions/feed-key.ts';
import { Conditions } from '../conditions.ts';
import { keyBehind, encodeCursor, type KeyColumn } from '../keyset.ts';
import { foresee, readRoster } from './rosters.ts';

const MOST = 500;
const HANDOVERS = 20;
const DAY_MS = 86_400_000;

/** What a personal calendar holds: the last month and the next half-year. */
const FEED_BACK_MS = 31 * DAY_MS;
const FEED_AHEAD_MS = 183 * DAY_MS;

/** How far back it is looked what people are usually rostered for. */
const POSITIONS_BACK_MS = 120 * DAY_MS;
const MOST_POSITIONS = 30;

const ORDER: readonly KeyColumn<AnyShift>[] = [
	{ column: 't.starts_at', descending: false, of: ({ startsAt }) => Date.parse(startsAt) },
	{ column: 't.id', descending: false, of: ({ id }) => id }
];

const LATEST: readonly KeyColumn<HandoverView>[] = [
	{ column: 't.created_at', descending: true, of: ({ createdAt }) => Date.parse(createdAt) },
	{ column: 't.id', descending: true, of: ({ id }) => id }
];

/** Reads of the roster; everybody may see who is on duty, staff see the people behind it. */
export function shiftQueries(
	database: Database,
	options: {
		readonly now: () => number;
		readonly timeZone: string;
		readonly feedKeys: FeedKeys;
	}
): ShiftQueries {
	const { now, timeZone, feedKeys } = options;
	const moment = () => ({ now: now(), zone: timeZone });
	return {
		shifts: (viewer, { from, to, member, limit, cursor }) =>
			database.read(async (tx) => {
				const size = Math.min(limit ?? MOST, MOST);
				const where = new Conditions();
				where.add('t.starts_at > ? AND t.ends_at > ?', from - LOOK_BACK_MS, from);
				if (to !== undefined) where.add('t.starts_at < ?', to);
				if (member !== undefined) {
					// By an e-mail others could find out whose the nameless shifts are.
					if (!isStaff(viewer)) throw fieldError('member', 'staff_only');
					where.add('t.member_id = (SELECT id FROM users WHERE email = ?)', member);
				}
				const key = keyBehind(cursor, ORDER.length);
				if (key) where.addAfter(ORDER, key);
				const records = await selectShifts(
					tx,
					`${where.sql()} ORDER BY t.starts_at, t.id LIMIT ${size + 1}`,
					where.values
				);
				const items = records.slice(0, size).map((record) => shiftFor(record, audienceOf(viewer)));
				const last = records.length > size ? items.at(-1) : undefined;
				return { items, nextCursor: last ? encodeCursor(ORDER.map(({ of }) => of(last))) : null };
			}),

		shift: (viewer, id) =>
			database.read(async (tx) => {
				const [record] = await selectShiftsById(tx, [id]);
				if (!record) throw new DomainError('not_found');
				return shiftFor(record, audienceOf(viewer));
			}),

		roster: async (viewer, period) => {
			permitted(viewer, 'shift.plan');
			return database.read((tx) => readRoster(tx, period, moment()));
		},

		foreseeShifts: async (viewer, draft) => {
			permitted(viewer, 'shift.plan');
			return database.read((tx) => foresee(tx, draft, moment()));
		},

		shiftPositions: async (viewer) => {
			permitted(viewer, 'shift.plan');
			const rows = await database.read((tx) =>
				tx.all<{ position: string }>(
					`SELECT position FROM shifts WHERE starts_at > $1
					GROUP BY position ORDER BY COUNT(*) DESC, position LIMIT ${MOST_POSITIONS}`,
					[now() - POSITIONS_BACK_MS]
				)
			);
			return rows.map(({ position }) => position);
		},

		coverageRules: async (viewer) => {
			permitted(viewer, 'shift.plan');
			return database.read(selectCoverageRules);
		},

		handovers: async (viewer, { limit, cursor }) => {
			permitted(viewer, 'handover.write');
			const size = Math.min(limit ?? HANDOVERS, 100);
			const where = new Conditions();
			const key = keyBehind(cursor, LATEST.length);
			if (key) where.addAfter(LATEST, key);
			const records = await database.read((tx) =>
				selectHandovers(
					tx,
					`${where.sql()} ORDER BY t.created_at DESC, t.id DESC LIMIT ${size + 1}`,
					where.values
				)
			);
			const items = records
				.slice(0, size)
				.map((record) => handoverFor(record, audienceOf(viewer)))
				.filter((handover) => handover !== null);
			const last = records.length > size ? items.at(-1) : undefined;
			return { items, nextCursor: last ? encodeCursor(LATEST.map(({ of }) => of(last))) : null };
		},

		mayHandOver: async (viewer) => {
			if (!may(viewer, 'handover.write') || viewer === null) return false;
			return (await database.read((tx) => shiftToHandOver(tx, viewer.id, now()))) !== null;
		},

		ownSchedule: async (viewer) => {
			const { id } = permitted(viewer, 'cabinet.view');
			const row = await database.read((tx) =>
				tx.one<{ publicName: boolean | number; serial: number }>(
					`SELECT public_name AS "publicName", shift_feed AS serial FROM users WHERE id = $1`,
					[id]
				)
			);
			return {
				publicName: Boolean(row?.publicName),
				feed: row && row.serial > 0 ? feedKeys.sign(id, row.serial) : null
			};
		},

		shiftsByFeed: async (key) => {
			const opened = feedKeys.verify(key);
			if (!opened) return null;
			return database.read(async (tx) => {
				const person = await tx.one<{ name: string }>(
					`SELECT name FROM users WHERE id = $1 AND shift_feed = $2
						AND role <> 'client' AND blocked_at IS NULL`,
					[opened.id, opened.serial]
				);
				if (!person) return null;
				const records = await selectShifts(
					tx,
					`WHERE t.member_id = $1 AND t.starts_at > $2 AND t.starts_at < $3
					ORDER BY t.starts_at, t.id LIMIT ${MOST}`,
					[opened.id, now() - FEED_BACK_MS, now() + FEED_AHEAD_MS]
				);
				return { name: person.name, shifts: records.map(staffShift) };
			});
		}
	};
}

function permitted(viewer: Viewer, action: Action): NonNullable<Viewer> {
	if (viewer === null) throw new DomainError('not_signed_in');
	if (!may(viewer, action)) throw new DomainError('forbidden');
	return viewer;
}
