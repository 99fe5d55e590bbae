import type { Severity } from './incident.ts';

/** Senders of alerts whose messages are understood. */
export const ALERT_SOURCES = ['alertmanager', 'grafana', 'uptime-kuma', 'generic'] as const;
export type AlertSource = (typeof ALERT_SOURCES)[number];

export const ALERT_STATES = ['firing', 'resolved'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/** What monitoring says of one trouble, whichever system it was. */
export interface Alert {
	readonly source: AlertSource;
	/** The same trouble has the same one, however often it is told. */
	readonly fingerprint: string;
	readonly state: AlertState;
	readonly title: string;
	/** Empty where there is nothing to add to the title. */
	readonly message: string;
	readonly severity: Severity;
	/** As the sender calls them: slugs, or nothing that is known here. */
	readonly services: readonly string[];
	/** When the trouble began, milliseconds; null where the sender does not say. */
	readonly startedAt: number | null;
	/** When it ended; null while it has not, and where the sender does not say. */
	readonly endedAt: number | null;
}

/** What came of the alerts of one delivery. */
export interface AlertReport {
	readonly opened: number;
	readonly updated: number;
	readonly resolved: number;
	/** Told before, or of nothing that is known. */
	readonly ignored: number;
	/** Numbers of the incidents that the alerts belong to. */
	readonly incidents: readonly string[];
}

/** The alert that opened an incident, as staff see it. */
export interface AlertView {
	readonly source: AlertSource;
	/** What monitoring said last, whatever has become of the incident. */
	readonly state: AlertState;
	/** How often it was told. */
	readonly times: number;
	readonly firstSeenAt: string;
	readonly lastSeenAt: string;
}

const CRITICAL = /^(critical|crit|disaster|emergency|fatal|page|blocker|p1|sev-?1)$/;
const MINOR = /^(minor|info|information|informational|notice|low|none|debug|p[45]|sev-?[45])$/;

/** The severity behind a sender's word; whatever is not known is taken seriously. */
export function severityOf(word: string | null | undefined): Severity {
	const plain = (word ?? '').trim().toLowerCase();
	if (CRITICAL.test(plain)) return 'critical';
	return MINOR.test(plain) ? 'minor' : 'major';
}

const MOST_SERVICES = 20;

/** The services in a label: one, or several with commas or spaces between them. */
export function servicesIn(label: string | readonly string[] | null | undefined): string[] {
	const parts = (typeof label === 'string' ? [label] : (label ?? [])).flatMap((part) =>
		part.toLowerCase().split(/[\s,;]+/)
	);
	return [...new Set(parts.filter((part) => part !== ''))].slice(0, MOST_SERVICES);
}

/** A moment as a sender writes it; null for none, and for the year 1 by which Go means none. */
export function momentOf(text: string | null | undefined): number | null {
	const at = Date.parse(text ?? '');
	return Number.isNaN(at) || at <= 0 ? null : at;
}

/** Updates that an alert may add as fast as it likes. */
const FREE_UPDATES = 10;
const LATER_EVERY_MS = 3_600_000;

/**
 * May an alert add one more update to the timeline? A text with a measured value in it is another
 * one every minute, and each update is kept and sent with all those before it.
 */
export function mayTell(told: { times: number; lastAt: number }, now: number): boolean {
	return told.times < FREE_UPDATES || now - told.lastAt >= LATER_EVERY_MS;
}

/** Everything an alert says, as one text. */
export function alertText({ title, message }: Pick<Alert, 'title' | 'message'>): string {
	return message === '' || message === title ? title : `${title}\n\n${message}`;
}
