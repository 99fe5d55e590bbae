/** A reply written once and used often: one's own, or shared by all staff. */
export interface CannedReply {
	readonly id: number;
	readonly title: string;
	/** May hold `{name}`, `{number}` and `{service}`. */
	readonly body: string;
	readonly shared: boolean;
}

/** What stands in a canned reply for what only the ticket knows. */
export const PLACEHOLDERS = ['name', 'number', 'service'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/**
 * The words of a canned reply for one ticket. Braces that mean nothing stay as they are, and what
 * is put in is never looked through again: a client called «{number}» stays called so.
 */
export function fillReply(body: string, values: Readonly<Record<Placeholder, string>>): string {
	return body.replace(/\{(name|number|service)\}/g, (_whole, name: Placeholder) => values[name]);
}

/** What is written already with a canned reply behind it, on a line of its own. */
export function withReply(written: string, reply: string): string {
	const before = written.trimEnd();
	return before === '' ? reply : `${before}\n\n${reply}`;
}
