import { z } from 'zod';
import type { AccountState, AccountView, OpenSession } from '#lib/domain/account.ts';
import { DomainError } from '#lib/domain/errors.ts';
import { isStaff, type Role } from '#lib/domain/people.ts';
import type { Bound, Database, ReadTransaction } from '#server/database/database.ts';
import type { AccountFilter, AdministrationQueries } from '#server/portal.ts';
import { iso, isoOrNull } from '#server/records/ticket-record.ts';
import { Conditions } from '../conditions.ts';
import { permitted } from './permitted.ts';

interface AccountRow {
	readonly id: number;
	readonly name: string;
	readonly email: string;
	readonly role: Role;
	readonly organization: string | null;
	readonly organizationId: number | null;
	readonly blockedAt: number | null;
	/** SQLite answers with 0 and 1. */
	readonly hasPassword: boolean | number;
	readonly unconfirmedSince: number | null;
	readonly createdAt: number;
	readonly lastSignInAt: number | null;
	readonly publicName: boolean | number;
}

const COLUMNS = `u.id, u.name, u.email, u.role, u.organization,
	u.organization_id AS "organizationId", u.blocked_at AS "blockedAt",
	u.password_hash IS NOT NULL AS "hasPassword", u.unconfirmed_since AS "unconfirmedSince", u.created_at AS "createdAt",
	u.public_name AS "publicName",
	(SELECT MAX(s.created_at) FROM sessions s WHERE s.user_id = u.id) AS "lastSignInAt"`;

const PAGE = 50;

/** How each state is found. */
const IN_STATE: Readonly<Record<AccountState, string>> = {
	blocked: 'u.blocked_at IS NOT NULL',
	unconfirmed: 'u.blocked_at IS NULL AND u.unconfirmed_since IS NOT NULL',
	invited: 'u.blocked_at IS NULL AND u.unconfirmed_since IS NULL AND u.password_hash IS NULL',
	active: 'u.blocked_at IS NULL AND u.unconfirmed_since IS NULL AND u.password_hash IS NOT NULL'
};

/** The last row of a page: names are not unique, so the id decides among the same. */
const cursorKey = z.tuple([z.string().max(200), z.number().int()]);

/** Accounts as administrators look through them. */
export function accountQueries(
	database: Database,
	now: () => number
): Pick<AdministrationQueries, 'accounts' | 'account' | 'openSessions'> {
	return {
		accounts: async (viewer, filter) => {
			permitted(viewer, 'user.manage');
			const limit = Math.min(filter.limit ?? PAGE, 200);
			return database.read(async (tx) => {
				const asked = conditionsOf(tx, filter);
				const counted = await tx.one<{ total: number }>(
					`SELECT COUNT(*) AS total FROM users u ${asked.sql()}`,
					asked.values
				);
				const key = filter.cursor === undefined ? null : decoded(filter.cursor);
				if (key) asked.add('(u.name, u.id) > (?, CAST(? AS BIGINT))', ...key);
				const rows = await tx.all<AccountRow>(
					`SELECT ${COLUMNS} FROM users u ${asked.sql()}
					ORDER BY u.name, u.id LIMIT ${limit + 1}`,
					asked.values
				);
				const shown = rows.slice(0, limit);
				const last = shown.at(-1);
				return {
					items: await accountViews(tx, shown),
					total: counted?.total ?? 0,
					nextCursor: rows.length > limit && last ? encoded([last.name, last.id]) : null
				};
			});
		},
		account: async (viewer, id) => {
			permitted(viewer, 'user.manage');
			const [view] = await database.read(async (tx) =>
				accountViews(
					tx,
					await tx.all<AccountRow>(`SELECT ${COLUMNS} FROM users u WHERE u.id = $1`, [id])
				)
			);
			if (!view) throw new DomainError('not_found');
			return view;
		},
		openSessions: async (viewer, id) => {
			permitted(viewer, 'user.manage');
			const rows = await database.read((tx) =>
				tx.all<Omit<OpenSession, 'startedAt' | 'expiresAt'> & { at: number; until: number }>(
					`SELECT id, kind, created_at AS at, expires_at AS until, address,
						user_agent AS "userAgent"
					FROM sessions WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $2
					ORDER BY created_at DESC LIMIT 200`,
					[id, now()]
				)
			);
			return rows.map(({ id: session, kind, at, until, address, userAgent }) => ({
				id: session,
				kind,
				startedAt: iso(at),
				expiresAt: iso(until),
				address,
				userAgent
			}));
		}
	};
}

