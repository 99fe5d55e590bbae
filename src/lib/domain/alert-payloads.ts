import {
	momentOf,
	servicesIn,
	severityOf,
	type Alert,
	type AlertSource,
	type AlertState
} from './alert.ts';
import type { AlertWords } from './alert-words.ts';

/** Senders leave things out, or send null in their place. */
type Maybe<T> = T | null | undefined;

/** What Alertmanager sends (its webhook, version 4), and Grafana after it. */
export interface PrometheusPayload {
	readonly status?: Maybe<AlertState>;
	/** Grafana's, of the whole group. */
	readonly title?: Maybe<string>;
	readonly alerts: readonly PrometheusAlert[];
}

interface Annotations {
	readonly summary?: Maybe<string>;
	readonly title?: Maybe<string>;
	readonly description?: Maybe<string>;
	readonly message?: Maybe<string>;
}

export interface PrometheusAlert {
	readonly status?: Maybe<AlertState>;
	readonly labels?: Maybe<Readonly<Record<string, string>>>;
	readonly annotations?: Maybe<Annotations>;
	readonly startsAt?: Maybe<string>;
	readonly endsAt?: Maybe<string>;
	readonly fingerprint?: Maybe<string>;
}

/** What Uptime Kuma sends; without a heartbeat it only tries whether anybody listens. */
export interface UptimeKumaPayload {
	readonly heartbeat: Maybe<{ readonly status: number; readonly msg?: Maybe<string> }>;
	readonly monitor?: Maybe<{
		readonly id?: Maybe<string | number>;
		readonly name?: Maybe<string>;
		readonly tags?: Maybe<readonly { readonly name: string; readonly value?: Maybe<string> }[]>;
	}>;
	readonly msg?: Maybe<string>;
}

/** What scripts and other systems send. */
export interface GenericPayload {
	readonly fingerprint?: Maybe<string>;
	readonly status: AlertState;
	readonly title: string;
	readonly message?: Maybe<string>;
	readonly severity?: Maybe<string>;
	readonly service?: Maybe<string | readonly string[]>;
	readonly startsAt?: Maybe<string>;
}

/**
 * The alerts of Alertmanager and Grafana. Only what people have written into the rules is taken:
 * Grafana's `message` and `valueString` list labels, and timelines are public.
 */
export function prometheusAlerts(
	source: Extract<AlertSource, 'alertmanager' | 'grafana'>,
	payload: PrometheusPayload,
	words: AlertWords
): Alert[] {
	return payload.alerts.flatMap((alert) => {
		const labels = alert.labels ?? {};
		const annotations: Annotations = alert.annotations ?? {};
		if (source === 'grafana' && isTrial(labels)) return [];
		const state = alert.status ?? payload.status ?? 'firing';
		const title =
			written(annotations.summary, annotations.title, labels['alertname'], payload.title) ??
			words.untitled;
		return {
			source,
			fingerprint: written(alert.fingerprint) ?? spelled(labels),
			state,
			title,
			// After the end its text is still that of the trouble.
			message:
				state === 'resolved' ? '' : (written(annotations.description, annotations.message) ?? ''),
			severity: severityOf(labels['severity']),
			services: servicesIn(written(labels['service'], labels['services'])),
			startedAt: momentOf(alert.startsAt),
			// While it fires this is when it would be forgotten.
			endedAt: state === 'resolved' ? momentOf(alert.endsAt) : null
		};
	});
}

/** Grafana's button «Test» sends what looks like any other alert. */
function isTrial(labels: Readonly<Record<string, string>>): boolean {
	return labels['alertname'] === 'TestAlert' && labels['instance'] === 'Grafana';
}

/** Labels as one text, whatever their order. */
function spelled(labels: Readonly<Record<string, string>>): string {
	return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

const DOWN = 0;
const UP = 1;

/** The alert of Uptime Kuma: «pending» and «maintenance» are neither trouble nor its end. */
export function uptimeKumaAlerts(payload: UptimeKumaPayload, words: AlertWords): Alert[] {
	const { heartbeat, monitor } = payload;
	if (!heartbeat || (heartbeat.status !== DOWN && heartbeat.status !== UP)) return [];
	const down = heartbeat.status === DOWN;
	const name = written(monitor?.name) ?? 'Uptime Kuma';
	const tag = (wanted: string) =>
		(monitor?.tags ?? []).flatMap((one) =>
			one.name.toLowerCase() === wanted ? (written(one.value) ?? []) : []
		);
	return [
		{
			source: 'uptime-kuma',
			// Numbers begin anew in each of several Kumas.
			fingerprint: `${monitor?.id ?? ''} ${name}`.trim(),
			state: down ? 'firing' : 'resolved',
			title: words.down(name),
			message: down ? withoutAddresses(written(heartbeat.msg, payload.msg) ?? '') : '',
			severity: severityOf(tag('severity')[0]),
			services: servicesIn(tag('service')),
			// Its time is that of the heartbeat, another one each time it is repeated.
			startedAt: null,
			endedAt: null
		}
	];
}

/** An alert that somebody's own script sends. */
export function genericAlerts(payload: GenericPayload): Alert[] {
	const { status, title } = payload;
	return [
		{
			source: 'generic',
			fingerprint: written(payload.fingerprint) ?? title.toLowerCase(),
			state: status,
			title,
			message: written(payload.message) ?? '',
			severity: severityOf(payload.severity),
			services: servicesIn(payload.service),
			startedAt: momentOf(payload.startsAt),
			endedAt: null
		}
	];
}

/** The first of these that says anything. */
function written(...texts: readonly Maybe<string>[]): string | null {
	return texts.find((text) => text?.trim())?.trim() ?? null;
}

const HIDDEN = '…';

/** What names a machine, each form of it. */
const ADDRESSES: readonly RegExp[] = [
	/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi,
	// Errors of Node name what they could not reach behind their code.
	/(?<=\bE(?:CONNREFUSED|NOTFOUND|AI_AGAIN|HOSTUNREACH|NETUNREACH|TIMEDOUT) )\S+/g,
	// IPv6, which has a gap or eight parts; a time of day has neither.
	/\[?(?=[0-9a-f:]*::|(?:[0-9a-f]+:){7})[0-9a-f:]+(?:\]:\d+|\])?/gi,
	/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g,
	/\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?::\d+)?\b/gi,
	/\blocalhost(?::\d+)?\b/gi
];

/**
 * The words of a failed check without where it was made: nobody wrote them for the public, and
 * they name machines within.
 */
export function withoutAddresses(text: string): string {
	return ADDRESSES.reduce((left, address) => left.replace(address, HIDDEN), text);
}
