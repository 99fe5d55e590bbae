import { z } from 'zod';
import { ACCOUNT_STATES } from '../domain/account.ts';
import { AUDIT_KINDS } from '../domain/audit.ts';
import { ROLES } from '../domain/people.ts';
import { TOKEN_DAYS, TOKEN_SCOPES } from '../domain/token-scope.ts';
import { line, oneOf, version } from './schemas.ts';

const { id } = oneOf.shape;

export const roleChange = z.strictObject({ id, role: z.enum(ROLES) });

/** What an administrator may write of somebody; an empty organisation is none. */
export const personPatch = z.strictObject({
	name: line(100).optional(),
	organization: z.union([z.literal(''), line(200)]).optional()
});

/** One session of somebody's; all of them when none is named. */
export const sessionChoice = z.strictObject({ session: z.string().min(1).max(64).optional() });

export const organizationName = z.strictObject({ name: line(200) });
export const organizationMerge = z.strictObject({ into: id });

const days = z
	.union([z.literal('never'), z.enum(TOKEN_DAYS.map(String))])
	.transform((text) => (text === 'never' ? null : Number(text)));

export const newApiToken = z.strictObject({
	name: line(100),
	scopes: z.array(z.enum(TOKEN_SCOPES)).min(1).max(TOKEN_SCOPES.length),
	days
});

/** An empty language is that of the installation. */
export const settingsForm = z.strictObject({
	companyName: z.union([z.literal(''), line(100)]),
	registration: z.enum(['open', 'closed']),
	secondFactor: z.enum(['optional', 'staff']),
	defaultLanguage: z
		.union([z.literal(''), z.enum(['ru', 'en'])])
		.transform((text) => (text === '' ? null : text)),
	// Zero: nobody has changed any yet.
	version: z.union([z.literal('0').transform(() => 0), version])
});

const cursor = z.string().min(1).max(600);

/** What an address narrows the list of accounts by; what it cannot mean is not said. */
export const accountFilter = z.object({
	q: line(100).optional().catch(undefined),
	role: z.enum(ROLES).optional().catch(undefined),
	state: z.enum(ACCOUNT_STATES).optional().catch(undefined),
	cursor: cursor.optional().catch(undefined)
});

/** What an address narrows the record of events by; dates are `YYYY-MM-DD`. */
export const auditFilter = z.object({
	actor: line(254).optional().catch(undefined),
	kind: z.enum(AUDIT_KINDS).optional().catch(undefined),
	about: line(254).optional().catch(undefined),
	from: z.iso.date().optional().catch(undefined),
	to: z.iso.date().optional().catch(undefined),
	cursor: cursor.optional().catch(undefined)
});
