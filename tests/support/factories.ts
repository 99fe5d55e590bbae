import { SYSTEM, type Actor, type Role } from '#lib/domain/people.ts';
import type { StaffDocument } from '#lib/domain/document.ts';
import type { CalendarView } from '#lib/domain/business-calendar.ts';
import type { StaffIncident } from '#lib/domain/incident.ts';
import type { StaffMaintenance } from '#lib/domain/maintenance.ts';
import type { MetricDefinition } from '#lib/domain/metric.ts';
import type { StaffService } from '#lib/domain/service.ts';
import type { StaffNews } from '#lib/domain/news-item.ts';
import type { StaffShift } from '#lib/domain/shift.ts';
import type { CommentView, FullTicket } from '#lib/domain/ticket.ts';
import type {
	CalendarInput,
	Commands,
	NewIncident,
	NewMaintenance,
	NewPerson,
	NewService,
	NewTicket,
	Person
} from '#server/portal.ts';
import type { NewDocument } from '#server/portal/documents.ts';
import { docxOf } from './files.ts';
import type { NewsInput } from '#server/portal/site.ts';

export const PASSWORD = 'пароль для проверки 1';

/** The hours of an ordinary office. */
export const OFFICE: CalendarInput = {
	name: 'Офис',
	zone: 'Europe/Moscow',
	week: ['09:00–18:00', '09:00–18:00', '09:00–18:00', '09:00–18:00', '09:00–18:00', '', ''],
	productionCalendar: 'ru',
	exceptions: []
};

const NAMES = ['Анна Соколова', 'Пётр Ильин', 'Мария Орлова', 'Олег Зайцев', 'Вера Климова'];
const SUBJECTS = [
	'Не открывается почта',
	'Касса не печатает чек',
	'Нет доступа к общей папке',
	'Медленно работает 1С'
];

/** Makes believable things, and the things those need. */
export interface Factories {
	aPerson(role: Role, given?: Partial<NewPerson>): Promise<Person>;
	aClient(given?: Partial<NewPerson>): Promise<Person>;
	aManager(given?: Partial<NewPerson>): Promise<Person>;
	anAdmin(given?: Partial<NewPerson>): Promise<Person>;
	aService(given?: Partial<NewService>): Promise<StaffService>;
	/** Filed by `by`; without one a new client files it. */
	aTicket(given?: Partial<NewTicket> & { by?: Actor }): Promise<FullTicket>;
	aReply(ticket: FullTicket, by: Actor, body?: string): Promise<CommentView>;
	aNote(ticket: FullTicket, by: Actor, body?: string): Promise<CommentView>;
	/** Nine to six in Moscow by the production calendar, unless told otherwise. */
	aCalendar(given?: Partial<CalendarInput> & { by?: Actor }): Promise<CalendarView>;
	/** Public, a letter of one line, unless told otherwise. */
	aDocument(given?: Partial<NewDocument> & { by?: Actor }): Promise<StaffDocument>;
	/** Published, unless told otherwise. */
	aNews(given?: Partial<NewsInput> & { by?: Actor }): Promise<StaffNews>;
	/** Described, for staff alone, nothing measured yet, unless told otherwise. */
	aMetric(
		given?: Partial<MetricDefinition> & { key?: string; by?: Actor }
	): Promise<{ key: string; definition: MetricDefinition }>;
	anIncident(given?: Partial<NewIncident> & { by?: Actor }): Promise<StaffIncident>;
	/** Planned works of a new service, unless it is told when and of what. */
	aMaintenance(
		given: Pick<NewMaintenance, 'startsAt' | 'endsAt'> & Partial<NewMaintenance> & { by?: Actor }
	): Promise<StaffMaintenance>;
	/** Of a new member of staff, unless it is told whose; times in milliseconds. */
	aShift(given: {
		from: number;
		to: number;
		member?: string;
		position?: string;
		overlap?: boolean;
		by?: Actor;
	}): Promise<StaffShift>;
}

