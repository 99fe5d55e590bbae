import type { PersonRef } from './people.ts';
import type { ServiceState } from './service.ts';

export const INCIDENT_STATUSES = ['investigating', 'identified', 'monitoring', 'resolved'] as const;
export type IncidentStatus = (typeof INCIDENT_STATUSES)[number];

/** From the least to the most severe. */
export const SEVERITIES = ['minor', 'major', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How long a resolved incident stays on live screens, milliseconds. */
export const RESOLVED_STAYS_MS = 24 * 3_600_000;

/** What a service suffers when nobody said otherwise. */
export const DEFAULT_IMPACT: Readonly<Record<Severity, ServiceState>> = {
	minor: 'degraded',
	major: 'partial_outage',
	critical: 'major_outage'
};

const NUMBER_PREFIX = 'INC-';

/** The number people say aloud: `INC-17`. */
export function incidentNumber(id: number): string {
	return `${NUMBER_PREFIX}${id}`;
}

/** The row behind a number, or null when the text is not an incident number. */
export function incidentId(number: string): number | null {
	const match = /^INC-([1-9]\d{0,14})$/i.exec(number);
	return match ? Number(match[1]) : null;
}

/** An affected service and what it suffers. */
export interface ImpactView {
	readonly slug: string;
	readonly name: string;
	readonly impact: ServiceState;
}

/** One entry of an incident's timeline. `author` is there for staff only. */
export interface IncidentUpdateView {
	readonly id: number;
	readonly at: string;
	readonly status: IncidentStatus;
	readonly severity: Severity;
	readonly message: string;
	readonly author?: string | null;
	/** Services whose impact changed with it; left out when none did. */
	readonly impacts?: readonly ImpactChange[];
}

/** How the impact on one service changed; null before stands for one that was not affected. */
export interface ImpactChange {
	readonly slug: string;
	readonly name: string;
	readonly before: ServiceState | null;
	readonly after: ServiceState;
}

/** Times of an incident that staff may correct, as they are named everywhere. */
export const INCIDENT_TIMES = ['startedAt', 'acknowledgedAt', 'resolvedAt'] as const;
export type IncidentTime = (typeof INCIDENT_TIMES)[number];

/** A time that was corrected, and from what. Why, and by whom, is there for staff only. */
export interface CorrectionView {
	readonly id: number;
	readonly at: string;
	readonly field: IncidentTime;
	readonly before: string | null;
	readonly after: string | null;
	readonly reason?: string;
	readonly author?: string | null;
}

/** What went wrong and what was learned, as Markdown. */
export const POSTMORTEM_STATES = ['none', 'draft', 'published'] as const;
export type PostmortemState = (typeof POSTMORTEM_STATES)[number];

/** A post-mortem; a draft is for staff only. */
export interface PostmortemView {
	readonly number: string;
	/** Markdown */
	readonly body: string;
	readonly updatedAt: string;
	readonly publishedAt: string | null;
	/** There for staff only. */
	readonly author?: string | null;
}

/** An incident as everybody sees it; the newest update comes first. */
export interface PublicIncident {
	readonly number: string;
	readonly title: string;
	readonly severity: Severity;
	readonly status: IncidentStatus;
	readonly services: readonly ImpactView[];
	readonly startedAt: string;
	readonly updatedAt: string;
	readonly acknowledgedAt: string | null;
	readonly resolvedAt: string | null;
	readonly updates: readonly IncidentUpdateView[];
	/** Times that were corrected, the latest first. */
	readonly corrections: readonly CorrectionView[];
	/** Since when its post-mortem is public, or null. */
	readonly postmortemAt: string | null;
}

/** An incident as staff see it. */
export interface StaffIncident extends PublicIncident {
	readonly acknowledgedBy: PersonRef | null;
	readonly postmortem: PostmortemState;
	/** Numbers of the tickets linked to it, the first linked first. */
	readonly tickets: readonly string[];
	readonly version: number;
}

export type AnyIncident = PublicIncident | StaffIncident;

/** Order of incidents on every screen: open before resolved, worse before better, newest first. */
export function byGravity(a: AnyIncident, b: AnyIncident): number {
	return (
		Number(a.status === 'resolved') - Number(b.status === 'resolved') ||
		SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
		(a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : 0) ||
		(a.number < b.number ? 1 : -1)
	);
}
