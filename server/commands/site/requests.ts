import { addressKey } from '#server/sessions/address-key.ts';
import { DomainError, fieldError } from '#lib/domain/errors.ts';
import { SYSTEM } from '#lib/domain/people.ts';
import { ticketNumber } from '#lib/domain/ticket.ts';
import type { WriteTransaction } from '#server/database/database.ts';
import type { CommandContext, Execute } from '#server/events/outbox.ts';
import type { SiteCommands, SiteRequestInput } from '#server/portal/site.ts';
import { figureFacts, selectTickets, ticketRecord } from '#server/records/ticket-record.ts';
import type { RequestTokens } from '#server/sessions/request-token.ts';
import { insertTicket } from '../create-ticket.ts';
import { keepHistory } from '../history.ts';

const WINDOW_MS = 3_600_000;

/** Requests let through in an hour: from one address, and in the name of one mailbox. */
const FOR_ADDRESS = 10;
const FOR_MAILBOX = 3;

/**
 * Files a ticket for somebody who is not signed in. Whether the mailbox has an account makes no
 * difference that the writer could see. The ticket is the mailbox owner's, marked in its history
 * as nobody's proved word, and told to the owner as unread and by a letter that repeats nothing
 * the writer typed: so nothing gets into a cabinet unseen, and the form carries no mail for others.
 */
export function fileRequest(execute: Execute, tokens: RequestTokens): SiteCommands['fileRequest'] {
	return (input, { address }) =>
		execute(async (context) => {
			const { tx, now } = context;
			if (input.website !== '') throw fieldError('form', 'form_trap');
			const verdict = tokens.verify(input.token, now);
			if (!verdict.ok)
				throw fieldError('form', verdict.why === 'too_fast' ? 'form_too_fast' : 'form_expired');
			const known = await tx.one<{ id: number }>(
				`SELECT ticket_id AS id FROM site_requests WHERE token = $1`,
				[verdict.nonce]
			);
			if (known) return { number: ticketNumber(known.id) };
			await count(tx, `site:address|${addressKey(address)}`, FOR_ADDRESS, now);
			await count(tx, `site:mailbox|${input.email}`, FOR_MAILBOX, now);
			return { number: await file(context, input, verdict.nonce) };
		});
}

async function file(
	context: CommandContext,
	{ name, email, phone, service, subject, message }: SiteRequestInput,
	nonce: string
): Promise<string> {
	const { tx, now } = context;
	const account = await tx.one<{ id: number }>(`SELECT id FROM users WHERE email = $1`, [email]);
	const id = await insertTicket(context, SYSTEM, {
		subject,
		description: message,
		service,
		priority: 'normal',
		requester: email,
		requesterName: name
	});
	await tx.run(
		`INSERT INTO site_requests (ticket_id, token, name, email, phone, known_account, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		[id, nonce, name, email, phone, account !== null, now]
	);
	const [row] = await selectTickets(tx, 'WHERE t.id = $1', [id]);
	if (!row) throw new DomainError('not_found');
	context.record({
		type: 'ticket.created',
		actor: SYSTEM,
		history: await keepHistory(context, SYSTEM, row, { origin: [null, 'site'] }),
		ticket: ticketRecord(row),
		counted: { before: null, after: figureFacts(row) }
	});
	return ticketNumber(id);
}

/** Throws `too_many_attempts` with the seconds to wait. */
async function count(tx: WriteTransaction, key: string, limit: number, now: number): Promise<void> {
	const [row] = await tx.run<{ failures: number; resetsAt: number }>(
		`INSERT INTO sign_in_attempts (key, failures, resets_at) VALUES ($1, 1, $2)
		ON CONFLICT (key) DO UPDATE SET
			failures = CASE WHEN sign_in_attempts.resets_at <= $3 THEN 1
				ELSE sign_in_attempts.failures + 1 END,
			resets_at = CASE WHEN sign_in_attempts.resets_at <= $3 THEN excluded.resets_at
				ELSE sign_in_attempts.resets_at END
		RETURNING failures, resets_at AS "resetsAt"`,
		[key, now + WINDOW_MS, now]
	);
	if (row && row.failures > limit)
		throw new DomainError('too_many_attempts', {
			retryAfter: Math.max(1, Math.ceil((row.resetsAt - now) / 1000))
		});
}
