import type { Alert } from '#lib/domain/alert.ts';

/** An alert as it is understood, whoever sent it. */
export function anAlert(given: Partial<Alert> = {}): Alert {
	return {
		source: 'generic',
		fingerprint: 'mail-down',
		state: 'firing',
		title: 'Почта не принимает письма',
		message: 'Очередь растёт десять минут.',
		severity: 'major',
		services: [],
		startedAt: null,
		endedAt: null,
		...given
	};
}

type Json = Record<string, unknown>;

interface PrometheusGiven {
	readonly fingerprint?: string;
	readonly status?: 'firing' | 'resolved';
	readonly labels?: Json;
	readonly annotations?: Json;
	readonly startsAt?: string;
	readonly endsAt?: string;
}

/** What Alertmanager 0.28 posts for one alert. */
export function alertmanagerSends(...given: readonly PrometheusGiven[]): Json {
	const alerts = given.map((one) => ({
		status: one.status ?? 'firing',
		labels: {
			alertname: 'MailQueueGrows',
			instance: '10.20.0.5:9154',
			job: 'postfix',
			severity: 'critical',
			...one.labels
		},
		annotations: {
			summary: 'Растёт очередь писем',
			description: 'Писем в очереди больше 500 уже 10 минут.',
			runbook_url: 'https://wiki.internal/mail',
			...one.annotations
		},
		startsAt: one.startsAt ?? '2026-03-03T08:55:26.739266876Z',
		endsAt: one.endsAt ?? '0001-01-01T00:00:00Z',
		generatorURL: 'http://prometheus.internal:9090/graph?g0.expr=postfix_queue',
		fingerprint: one.fingerprint ?? '4a9d7c3e1b2f8065'
	}));
	return {
		receiver: 'portal',
		status: alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
		alerts,
		groupLabels: { alertname: 'MailQueueGrows' },
		commonLabels: { alertname: 'MailQueueGrows', job: 'postfix', severity: 'critical' },
		commonAnnotations: {},
		externalURL: 'http://alertmanager.internal:9093',
		version: '4',
		groupKey: '{}:{alertname="MailQueueGrows"}',
		truncatedAlerts: 0
	};
}

/** What Grafana 12 posts for one alert. */
export function grafanaSends(given: PrometheusGiven = {}): Json {
	const status = given.status ?? 'firing';
	return {
		receiver: 'portal',
		status,
		orgId: 1,
		alerts: [
			{
				status,
				labels: {
					alertname: 'CPU',
					grafana_folder: 'Серверы',
					severity: 'warning',
					...given.labels
				},
				annotations: {
					summary: 'Процессор занят больше 90 %',
					description: 'Сервер 1С отвечает медленно.',
					...given.annotations
				},
				startsAt: given.startsAt ?? '2026-03-03T11:50:00+03:00',
				endsAt: given.endsAt ?? '0001-01-01T00:00:00Z',
				generatorURL: 'https://grafana.internal/alerting/grafana/abc/view?orgId=1',
				fingerprint: given.fingerprint ?? 'c6eadffa33fcdf37',
				silenceURL: 'https://grafana.internal/alerting/silence/new',
				dashboardURL: '',
				panelURL: '',
				values: { B: 44.2, C: 1 },
				valueString: `[ var='B' labels={instance=10.20.0.7} value=44.2 ]`
			}
		],
		groupLabels: { alertname: 'CPU' },
		commonLabels: { alertname: 'CPU' },
		commonAnnotations: {},
		externalURL: 'https://grafana.internal/',
		version: '1',
		groupKey: '{}:{alertname="CPU"}',
		truncatedAlerts: 0,
		title: '[FIRING:1] CPU Серверы (warning)',
		state: status === 'firing' ? 'alerting' : 'ok',
		message: '**Firing**\n\nValue: B=44.2\nLabels:\n - instance = 10.20.0.7'
	};
}

/** What Uptime Kuma 1.23 posts, as JSON. */
export function kumaSends(
	given: { status?: number; id?: number; name?: string; msg?: string; tags?: Json[] } = {}
): Json {
	const { status = 0, id = 7, name = 'Портал клиентов' } = given;
	const msg = given.msg ?? (status === 0 ? 'connect ECONNREFUSED 10.20.0.9:443' : '200 - OK');
	return {
		heartbeat: {
			monitorID: id,
			status,
			time: '2026-03-03 08:59:58.123',
			msg,
			important: true,
			duration: 60,
			timezone: 'Europe/Moscow',
			timezoneOffset: '+03:00',
			localDateTime: '2026-03-03 11:59:58'
		},
		monitor: {
			id,
			name,
			url: 'https://clients.internal/health',
			hostname: null,
			port: null,
			type: 'http',
			tags: given.tags ?? []
		},
		msg: `[${name}] [${status === 0 ? '🔴 Down' : '✅ Up'}] ${msg}`
	};
}

/** What its button «Test» posts. */
export const KUMA_TEST: Json = {
	heartbeat: null,
	monitor: null,
	msg: 'My Notification Testing'
};
