import type { Context } from 'koa';
import type { z } from 'zod';
import { DomainError } from '#lib/domain/errors.ts';
import { audienceOf, type Audience } from '#lib/domain/audience.ts';
import type { Viewer } from '#lib/domain/people.ts';
import { may, type Action } from '#lib/domain/permission.ts';
import { parseInput } from '#lib/input/parse.ts';

/** What the API's own middleware puts on a request. */
export interface ApiState {
	viewer: Viewer;
	/** The token's or the cookie's session. */
	sessionId: string | null;
	/** Address of the caller, proxies taken into account. */
	address: string;
	/** What a screen sees, when a screen's token was shown. */
	screen: Audience | null;
}

/** What routes need of Koa's context; `state` was filled in by the API's own middleware. */
export type ApiContext = Pick<Context, 'request' | 'query' | 'get'> & {
	readonly state: Readonly<Record<string, unknown>>;
};

/** Who calls. */
export function callerOf(context: ApiContext): Viewer {
	const { viewer } = context.state;
	return isViewer(viewer) ? viewer : null;
}

function isViewer(value: unknown): value is NonNullable<Viewer> {
	return typeof value === 'object' && value !== null && 'role' in value && 'id' in value;
}

/** What the caller may see: of a person by who it is, of a screen by its board. */
export function audienceOfCaller(context: ApiContext): Audience {
	const { screen } = context.state;
	return screen === 'staff' || screen === 'public' ? screen : audienceOf(callerOf(context));
}

/** Where the call comes from. */
export function addressOf(context: ApiContext): string {
	return typeof context.state['address'] === 'string' ? context.state['address'] : '';
}

/** The one who calls, who must be signed in. Throws `not_signed_in`. */
export function signedIn(context: ApiContext): NonNullable<Viewer> {
	const viewer = callerOf(context);
	if (viewer === null) throw new DomainError('not_signed_in');
	return viewer;
}

/** The one who calls, who must be allowed to do this. Throws `not_signed_in` or `forbidden`. */
export function permitted(context: ApiContext, action: Action): NonNullable<Viewer> {
	const viewer = signedIn(context);
	if (!may(viewer, action)) throw new DomainError('forbidden');
	return viewer;
}

/** The JSON body, parsed by a schema. */
export function body<S extends z.ZodType>(context: ApiContext, schema: S): z.output<S> {
	const raw: unknown = Reflect.get(context.request, 'body');
	return parseInput(schema, raw ?? {});
}

/**
 * The query, parsed by a schema; a parameter given twice is refused, and one that is left empty
 * is not given: forms and scripts write all of them down.
 */
export function query<S extends z.ZodType>(context: ApiContext, schema: S): z.output<S> {
	const given = Object.entries(context.query).filter(([, value]) => value !== '');
	return parseInput(schema, Object.fromEntries(given));
}

/** The key under which a repeated request has one effect. */
export function idempotencyKey(context: ApiContext): string | undefined {
	const key = context.get('Idempotency-Key');
	return key === '' ? undefined : key;
}

/** A part of the address. */
export function part(context: ApiContext, name: string): string {
	const params: unknown = Reflect.get(context, 'params');
	const value: unknown =
		typeof params === 'object' && params !== null ? Reflect.get(params, name) : undefined;
	if (typeof value !== 'string') throw new DomainError('not_found');
	return value;
}
