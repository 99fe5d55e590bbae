import { describe, expect, it } from 'vitest';
import {
	genericAlerts,
	prometheusAlerts,
	uptimeKumaAlerts,
	withoutAddresses
} from '#lib/domain/alert-payloads.ts';
import { ALERT_WORDS } from '#lib/domain/alert-words.ts';
import { mayTell, momentOf, servicesIn, severityOf, type Alert } from '#lib/domain/alert.ts';
import { alertmanagerHook, genericHook, grafanaHook, uptimeKumaHook } from '#lib/input/hooks.ts';
import { parseInput } from '#lib/input/parse.ts';
import { alertmanagerSends, grafanaSends, KUMA_TEST, kumaSends } from '../support/alerts.ts';

const { ru, en } = ALERT_WORDS;
const alertmanager = (payload: unknown): Alert[] =>
	prometheusAlerts('alertmanager', parseInput(alertmanagerHook, payload), ru);
const grafana = (payload: unknown): Alert[] =>
	prometheusAlerts('grafana', parseInput(grafanaHook, payload), ru);
const kuma = (payload: unknown, words = ru): Alert[] =>
	uptimeKumaAlerts(parseInput(uptimeKumaHook, payload), words);
const generic = (payload: unknown): Alert[] => genericAlerts(parseInput(genericHook, payload));

describe('Alertmanager', () => {
	it('is understood as it sends', () => {
		expect(alertmanager(alertmanagerSends({ labels: { service: 'mail' } }))).toEqual([
			{
				source: 'alertmanager',
				fingerprint: '4a9d7c3e1b2f8065',
				state: 'firing',
				title: 'Растёт очередь писем',
				message: 'Писем в очереди больше 500 уже 10 минут.',
				severity: 'critical',
				services: ['mail'],
				startedAt: Date.parse('2026-03-03T08:55:26.739Z'),
				endedAt: null
			}
		]);
	});

	it('ends each alert of a group by itself, and says nothing of the trouble then', () => {
		const endsAt = '2026-03-03T09:10:00Z';
		const sent = alertmanagerSends({}, { fingerprint: 'b', status: 'resolved', endsAt });
		expect(
			alertmanager(sent).map(({ state, message, endedAt }) => [state, message, endedAt])
		).toEqual([
			['firing', 'Писем в очереди больше 500 уже 10 минут.', null],
			['resolved', '', Date.parse(endsAt)]
		]);
	});

	it('may leave out nearly everything', () => {
		const bare = { labels: { alertname: 'Watchdog', zone: 'b' } };
		const [alert] = alertmanager({ status: 'resolved', alerts: [bare] });
		expect(alert).toMatchObject({ state: 'resolved', title: 'Watchdog', severity: 'major' });
		const turned = { labels: { zone: 'b', alertname: 'Watchdog' }, annotations: null };
		expect(alertmanager({ alerts: [turned] })[0]?.fingerprint).toBe(alert?.fingerprint);
		expect(alertmanager({ alerts: [{}] })[0]?.title).toBe('Сигнал мониторинга');
		expect(alertmanager({ alerts: [] })).toEqual([]);
	});

	it.each([
		['no list', {}],
		['too many', { alerts: Array.from({ length: 201 }, () => ({})) }],
		['a word that is no state', { alerts: [{ status: 'burning' }] }],
		['labels that are no texts', { alerts: [{ labels: { a: { b: 1 } } }] }],
		['a list', []]
	])('with %s is refused', (_what, payload) => {
		expect(() => alertmanager(payload)).toThrow('invalid_input');
	});

	it('is cut where it says too much, and cannot forge lines', () => {
		const annotations = {
			summary: `a\r\nb\u0000${'ы'.repeat(5_000)}`,
			description: 'ж'.repeat(9_000)
		};
		const [alert] = alertmanager(alertmanagerSends({ annotations }));
		expect([alert?.title.length, alert?.message.length]).toEqual([200, 4_000]);
		expect(alert?.title).toMatch(/^a bы+…$|^a b ы+…$/);
		const halved = { summary: `${'a'.repeat(198)}🔥🔥` };
		expect(alertmanager(alertmanagerSends({ annotations: halved }))[0]?.title.isWellFormed()).toBe(
			true
		);
	});

	it('keeps no prototype of its labels', () => {
		const payload: unknown = JSON.parse(
			'{"alerts":[{"labels":{"__proto__":"x","alertname":"A"}}]}'
		);
		expect(alertmanager(payload)[0]?.title).toBe('A');
	});
});

describe('Grafana', () => {
	it('is understood as it sends, without what only machines have written', () => {
		const [alert] = grafana(grafanaSends({ labels: { service: 'erp, files' } }));
		expect(alert).toEqual({
			source: 'grafana',
			fingerprint: 'c6eadffa33fcdf37',
			state: 'firing',
			title: 'Процессор занят больше 90 %',
			message: 'Сервер 1С отвечает медленно.',
			severity: 'major',
			services: ['erp', 'files'],
			startedAt: Date.parse('2026-03-03T08:50:00Z'),
			endedAt: null
		});
		expect(JSON.stringify(alert)).not.toContain('10.20.0.7');
	});

	it('only tries whether anybody listens', () => {
		const labels = { alertname: 'TestAlert', instance: 'Grafana' };
		expect(grafana(grafanaSends({ labels }))).toEqual([]);
	});
});

