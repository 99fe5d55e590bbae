import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { credentials, line } from './schemas.ts';

const { email } = credentials.shape;

/** A password that is to be set. */
const fresh = z.string().min(8).max(LIMITS.password);

/** One that is shown to be known. */
const known = z.string().min(1).max(LIMITS.password);

/** A field that may be left empty. */
const optionalLine = z
	.string()
	.max(LIMITS.password)
	.transform((text) => (text.trim() === '' ? undefined : text))
	.pipe(line(200).optional());

export const registration = z.strictObject({
	name: line(LIMITS.name),
	email,
	password: fresh,
	organization: optionalLine.optional()
});

export const addressOfAccount = z.strictObject({ email });

/** In the browser that has registered no password is asked for. */
export const confirmation = z.strictObject({
	password: z.string().max(LIMITS.password).optional()
});

export const passwordToSet = z.strictObject({ password: fresh });

export const acceptance = z.strictObject({ name: line(LIMITS.name), password: fresh });

/** Six digits of an app or a recovery code, with the spaces and hyphens people type. */
const code = z.string().trim().min(1).max(40);

export const codeOnly = z.strictObject({ code });

export const passwordOnly = z.strictObject({ password: known });

export const passwordAndCode = z.strictObject({ password: known, code });

/** A sign-in of the API: the code is asked for where there is a second factor. */
export const credentialsWithCode = credentials.extend({ code: code.optional() });

export const oneSession = z.strictObject({ id: z.string().min(1).max(64) });
