import { createHash } from 'node:crypto';
import { DomainError } from '#lib/domain/errors.ts';
import type { Actor } from '#lib/domain/people.ts';
import type { CommandContext } from '#server/events/outbox.ts';

const LONGEST_KEY = 200;

/**
 * One key of one actor has one effect: does the work, or finds what it made before.
 * `make` returns the id of what it made. Throws `idempotency_conflict` when the same key
 * comes with another request.
 */
export async function once(
	context: CommandContext,
	actor: Actor,
	request: { key: string | undefined; input: unknown },
	make: () => Promise<number>
): Promise<{ id: number; created: boolean }> {
	const { key, input } = request;
	if (key === undefined || actor.id === null) return { id: await make(), created: true };
	if (key.length === 0 || key.length > LONGEST_KEY)
		throw new DomainError('invalid_input', {
			issues: [{ field: 'Idempotency-Key', code: 'invalid' }]
		});
	const { tx, now } = context;
	const fingerprint = createHash('sha256').update(JSON.stringify(input)).digest('base64url');
	const kept = await tx.one<{ fingerprint: string; result: string }>(
		`SELECT fingerprint, result FROM idempotency_keys WHERE actor_id = $1 AND key = $2`,
		[actor.id, key]
	);
	if (kept) {
		if (kept.fingerprint !== fingerprint) throw new DomainError('idempotency_conflict');
		return { id: Number(kept.result), created: false };
	}
	const id = await make();
	await tx.models.IdempotencyKey.create(
		{ actorId: actor.id, key, fingerprint, result: String(id), createdAt: now },
		{ transaction: tx.transaction }
	);
	return { id, created: true };
}
