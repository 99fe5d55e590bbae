import {
	incidentNumber,
	type IncidentUpdateView,
	type StaffIncident
} from '#lib/domain/incident.ts';
import { SERVICE_STATES, type ServiceState, type ServiceView } from '#lib/domain/service.ts';
import { DEFAULT_TARGETS, startClocks } from '#lib/domain/sla.ts';
import {
	ticketNumber,
	type FullTicket,
	type Priority,
	type TicketStatus
} from '#lib/domain/ticket.ts';

const MINUTE = 60_000;

const SERVICES: readonly (readonly [string, string])[] = [
	['portal', 'Портал клиентов'],
	['acquiring', 'Эквайринг'],
	['mail', 'Почта'],
	['erp', '1С:Предприятие'],
	['telephony', 'Телефония'],
	['vpn', 'VPN'],
	['files', 'Файловое хранилище'],
	['terminals', 'Терминальные серверы'],
	['backup', 'Резервные копии'],
	['internet', 'Интернет-каналы'],
	['video', 'Видеонаблюдение'],
	['printing', 'Печать']
];

const SUBJECTS: readonly (readonly [string, string])[] = [
	['acquiring', 'Кассы не проводят оплату картой'],
	['mail', 'Письма от поставщиков не приходят с утра'],
	['vpn', 'Бухгалтерия не может подключиться из дома'],
	['erp', 'Закрытие месяца: ошибка проведения документа'],
	['telephony', 'Нет исходящих на городские номера'],
	['printing', 'МФУ на 4 этаже печатает полосы'],
	['portal', 'Не открывается карточка договора'],
	['files', 'Восстановить папку «Договоры 2025» из копии'],
	['terminals', 'Новый сотрудник: учётная запись и почта'],
	['internet', 'Филиал Тула: низкая скорость после обеда'],
	['terminals', 'Зависает сеанс при печати накладных'],
	['erp', 'Права на отчёт «Движение ТМЦ по складам» для нового кладовщика']
];

const STAFF = ['Анна Соколова', 'Дмитрий Орлов', 'Ильдар Хасанов', 'Ольга Лебедева'] as const;
const CLIENTS = ['Ирина Белова', 'Павел Кравцов', 'Мария Ершова'] as const;
const STATUSES: readonly TicketStatus[] = ['in_progress', 'new', 'in_progress', 'waiting', 'new'];
const PRIORITIES: readonly Priority[] = ['critical', 'high', 'normal', 'normal', 'low'];

/** So many services; some of them not as they should be. */
export function believableServices(count: number, now: number): ServiceView[] {
	const unwell: Readonly<Record<string, ServiceState>> = {
		acquiring: 'major_outage',
		mail: 'degraded',
		terminals: 'maintenance'
	};
	return Array.from({ length: count }, (_, index) => {
		const [slug, name] = SERVICES[index % SERVICES.length] ?? ['service', 'Сервис'];
		const copy = Math.floor(index / SERVICES.length);
		return {
			slug: copy === 0 ? slug : `${slug}-${copy + 1}`,
			name: copy === 0 ? name : `${name} ${copy + 1}`,
			description: '',
			state:
				copy === 0
					? (unwell[slug] ?? 'operational')
					: (SERVICE_STATES[index % 17 === 0 ? 2 : 0] ?? 'operational'),
			since: new Date(now - (index + 1) * 3.7 * 3_600_000).toISOString(),
			position: index
		};
	});
}