export function createFactories(world: { readonly commands: Commands }): Factories {
	let made = 0;
	const pick = (from: readonly string[]) => from[++made % from.length] ?? '';

	const make: Factories = {
		async aPerson(role, given = {}) {
			const name = given.name ?? pick(NAMES);
			const { person } = await world.commands.createPerson(SYSTEM, {
				name,
				email: `${role}${++made}@bazis.example`,
				role,
				password: PASSWORD,
				...given
			});
			return person;
		},
		aClient: (given) => make.aPerson('client', given),
		aManager: (given) => make.aPerson('manager', given),
		anAdmin: (given) => make.aPerson('admin', given),
		async aService(given = {}) {
			const slug = given.slug ?? `service-${++made}`;
			const { service } = await world.commands.createService(SYSTEM, {
				name: `Услуга ${made}`,
				description: 'То, без чего не работают',
				...given,
				slug
			});
			return service;
		},
		async aTicket({ by, ...given } = {}) {
			const actor = by ?? (await make.aClient({ password: undefined }));
			const { ticket } = await world.commands.createTicket(actor, {
				subject: pick(SUBJECTS),
				description: 'Появилось с утра, перезагрузка не помогла.',
				priority: 'normal',
				...given,
				service: given.service ?? (await make.aService()).slug
			});
			return ticket;
		},
		async aReply(ticket, by, body = 'Смотрим, напишем в течение часа.') {
			return (await world.commands.commentTicket(by, ticket.number, { body, internal: false }))
				.comment;
		},
		async aNote(ticket, by, body = 'Похоже на прошлую неделю.') {
			return (await world.commands.commentTicket(by, ticket.number, { body, internal: true }))
				.comment;
		},
		async aCalendar({ by, ...given } = {}) {
			const actor = by ?? (await make.anAdmin());
			const name = given.name ?? `${OFFICE.name} ${++made}`;
			return world.commands.createCalendar(actor, { ...OFFICE, ...given, name });
		},
		async aDocument({ by, ...given } = {}) {
			const { document } = await world.commands.createDocument(by ?? (await make.aManager()), {
				title: `Регламент № ${++made}`,
				category: 'Регламенты',
				public: true,
				file: { name: `регламент-${made}.docx`, bytes: docxOf(`Порядок работы ${made}`) },
				...given
			});
			return document;
		},
		async aNews({ by, ...given } = {}) {
			return world.commands.saveNews(by ?? SYSTEM, {
				title: { ru: `Новость ${++made}`, en: '' },
				summary: { ru: 'Коротко о главном', en: '' },
				body: { ru: 'Подробности.', en: '' },
				slug: '',
				state: 'published',
				...given
			});
		},
		async aMetric({ by, key = `metric_${++made}`, ...given } = {}) {
			const { definition } = await world.commands.saveMetric(by ?? SYSTEM, key, {
				title: `Показатель ${++made}`,
				titleEn: '',
				unit: 'number',
				suffix: '',
				target: null,
				direction: 'none',
				aggregate: 'mean',
				public: false,
				...given
			});
			return { key, definition };
		},
		async anIncident({ by, ...given } = {}) {
			const { incident } = await world.commands.createIncident(by ?? (await make.aManager()), {
				title: 'Недоступна почта',
				severity: 'major',
				message: 'Разбираемся, что случилось.',
				...given,
				services: given.services ?? [(await make.aService()).slug]
			});
			return incident;
		},
		async aMaintenance({ by, ...given }) {
			const { maintenance } = await world.commands.createMaintenance(
				by ?? (await make.aManager()),
				{
					title: 'Обновление почтового сервера',
					message: 'Почта будет недоступна.',
					...given,
					services: given.services ?? [(await make.aService()).slug]
				}
			);
			return maintenance;
		},
		async aShift({ by, from, to, member, position = 'сети', overlap = false }) {
			const { shifts } = await world.commands.createShifts(by ?? (await make.aManager()), {
				member: member ?? (await make.aManager({ password: undefined })).email,
				position,
				times: [{ startsAt: from, endsAt: to }],
				overlap
			});
			const [shift] = shifts;
			if (!shift) throw new Error('no shift was made');
			return shift;
		}
	};
	return make;
}