describe('Uptime Kuma', () => {
	it('is understood as it sends', () => {
		const tags = [
			{ name: 'service', value: 'mail', color: '#fff' },
			{ name: 'Severity', value: 'critical' }
		];
		expect(kuma(kumaSends({ tags }))).toEqual([
			{
				source: 'uptime-kuma',
				fingerprint: '7 Портал клиентов',
				state: 'firing',
				title: 'Не отвечает «Портал клиентов»',
				message: 'connect ECONNREFUSED …',
				severity: 'critical',
				services: ['mail'],
				startedAt: null,
				endedAt: null
			}
		]);
		expect(kuma(kumaSends(), en)[0]?.title).toBe('«Портал клиентов» does not respond');
	});

	it('says of the end nothing but that', () => {
		expect(kuma(kumaSends({ status: 1 }))[0]).toMatchObject({
			fingerprint: '7 Портал клиентов',
			state: 'resolved',
			message: ''
		});
	});

	it.each([
		['a test', KUMA_TEST],
		['pending', kumaSends({ status: 2 })],
		['maintenance', kumaSends({ status: 3 })]
	])('means no trouble by %s', (_what, payload) => {
		expect(kuma(payload)).toEqual([]);
	});

	it('without a word of a heartbeat is refused', () => {
		expect(() => kuma({ msg: 'x' })).toThrow('invalid_input');
	});
});

describe('anything else', () => {
	it('is told apart by its fingerprint, else by its title', () => {
		const sent = { status: 'firing', title: 'Кончается место', service: 'Files', extra: { a: 1 } };
		expect(generic(sent)[0]).toMatchObject({
			fingerprint: 'кончается место',
			services: ['files'],
			severity: 'major'
		});
		const named = { ...sent, fingerprint: 'disk-1', severity: 'info', service: ['a', 'b'] };
		expect(generic(named)[0]).toMatchObject({
			fingerprint: 'disk-1',
			services: ['a', 'b'],
			severity: 'minor'
		});
	});

	it.each([
		['no title', { status: 'firing' }],
		['an empty title', { status: 'firing', title: ' ' }],
		['no state', { title: 'x' }],
		['another state', { status: 'ok', title: 'x' }]
	])('with %s is refused', (_what, payload) => {
		expect(() => generic(payload)).toThrow('invalid_input');
	});
});

it.each([
	['critical', 'critical'],
	['Disaster', 'critical'],
	['P1', 'critical'],
	['warning', 'major'],
	['high', 'major'],
	['error', 'major'],
	['info', 'minor'],
	['low', 'minor'],
	['', 'major'],
	[undefined, 'major'],
	['что-то ещё', 'major']
])('a severity of %j is %s', (word, severity) => {
	expect(severityOf(word)).toBe(severity);
});

it('services are one or several, each once', () => {
	expect(servicesIn('mail')).toEqual(['mail']);
	expect(servicesIn('Mail, erp;mail  files')).toEqual(['mail', 'erp', 'files']);
	expect(servicesIn(null)).toEqual([]);
	expect(servicesIn(Array.from({ length: 50 }, (_, at) => `s${at}`))).toHaveLength(20);
});

it('a moment that says nothing is none', () => {
	expect(momentOf('0001-01-01T00:00:00Z')).toBeNull();
	expect(momentOf('вчера')).toBeNull();
	expect(momentOf(undefined)).toBeNull();
});

it.each([
	['connect ECONNREFUSED 10.0.0.5:443', 'connect ECONNREFUSED …'],
	['connect ETIMEDOUT db01', 'connect ETIMEDOUT …'],
	['getaddrinfo ENOTFOUND intranet', 'getaddrinfo ENOTFOUND …'],
	['connect ECONNREFUSED ::1:3000', 'connect ECONNREFUSED …'],
	['no route to [fe80::1]:22 from 192.168.1.4', 'no route to … from …'],
	['GET https://user:pw@shop.internal/x?k=1 failed', 'GET … failed'],
	['cert of mail.corp.local expires in 7 days', 'cert of … expires in 7 days'],
	['Request failed with status code 502', 'Request failed with status code 502'],
	['timeout of 48000ms exceeded at 10:20:30', 'timeout of 48000ms exceeded at 10:20:30']
])('of a failed check %j the public reads %j', (text, left) => {
	expect(withoutAddresses(text)).toBe(left);
});

it('an alert adds ten updates as it likes, then one an hour', () => {
	expect(mayTell({ times: 9, lastAt: 0 }, 1)).toBe(true);
	expect(mayTell({ times: 10, lastAt: 0 }, 3_599_999)).toBe(false);
	expect(mayTell({ times: 500, lastAt: 0 }, 3_600_000)).toBe(true);
});
