import type { ErrorCode } from '#lib/domain/errors.ts';
import { m } from '#lib/paraglide/messages.js';

/** Why one of several was refused, in a few words behind its number. */
export const REFUSAL_LABELS: Readonly<Record<ErrorCode, () => string>> = {
	invalid_input: m.panel_refused_invalid,
	not_signed_in: m.refusal_not_signed_in,
	forbidden: m.refusal_forbidden,
	not_found: m.panel_refused_not_found,
	stale_version: m.panel_refused_stale,
	forbidden_transition: m.panel_refused_transition,
	too_late: m.panel_refused_transition,
	idempotency_conflict: m.panel_refused_stale,
	wrong_credentials: m.refusal_forbidden,
	not_confirmed: m.refusal_forbidden,
	second_factor_required: m.refusal_forbidden,
	second_factor_missing: m.refusal_forbidden,
	too_many_attempts: m.panel_refused_busy,
	too_large: m.panel_refused_invalid,
	no_room: m.panel_refused_busy,
	unavailable: m.panel_refused_busy
};
