import { DomainError, fieldError, isDomainError, type ErrorCode } from '#lib/domain/errors.ts';
import type { Actor } from '#lib/domain/people.ts';
import { ticketPatch } from '#lib/input/schemas.ts';
import { parseInput } from '#lib/input/parse.ts';
import type { Commands, TicketPatch } from '#server/portal.ts';

/** Tickets changed at once; more would hold up the queue of writes for everybody else. */
const MOST = 200;

/** What became of each ticket. */
export interface BulkReport {
	readonly done: readonly string[];
	readonly refused: readonly { readonly number: string; readonly code: ErrorCode }[];
	readonly patch: Pick<TicketPatch, 'status' | 'priority' | 'assignee'>;
}

/** Changes each ticket by itself: one that is refused holds up none of the others. */
export async function changeAll(
	commands: Pick<Commands, 'updateTicket'>,
	actor: Actor,
	input: Record<string, unknown>
): Promise<BulkReport> {
	const numbers = Array.isArray(input['numbers']) ? input['numbers'].map(String) : [];
	if (numbers.length === 0) throw fieldError('numbers', 'nothing_chosen');
	if (numbers.length > MOST) throw fieldError('numbers', 'too_many');
	const patch = parseInput(ticketPatch, wantedOf(input));
	if (Object.keys(patch).length === 0) throw fieldError('change', 'nothing_to_change');
	const done: string[] = [];
	const refused: BulkReport['refused'][number][] = [];
	for (const number of new Set(numbers)) {
		try {
			await commands.updateTicket(actor, number, patch);
			done.push(number);
		} catch (refusal) {
			if (!isDomainError(refusal) || refusal.code === 'forbidden') throw refusal;
			// What is wrong with the change itself is wrong for all of them.
			if (refusal.code === 'invalid_input') throw refusal;
			refused.push({ number, code: refusal.code });
		}
	}
	if (done.length === 0 && refused.every(({ code }) => code === 'unavailable'))
		throw new DomainError('unavailable');
	return { done, refused, patch };
}

/** What is to be set. `none` takes the assignee away; empty choices of the bar change nothing. */
function wantedOf(input: Record<string, unknown>): Record<string, unknown> {
	const { status, priority, assignee } = input;
	const wanted: Record<string, unknown> = {};
	if (status) wanted['status'] = status;
	if (priority) wanted['priority'] = priority;
	const alone = status === undefined && priority === undefined;
	if (assignee === 'none' || (assignee === '' && alone)) wanted['assignee'] = '';
	else if (assignee) wanted['assignee'] = assignee;
	return wanted;
}
