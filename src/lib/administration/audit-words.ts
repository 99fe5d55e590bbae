import type { AuditChange } from '#lib/domain/audit.ts';
import { incidentStatusLabel, priorityLabel, roleLabel } from '#lib/format/labels.ts';
import { maintenanceStatusLabel, serviceStateLabel, severityLabel } from '#lib/format/labels.ts';
import { ticketStatusLabel } from '#lib/format/labels.ts';
import { locale as pageLocale, type Locale } from '#lib/format/locale.ts';
import { metricAggregateWord, metricDirectionWord, metricUnitWord } from '#lib/kpi/metric-words.ts';
import { m } from '#lib/paraglide/messages.js';
import { AUDIT_FIELD_LABEL, AUDIT_TYPE_LABEL } from './audit-labels.ts';

type Said = (inputs?: Record<string, never>, options?: { locale?: Locale }) => string;

/** Codes that stand for words, whatever field they are in; none of them stands for two things. */
const WORDS: Readonly<Record<string, Said>> = {
	...maintenanceStatusLabel,
	...serviceStateLabel,
	...severityLabel,
	...incidentStatusLabel,
	...priorityLabel,
	...ticketStatusLabel,
	...roleLabel,
	true: m.admin_yes,
	false: m.admin_no,
	running: m.admin_sla_running,
	paused: m.admin_sla_paused,
	warning: m.admin_sla_warning,
	breached: m.admin_sla_breached,
	met: m.admin_sla_met,
	open: m.admin_registration_open,
	closed: ticketStatusLabel.closed,
	...metricUnitWord,
	...metricDirectionWord,
	...metricAggregateWord
};

/** Fields whose values are codes; in any other a word may be just what somebody wrote. */
const CODED: ReadonlySet<string> = new Set([
	'status',
	'priority',
	'severity',
	'state',
	'manual',
	'role',
	'blocked',
	'mail',
	'hidden',
	'public',
	'confirmed',
	'response',
	'resolution',
	'unit',
	'direction',
	'aggregate'
]);

/** What happened: «Изменена заявка». */
export function auditTypeText(type: string, locale: Locale = pageLocale()): string {
	return AUDIT_TYPE_LABEL[type]?.({}, { locale }) ?? type;
}

/** The name of a field: «Исполнитель». */
export function fieldText(field: string, locale: Locale = pageLocale()): string {
	return AUDIT_FIELD_LABEL[field]?.({}, { locale }) ?? field;
}

/** A value in words: «В работе», «—» for nothing. */
export function auditValueText(
	{ field }: Pick<AuditChange, 'field'>,
	value: string | null,
	locale: Locale = pageLocale()
): string {
	if (value === null || value === '') return m.admin_nothing({}, { locale });
	const word = CODED.has(field) && Object.hasOwn(WORDS, value) ? WORDS[value] : undefined;
	if (word) return word({}, { locale });
	// Milliseconds are cut off: seconds are enough to tell two things apart.
	return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)
		? `${value.slice(0, 19).replace('T', ' ')} UTC`
		: value;
}

/** A whole change on one line: «Статус: Новая → В работе». */
export function changeText(change: AuditChange, locale: Locale = pageLocale()): string {
	const field = fieldText(change.field, locale);
	// A password is changed without telling anything of it.
	if (change.before === null && change.after === null) return field;
	const after = auditValueText(change, change.after, locale);
	if (change.before === null) return `${field}: ${after}`;
	return `${field}: ${auditValueText(change, change.before, locale)} → ${after}`;
}

/** Where the thing an event is about can be looked at, or null. */
export function auditHref(about: string | null, personId: number | null): string | null {
	if (personId !== null) return `/panel/users/${personId}`;
	if (about === null) return null;
	if (about.startsWith('BC-')) return `/panel/queue/${about}`;
	if (about.startsWith('INC-')) return `/panel/incidents/${about}`;
	return about.startsWith('MW-') ? '/panel/services' : null;
}
