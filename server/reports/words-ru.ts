import type { ReportWords } from './report-words.ts';

/** The form a Russian noun takes beside a number: 1 заявка, 2 заявки, 5 заявок. */
export function formOf(count: number, one: string, few: string, many: string): string {
	const whole = Math.abs(Math.trunc(count));
	const tail = whole % 10;
	const teens = whole % 100 > 10 && whole % 100 < 15;
	if (teens || tail === 0 || tail > 4) return many;
	return tail === 1 ? one : few;
}

const grouped = new Intl.NumberFormat('ru-RU');
const of = (count: number, one: string, few: string, many: string) =>
	`${grouped.format(count)}\u00a0${formOf(count, one, few, many)}`;

const tickets = (count: number) => of(count, 'заявка', 'заявки', 'заявок');
const figures = (count: number) => of(count, 'показатель', 'показателя', 'показателей');

export const RU: ReportWords = {
	company: 'ООО «Базис-Центр»',
	noData: 'нет данных',
	none: '—',
	unassigned: 'не назначен',
	hiddenService: 'внутренний сервис',
	unnamed: 'без имени',
	anyPosition: 'любая роль',
	units: { seconds: 'с', minutes: 'мин', hours: 'ч', days: 'д' },
	upTo: (target) => `до ${target}`,
	unchanged: 'без изменений',
	points: (points) => `${points} п. п.`,
	kinds: {
		queue: 'Очередь заявок',
		incidents: 'Инциденты',
		kpi: 'Показатели',
		shifts: 'Смены',
		summary: 'Сводный отчёт'
	},
	readers: { staff: 'для сотрудников', public: 'открытый' },
	head: {
		report: 'Отчёт',
		period: 'Период',
		days: (count) => of(count, 'день', 'дня', 'дней'),
		made: 'Составлен',
		byClock: (moment, zone) => `${moment} (${zone})`,
		author: 'Составил',
		schedule: 'по расписанию',
		readers: 'Доступ',
		contents: 'Содержание',
		page: 'Страница',
		of: 'из',
		notOver: 'Период ещё не закончился: данные на время составления отчёта.'
	},
	columns: {
		figure: 'Показатель',
		value: 'Значение',
		target: 'Цель',
		previous: 'Прошлый период',
		change: 'Изменение',
		count: 'Учтено',
		status: 'Оценка',
		state: 'Статус',
		period: 'Период',
		number: 'Номер',
		subject: 'Тема',
		service: 'Сервис',
		priority: 'Приоритет',
		assignee: 'Исполнитель',
		created: 'Создано',
		resolved: 'Решено',
		open: 'В работе',
		overdue: 'Просрочено',
		inTime: 'В срок',
		resolution: 'Время решения',
		due: 'Срок',
		incident: 'Инцидент',
		services: 'Сервисы',
		severity: 'Тяжесть',
		began: 'Начало',
		acknowledged: 'Принят через',
		restored: 'Решён',
		duration: 'Длился',
		incidents: 'Инцидентов',
		downtime: 'Простой',
		availability: 'Доступность',
		works: 'Работы',
		tickets: 'Заявок',
		share: 'Доля',
		when: 'Время',
		member: 'Сотрудник',
		position: 'Роль на смене',
		shifts: 'Смен',
		hours: 'Часов',
		ended: 'Окончание',
		missing: 'Не хватает'
	},
	statuses: { ok: 'в норме', warning: 'хуже цели', critical: 'намного хуже цели', none: '—' },
	sections: {
		conclusion: 'Выводы',
		figures: 'Показатели',
		eachFigure: 'Показатели подробно',
		totals: 'Итоги',
		flow: 'Поступление и решение',
		byStatus: 'По статусам',
		byPriority: 'По приоритетам',
		byService: 'По сервисам',
		byAssignee: 'По исполнителям',
		byWeekday: 'По дням недели',
		bySeverity: 'По тяжести',
		oldest: 'Самые старые заявки в работе',
		overdue: 'Просроченные заявки',
		incidents: 'Инциденты',
		incidentList: 'Список инцидентов',
		availability: 'Доступность сервисов',
		works: 'Плановые работы',
		roster: 'График смен',
		hoursByMember: 'Часы по сотрудникам',
		gaps: 'Пробелы в покрытии',
		queue: 'Очередь заявок',
		shifts: 'Смены'
	},
	notes: {
		statusNow: 'Заявки, созданные за период, по их нынешнему статусу.',
		openNow: (moment) => `По состоянию на ${moment}.`,
		left: (count) => `И ещё ${grouped.format(count)}.`,
		previousLine: 'Бледная линия — предыдущий период той же длины, пунктир — цель.',
		formula: (formula) => `Как считается: ${lowered(formula)}.`,
		counted: (count) => `Учтено: ${grouped.format(count)}.`,
		excluded: (count) => `Не вошло: ${grouped.format(count)}.`,
		targetLine: (target) => `цель ${target}`,
		noTickets: 'Заявок за период нет.',
		noIncidents: 'Инцидентов за период не было.',
		noWorks: 'Плановых работ за период не было.',
		noOverdue: 'Просроченных заявок нет.',
		noOpen: 'Заявок в работе нет.',
		noServices: 'За сервисами в этом периоде не следили: нет данных.',
		noShifts: 'Смен за период нет.',
		noGaps: 'Пробелов в покрытии нет.',
		blank: 'За период ничего не учтено.',
		step: { hour: 'по часам', day: 'по дням', week: 'по неделям' }
	},
	conclusion: {
		nothing: 'За период нет данных: выводов сделать нельзя.',
		met: (count, all, names) => `Цель выполнена по ${count} из ${all}: ${names}.`,
		allMet: (count, names) =>
			count === 1
				? `Цель выполнена: ${names}.`
				: `Выполнены все цели (${figures(count)}): ${names}.`,
		missed: (count, names) =>
			`${count === 1 ? 'Цель не выполнена' : `Не выполнена цель по ${dative(count)}`}: ${names}.`,
		missedOne: (name, value, target) => `«${name}» — ${value} при цели ${target}`,
		better: (names) => `Лучше, чем за предыдущий период: ${names}.`,
		worse: (names) => `Хуже, чем за предыдущий период: ${names}.`,
		moved: (name, value, previous) => `«${name}» — ${value} (было ${previous})`,
		unknown: (names) => `Нет данных: ${names}.`,
		flow: (created, resolved) =>
			`За период ${formOf(created, 'создана', 'создано', 'создано')} ${tickets(created)}, ${formOf(resolved, 'решена', 'решено', 'решено')} ${grouped.format(resolved)}.`,
		grew: (open, by) =>
			`В работе ${formOf(open, 'осталась', 'остались', 'осталось')} ${tickets(open)}, на ${grouped.format(by)} больше, чем в начале.`,
		shrank: (open, by) =>
			`В работе ${formOf(open, 'осталась', 'остались', 'осталось')} ${tickets(open)}, на ${grouped.format(by)} меньше, чем в начале.`,
		stayed: (open) =>
			`В работе ${formOf(open, 'осталась', 'остались', 'осталось')} ${tickets(open)} — столько же, сколько в начале.`,
		stands: (open) => `К концу периода в работе ${tickets(open)}.`,
		overdue: (count) =>
			`К концу периода ${formOf(count, 'просрочена', 'просрочены', 'просрочено')} ${tickets(count)}.`,
		noOverdue: 'К концу периода просроченных заявок нет.',
		idle: 'За период заявок не было, выводов об очереди нет.',
		busiest: (service, count, share) =>
			`Больше всего заявок по сервису «${service}»: ${grouped.format(count)} (${share}).`,
		incidents: (count) =>
			`За период ${formOf(count, 'начался', 'начались', 'началось')} ${of(count, 'инцидент', 'инцидента', 'инцидентов')}`,
		noIncidents: 'Новых инцидентов за период не было',
		carried: (count) =>
			`${formOf(count, 'Начался', 'Начались', 'Началось')} раньше и ${formOf(count, 'продолжался', 'продолжались', 'продолжалось')} в этот период ${of(count, 'инцидент', 'инцидента', 'инцидентов')}.`,
		moreThanBefore: (previous) =>
			`, больше, чем за предыдущий период (${grouped.format(previous)}).`,
		fewerThanBefore: (previous) =>
			`, меньше, чем за предыдущий период (${grouped.format(previous)}).`,
		asBefore: ', как и за предыдущий период.',
		stillOpen: (count) =>
			`Ещё не ${formOf(count, 'решён', 'решены', 'решено')} ${of(count, 'инцидент', 'инцидента', 'инцидентов')}.`,
		down: (service, duration, availability) =>
			`Дольше всего не работал сервис «${service}»: ${duration}, доступность ${availability}.`,
		noDowntime: 'Простоев сервисов не было.',
		unwatched: 'О доступности сервисов за период нет данных.',
		shifts: (count, hours, members) =>
			`В графике ${of(count, 'смена', 'смены', 'смен')} на ${hours}, ${of(members, 'сотрудник', 'сотрудника', 'сотрудников')}.`,
		noShifts: 'Смен за период нет, выводов о дежурствах нет.',
		gaps: (count, hours) =>
			`В покрытии ${of(count, 'пробел', 'пробела', 'пробелов')}, всего ${hours}.`,
		noGaps: 'Пробелов в покрытии нет.'
	}
};

/** «по 1 показателю», «по 2 показателям» */
function dative(count: number): string {
	return `${grouped.format(count)}\u00a0${formOf(count, 'показателю', 'показателям', 'показателям')}`;
}

function lowered(text: string): string {
	return text.charAt(0).toLowerCase() + text.slice(1);
}
