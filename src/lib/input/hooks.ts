import { z } from 'zod';
import type {
	GenericPayload,
	PrometheusPayload,
	UptimeKumaPayload
} from '../domain/alert-payloads.ts';
import { ALERT_STATES } from '../domain/alert.ts';
import { LIMITS } from './limits.ts';

/** So many alerts in one delivery. */
const MOST_ALERTS = 200;
/** So long what nobody reads as text. */
const LONGEST = 1_000;

/** What a sender writes too long is cut: it would not write it otherwise if it were refused. */
function cut(text: string, max: number): string {
	return text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

const short = (max: number) =>
	z.string().overwrite((text) => cut(text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim(), max));

const long = z.string().overwrite((text) =>
	cut(
		text
			.replace(/\r\n?/g, '\n')
			.replace(/[^\P{Cc}\n\t]/gu, '')
			.trim(),
		LIMITS.message
	)
);

const state = z.enum(ALERT_STATES);
const moment = z.string().max(64).nullish();

/** Other annotations are addresses of run books and dashboards, which are nobody's business. */
const annotations = z.object({
	summary: short(LIMITS.title).nullish(),
	title: short(LIMITS.title).nullish(),
	description: long.nullish(),
	message: long.nullish()
});

const alert = z.object({
	status: state.nullish(),
	labels: z.record(z.string().max(LONGEST), short(LIMITS.title)).nullish(),
	annotations: annotations.nullish(),
	startsAt: moment,
	endsAt: moment,
	fingerprint: short(LONGEST).nullish()
});

/** The webhook of Alertmanager, version 4. */
export const alertmanagerHook = z.object({
	status: state.nullish(),
	alerts: z.array(alert).max(MOST_ALERTS)
}) satisfies z.ZodType<PrometheusPayload>;

/** The webhook of Grafana's alerting. */
export const grafanaHook = z.object({
	status: state.nullish(),
	title: short(LIMITS.title).nullish(),
	alerts: z.array(alert).max(MOST_ALERTS)
}) satisfies z.ZodType<PrometheusPayload>;

/** The webhook of Uptime Kuma, as JSON. */
export const uptimeKumaHook = z.object({
	heartbeat: z.object({ status: z.number(), msg: long.nullish() }).nullable(),
	monitor: z
		.object({
			id: z.union([z.number(), short(64)]).nullish(),
			name: short(150).nullish(),
			tags: z
				.array(z.object({ name: short(LONGEST), value: short(LONGEST).nullish() }))
				.max(100)
				.nullish()
		})
		.nullish(),
	msg: long.nullish()
}) satisfies z.ZodType<UptimeKumaPayload>;

/** What scripts and other systems send. */
export const genericHook = z.object({
	fingerprint: short(LONGEST).nullish(),
	status: state,
	title: short(LIMITS.title).min(1),
	message: long.nullish(),
	severity: short(LONGEST).nullish(),
	service: z.union([short(LONGEST), z.array(short(LONGEST)).max(50)]).nullish(),
	startsAt: moment
}) satisfies z.ZodType<GenericPayload>;