function conditionsOf(tx: ReadTransaction, filter: AccountFilter): Conditions {
	const asked = new Conditions();
	if (filter.role) asked.add('u.role = ?', filter.role);
	if (filter.state) asked.add(IN_STATE[filter.state]);
	if (filter.organization !== undefined) asked.add('u.organization_id = ?', filter.organization);
	for (const word of (filter.q ?? '')
		.split(/\s+/)
		.filter((part) => part !== '')
		.slice(0, 5)) {
		const { sql, values } = within(tx, word);
		asked.add(`(${sql})`, ...values);
	}
	return asked;
}

/**
 * A word somewhere in name, e-mail or organisation. SQLite and a PostgreSQL of the C locale compare
 * small and capital letters of Latin alone, so the ways in which people write a word are looked
 * for one by one.
 */
function within(tx: ReadTransaction, word: string): { sql: string; values: Bound[] } {
	const lower = word.toLowerCase();
	const written = [...new Set([word, lower, word.toUpperCase(), capital(lower)])];
	const like = tx.dialect === 'postgres' ? 'ILIKE' : 'LIKE';
	const fields = ['u.name', 'u.email', 'u.organization'];
	return {
		sql: written
			.flatMap(() => fields.map((field) => `${field} ${like} ? ESCAPE '\\'`))
			.join(' OR '),
		values: written.flatMap((one) => fields.map(() => `%${escaped(one)}%`))
	};
}

function capital(word: string): string {
	return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** What people type is no pattern. */
function escaped(text: string): string {
	return text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
}

async function accountViews(
	tx: ReadTransaction,
	rows: readonly AccountRow[]
): Promise<AccountView[]> {
	const idsOf = (staff: boolean) =>
		rows.filter((row) => isStaff(row) === staff).map(({ id }) => id);
	const open = new Map([
		...(await openTickets(tx, 'requester_id', idsOf(false))),
		...(await openTickets(tx, 'assignee_id', idsOf(true)))
	]);
	return rows.map((row) => ({
		id: row.id,
		name: row.name,
		email: row.email,
		role: row.role,
		organization:
			row.organization === null ? null : { id: row.organizationId, name: row.organization },
		state: stateOf(row),
		createdAt: iso(row.createdAt),
		lastSignInAt: isoOrNull(row.lastSignInAt),
		openTickets: open.get(row.id) ?? 0,
		publicName: Boolean(row.publicName)
	}));
}

function stateOf(row: AccountRow): AccountState {
	if (row.blockedAt !== null) return 'blocked';
	if (row.unconfirmedSince !== null) return 'unconfirmed';
	return row.hasPassword ? 'active' : 'invited';
}

/** By the index of the column, which holds the status as well. */
async function openTickets(
	tx: ReadTransaction,
	column: 'requester_id' | 'assignee_id',
	ids: readonly number[]
): Promise<[number, number][]> {
	if (ids.length === 0) return [];
	const places = ids.map((_, at) => `$${at + 1}`).join(', ');
	const rows = await tx.all<{ id: number; tickets: number }>(
		`SELECT ${column} AS id, COUNT(*) AS tickets FROM tickets
		WHERE ${column} IN (${places}) AND status IN ('new', 'in_progress', 'waiting')
			AND deleted_at IS NULL GROUP BY ${column}`,
		[...ids]
	);
	return rows.map(({ id, tickets }) => [id, tickets]);
}

function encoded(key: readonly [string, number]): string {
	return Buffer.from(JSON.stringify(key)).toString('base64url');
}

function decoded(text: string): readonly [string, number] | null {
	try {
		const parsed = cursorKey.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
		return parsed.success ? parsed.data : null;
	} catch {
		return null;
	}
}