/** So many tickets of the last days, with clocks that are really running. */
export function believableTickets(
	count: number,
	services: readonly ServiceView[],
	now: number
): FullTicket[] {
	const known = new Set(services.map(({ slug }) => slug));
	return Array.from({ length: count }, (_, index) => {
		const [wanted, subject] = SUBJECTS[index % SUBJECTS.length] ?? ['portal', 'Вопрос'];
		const priority = PRIORITIES[index % PRIORITIES.length] ?? 'normal';
		const status: TicketStatus =
			index % 13 === 12 ? 'resolved' : (STATUSES[(index * 7) % STATUSES.length] ?? 'new');
		const target = DEFAULT_TARGETS[priority];
		const share = ((index * 37) % 103) / 100;
		const taken = status !== 'new';
		const owed = taken ? target.resolutionMinutes : target.responseMinutes;
		const createdAt = now - owed * MINUTE * share;
		const firstResponseAt = taken ? createdAt + 5 * MINUTE : null;
		const resolvedAt = status === 'resolved' ? now - 20 * MINUTE : null;
		const clocks = startClocks({ createdAt, status, firstResponseAt, resolvedAt }, target, now);
		const staff = STAFF[index % STAFF.length] ?? STAFF[0];
		const client = CLIENTS[index % CLIENTS.length] ?? CLIENTS[0];
		const iso = (at: number) => new Date(at).toISOString();
		return {
			number: ticketNumber(1000 + index),
			subject,
			description: 'Началось сегодня утром, перезагрузка не помогла.',
			service: known.has(wanted) ? wanted : (services[0]?.slug ?? 'portal'),
			priority,
			status,
			requester: { name: client, email: 'client@bazis.example' },
			assignee:
				status === 'new' && index % 2 === 0
					? null
					: { name: staff, email: 'manager@bazis.example' },
			externalId: null,
			createdAt: iso(createdAt),
			updatedAt: iso(createdAt + 6 * MINUTE),
			firstResponseAt: firstResponseAt === null ? null : iso(firstResponseAt),
			resolvedAt: resolvedAt === null ? null : iso(resolvedAt),
			closedAt: null,
			responseDueAt: iso(clocks.responseDueAt),
			resolutionDueAt: iso(clocks.resolutionDueAt),
			pausedAt: clocks.pausedAt === null || status !== 'waiting' ? null : iso(clocks.pausedAt),
			pauses: [],
			promise: { ...target, calendar: null },
			rating: null,
			sla: { response: clocks.responseSla, resolution: clocks.resolutionSla },
			version: 1
		};
	});
}

/** So many open incidents and two resolved ones. */
export function believableIncidents(
	count: number,
	services: readonly ServiceView[],
	now: number
): StaffIncident[] {
	const plots: readonly (readonly [string, StaffIncident['severity'], string])[] = [
		[
			'Не проходят платежи через эквайринг',
			'critical',
			'Найдена причина: истёк сертификат шлюза. Замена идёт.'
		],
		[
			'Почта доставляется с задержкой',
			'major',
			'Наблюдаем: очередь писем сокращается, осталось 1 200.'
		],
		['Медленно открываются отчёты', 'minor', 'Разбираемся: нагрузка на базу выше обычной.'],
		['Нет связи с филиалом в Туле', 'major', 'Оператор подтвердил обрыв, бригада в пути.']
	];
	const total = count + 2;
	return Array.from({ length: total }, (_, index) => {
		const [title, severity, message] = plots[index % plots.length] ?? ['Сбой', 'minor', ''];
		const resolved = index >= count;
		const startedAt = now - (index + 1) * 42 * MINUTE - (resolved ? 300 * MINUTE : 0);
		const updates: IncidentUpdateView[] = [
			update(3, startedAt + 28 * MINUTE, resolved ? 'resolved' : 'identified', severity, message),
			update(2, startedAt + 9 * MINUTE, 'investigating', severity, 'Проверяем шлюз и канал связи.'),
			update(1, startedAt, 'investigating', 'minor', 'Получили первые жалобы, разбираемся.')
		];
		const service = services[(index + 1) % Math.max(1, services.length)];
		const ended = new Date(startedAt + 70 * MINUTE).toISOString();
		return {
			number: incidentNumber(total - index),
			title,
			severity,
			status: resolved ? 'resolved' : index % 2 === 0 ? 'identified' : 'monitoring',
			services: service
				? [{ slug: service.slug, name: service.name, impact: 'major_outage' as const }]
				: [],
			startedAt: new Date(startedAt).toISOString(),
			updatedAt: new Date(startedAt + 28 * MINUTE).toISOString(),
			acknowledgedAt: new Date(startedAt + 4 * MINUTE).toISOString(),
			acknowledgedBy: { name: 'Анна Соколова', email: 'admin@bazis.example' },
			resolvedAt: resolved ? ended : null,
			updates,
			corrections: [],
			postmortemAt: null,
			postmortem: 'none',
			tickets: [],
			version: 3
		};
	});
}

function update(
	id: number,
	at: number,
	status: IncidentUpdateView['status'],
	severity: IncidentUpdateView['severity'],
	message: string
): IncidentUpdateView {
	return {
		id,
		at: new Date(at).toISOString(),
		status,
		severity,
		message,
		author: STAFF[id % STAFF.length] ?? null
	};
}
