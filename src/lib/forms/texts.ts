import type { ErrorCode, FieldIssue } from '#lib/domain/errors.ts';
import { durationText } from '#lib/format/durations.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Refusal } from './refusal.ts';

const ISSUES: Readonly<Record<string, () => string>> = {
	required: m.issue_required,
	too_short: m.issue_too_short,
	too_long: m.issue_too_long,
	invalid: m.issue_invalid,
	invalid_email: m.issue_invalid_email,
	unknown_field: m.issue_unknown_field,
	unknown_service: m.issue_unknown_service,
	unknown_person: m.issue_unknown_person,
	unknown_assignee: m.issue_unknown_person,
	unknown_requester: m.issue_unknown_person,
	nothing_chosen: m.panel_issue_nothing_chosen,
	too_many: m.panel_issue_too_many,
	nothing_to_change: m.panel_issue_nothing_to_change,
	wrong_password: m.cabinet_wrong_password,
	already_there: m.sla_issue_already_there,
	unknown_calendar: m.sla_issue_unknown_calendar,
	unknown_ticket: m.issue_unknown_ticket,
	unknown_incident: m.issue_unknown_incident,
	in_future: m.issue_in_future,
	in_the_future: m.issue_in_future,
	metric_key: m.kpi_metrics_issue_key,
	key_taken: m.kpi_metrics_issue_key_taken,
	in_past: m.issue_in_past,
	before_start: m.issue_before_start,
	not_resolved: m.issue_not_resolved,
	under_way: m.issue_under_way,
	slug_taken: m.issue_slug_taken,
	unknown_section: m.documents_issue_unknown_section,
	unknown_code: m.screens_issue_code,
	other_password: m.accounts_issue_other_password,
	wrong_code: m.accounts_issue_wrong_code,
	has_password: m.accounts_issue_has_password,
	no_password: m.accounts_issue_no_password,
	own_account: m.admin_issue_own_account,
	last_admin: m.admin_issue_last_admin,
	email_taken: m.admin_issue_email_taken,
	same_organization: m.admin_issue_same_organization,
	unknown_organization: m.admin_issue_unknown_organization,
	admin_only: m.admin_issue_admin_only,
	period_too_long: m.reports_issue_period_too_long,
	reports_waiting: m.reports_issue_waiting,
	form_trap: m.site_issue_trap,
	form_too_fast: m.site_issue_too_fast,
	form_expired: m.site_issue_expired,
	overlaps: m.shifts_issue_overlaps,
	shift_too_long: m.shifts_issue_too_long,
	too_many_shifts: m.shifts_issue_too_many,
	no_such_time: m.shifts_issue_no_such_time,
	not_on_duty: m.shifts_issue_not_on_duty,
	no_day: m.shifts_rule_days_missing
};

/** Fields in which an e-mail is typed. */
const EMAILS = new Set(['email', 'requester']);

const REFUSALS: Readonly<Record<ErrorCode, () => string>> = {
	invalid_input: m.refusal_invalid_input,
	not_signed_in: m.refusal_not_signed_in,
	forbidden: m.refusal_forbidden,
	not_found: m.refusal_not_found,
	stale_version: m.refusal_stale_version,
	forbidden_transition: m.refusal_forbidden_transition,
	too_late: m.refusal_too_late,
	idempotency_conflict: m.refusal_idempotency_conflict,
	wrong_credentials: m.refusal_wrong_credentials,
	not_confirmed: m.accounts_refusal_not_confirmed,
	second_factor_required: m.accounts_refusal_second_factor,
	second_factor_missing: m.accounts_refusal_second_factor_missing,
	too_many_attempts: m.refusal_unavailable,
	too_large: m.desk_refusal_too_large,
	no_room: m.desk_refusal_no_room,
	unavailable: m.refusal_unavailable
};

/** What any form may get back from its page: a refusal, a success, or nothing yet. */
export type FormResult = Partial<Refusal> | null | undefined;

/** The refusal that an action answered with, if it is one. */
export function refusalIn(data: Record<string, unknown> | undefined): Refusal | null {
	return isRefusal(data) ? data : null;
}

/** Did this form, among the others of the page, come back refused? */
export function refusedIn(form: FormResult, action: string): Refusal | null {
	return isRefusal(form) && form.action === action ? form : null;
}

/** The message at a field, or undefined when it is well. */
export function issueText(
	refusal: { readonly issues: readonly FieldIssue[] } | null,
	field: string
): string | undefined {
	const issue = refusal?.issues.find((candidate) => candidate.field === field);
	if (!issue) return undefined;
	if (issue.code === 'invalid' && EMAILS.has(field)) return m.issue_invalid_email();
	return (ISSUES[issue.code] ?? m.issue_invalid)();
}

/** The message above a form. */
export function refusalText(refusal: Refusal): string {
	if (refusal.retryAfter !== null && refusal.code === 'too_many_attempts')
		return m.refusal_too_many_attempts({ duration: durationText(refusal.retryAfter * 1000) });
	const who = refusal.stale?.changedBy;
	if (refusal.code === 'stale_version' && who) return m.refusal_stale_by({ who });
	return REFUSALS[refusal.code]();
}

/** What was typed into a field before the form was refused, else the value given. */
export function typed(refusal: Refusal | null, field: string, fallback = ''): string {
	const value = refusal?.values[field];
	return typeof value === 'string' ? value : fallback;
}

/** The same for a list of boxes. */
export function typedList(
	refusal: Refusal | null,
	field: string,
	fallback: readonly string[] = []
): readonly string[] {
	const value = refusal?.values[field];
	return Array.isArray(value) ? value : refusal ? [] : fallback;
}

function isRefusal(form: FormResult | Record<string, unknown>): form is Refusal {
	return !!form && typeof form.code === 'string' && Array.isArray(form.issues);
}
