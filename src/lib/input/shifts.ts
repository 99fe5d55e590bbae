import { z } from 'zod';
import { parseHours } from '../domain/calendar.ts';
import { SHIFT_PATTERNS } from '../domain/shift-pattern.ts';
import { isOfRealDay } from '../domain/zone.ts';
import { LIMITS } from './limits.ts';
import { line, prose, version } from './schemas.ts';

const email = z
	.string()
	.trim()
	.toLowerCase()
	.min(1)
	.max(LIMITS.email)
	.regex(/^[^\s@<>"]+@[^\s@<>"]+$/);

const local = z
	.string()
	.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/)
	.refine((text) => isOfRealDay(text) && !Number.isNaN(Date.parse(`${text}:00Z`)));

/** By the portal's clock, `2026-11-28T08:00`, or with a distance from UTC. */
const time = z.union([local, z.iso.datetime({ offset: true })]);

/** A tick box of a form, or a boolean of the API. */
const yes = z.union([z.boolean(), z.literal('on').transform(() => true)]);

/** Forms send ids as text. */
const id = z
	.string()
	.regex(/^[1-9]\d{0,14}$/)
	.transform(Number);

const position = line(60);

const written = { member: email, position, startsAt: time, endsAt: time };

/** One shift. */
export const newShift = z.strictObject({
	...written,
	/** The same person is on another shift at that time, and that is meant. */
	overlap: yes.default(false)
});

/** One shift or those of a pattern. */
export const newShifts = z.strictObject({
	...written,
	overlap: yes.default(false),
	pattern: z.enum(SHIFT_PATTERNS).default('once'),
	until: z.iso.date().optional()
});

/** What a form would do, before it does: who it is for may still be open. */
export const shiftDraft = newShifts.extend({
	id: id.optional(),
	member: email.optional(),
	position: z.string().max(60).default('')
});

export const shiftPatch = z.strictObject({
	member: email.optional(),
	position: position.optional(),
	startsAt: time.optional(),
	endsAt: time.optional(),
	overlap: yes.default(false),
	version: version.optional()
});

/** The same of a form, which names the shift in a field. */
export const shiftChange = shiftPatch.extend({ id });

export const shiftRemoval = z.strictObject({
	id,
	version: version.optional(),
	/** And those after it that were made together with it. */
	following: yes.default(false)
});

export const newHandover = z.strictObject({ body: prose(1, LIMITS.message) });
export const handoverAcceptance = z.strictObject({ id });

const hours = z.string().transform((text, context) => {
	const parsed = parseHours(text);
	const [shift, second] = parsed ?? [];
	if (shift && !second) return shift;
	context.addIssue({ code: 'custom', message: 'hours' });
	return z.NEVER;
});

const day = z.enum(['0', '1', '2', '3', '4', '5', '6']).transform(Number);

/** How many have to be on duty: `days[]` are numbered from Monday, 0. */
export const coverageRule = z.strictObject({
	id: id.optional(),
	/** Empty: whatever they do. */
	position: z.union([z.literal(''), position]).default(''),
	days: z.array(day).min(1).max(7),
	hours,
	least: z.coerce.number().int().min(1).max(50)
});

export const coverageRuleRemoval = z.strictObject({ id });

export const namePublicity = z.strictObject({ publicName: yes.default(false) });
