import { DomainError, fieldError } from '#lib/domain/errors.ts';
import type { SlaBook, SlaPolicyView } from '#lib/domain/sla-policy.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { Commands } from '#server/portal.ts';
import { demand } from './authorise.ts';
import { differencesOf } from './differences.ts';
import { serviceBySlug } from './references.ts';
import { changeSlaVersion, lockSla } from './sla-version.ts';

/** Promises for one service what differs from all others. */
export function createSlaPolicy(execute: Execute): Commands['createSlaPolicy'] {
	return (actor, input) =>
		execute(async ({ tx, record }) => {
			demand(actor, 'sla.manage');
			const book = await lockSla(tx);
			const service = await serviceBySlug(tx, input.service);
			refuseImpossible(book, input);
			if (
				book.policies.some((one) => one.service === service.slug && one.priority === input.priority)
			)
				throw fieldError('service', 'already_there');
			const [made] = await tx.run<{ id: number }>(
				`INSERT INTO service_level_policies (priority, service_id, response_minutes,
					resolution_minutes, warning_percent, calendar_id, version)
				VALUES ($1, $2, $3, $4, $5, $6, 1) RETURNING id`,
				[
					input.priority,
					service.id,
					input.responseMinutes,
					input.resolutionMinutes,
					input.warningPercent,
					input.calendar
				]
			);
			const policy = policyIn(await changeSlaVersion(tx), made?.id ?? 0);
			record({ type: 'sla.policy_created', actor, slaPolicy: policy });
			return policy;
		});
}

/**
 * Changes what is promised. Tickets that are filed already keep their promise until their
 * priority or service changes, or an administrator has all of them counted anew.
 */
export function updateSlaPolicy(execute: Execute): Commands['updateSlaPolicy'] {
	return (actor, id, { version, ...patch }) =>
		execute(async ({ tx, record }) => {
			demand(actor, 'sla.manage');
			const book = await lockSla(tx);
			const before = policyIn(book, id);
			if (version !== undefined && version !== before.version) throw stalePolicy(before);
			const wanted = { ...before, ...defined(patch) };
			refuseImpossible(book, wanted);
			const changed = differencesOf(before, wanted);
			if (Object.keys(changed).length === 0) return before;
			await tx.run(
				`UPDATE service_level_policies SET response_minutes = $2, resolution_minutes = $3,
					warning_percent = $4, calendar_id = $5, version = version + 1 WHERE id = $1`,
				[
					id,
					wanted.responseMinutes,
					wanted.resolutionMinutes,
					wanted.warningPercent,
					wanted.calendar
				]
			);
			const policy = policyIn(await changeSlaVersion(tx), id);
			record({ type: 'sla.policy_changed', actor, changed, slaPolicy: policy });
			return policy;
		});
}

/** Takes a service's own policy away; the one for all services is in force again. */
export function deleteSlaPolicy(execute: Execute): Commands['deleteSlaPolicy'] {
	return (actor, id) =>
		execute(async ({ tx, record }) => {
			demand(actor, 'sla.manage');
			const policy = policyIn(await lockSla(tx), id);
			// Without it a priority would promise nothing, and no ticket of it could be filed.
			if (policy.service === null) throw fieldError('service', 'general_policy');
			await tx.run(`DELETE FROM service_level_policies WHERE id = $1`, [id]);
			await changeSlaVersion(tx);
			record({ type: 'sla.policy_deleted', actor, slaPolicy: policy });
		});
}

function policyIn({ policies }: SlaBook, id: number): SlaPolicyView {
	const policy = policies.find((one) => one.id === id);
	if (!policy) throw new DomainError('not_found');
	return policy;
}

function refuseImpossible(
	{ calendars }: SlaBook,
	policy: Pick<SlaPolicyView, 'responseMinutes' | 'resolutionMinutes' | 'calendar'>
): void {
	if (!calendars.some(({ id }) => id === policy.calendar))
		throw fieldError('calendar', 'unknown_calendar');
	if (policy.responseMinutes > policy.resolutionMinutes)
		throw fieldError('responseMinutes', 'longer_than_resolution');
}

function stalePolicy(policy: SlaPolicyView): DomainError {
	const { version: currentVersion, id: _id, ...current } = policy;
	return new DomainError('stale_version', {
		stale: { currentVersion, changedBy: null, changedAt: null, current }
	});
}

/** A patch without what was not given. */
function defined<T extends object>(patch: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
	const given: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
	for (const key in patch) {
		const value = patch[key];
		if (value !== undefined) Object.assign(given, { [key]: value });
	}
	return given;
}
