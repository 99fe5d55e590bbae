import type { z } from 'zod';
import type { ErrorCode } from '#lib/domain/errors.ts';
import type { Action } from '#lib/domain/permission.ts';

/** What a call answers when it went well: the schema of its JSON, or null when there is no body. */
export interface GoodAnswer {
	readonly description: string;
	readonly schema: z.ZodType | null;
	/** Where it is not JSON of ours. */
	readonly contentType?: string;
}

/** One route as the outside may rely on it. */
export interface ApiCall {
	/** One line, as a sentence. */
	readonly summary: string;
	/** What one line cannot say. */
	readonly description?: string;
	/** Groups the call with its kin in a reader's table of contents. */
	readonly tag: string;
	/** Who may: everybody, whoever is signed in, or those whose role has this permission. */
	readonly may: 'anyone' | 'signed_in' | Action;
	/** The schema its query is parsed by: an object. */
	readonly query?: z.ZodObject;
	/** The schema its JSON body is parsed by. */
	readonly body?: z.ZodType;
	/** A body of another kind, by its content type. */
	readonly upload?: { readonly contentType: string; readonly description: string };
	/** The same `Idempotency-Key` again has no second effect. */
	readonly idempotent?: true;
	/** Good answers by their status. */
	readonly answers: Readonly<Record<number, GoodAnswer>>;
	/** Refusals beyond those that follow from `may`, `query`, `body` and the address. */
	readonly refusals?: readonly ErrorCode[];
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** `POST /tickets/:number/comments` → what it is. */
export type CallTable = Readonly<Record<`${Method} /${string}`, ApiCall>>;
