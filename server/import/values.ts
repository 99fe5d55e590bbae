import {
	PRIORITIES,
	TICKET_STATUSES,
	type Priority,
	type TicketStatus
} from '#lib/domain/ticket.ts';
import { isOfRealDay } from '#lib/domain/zone.ts';
import { nameSlug } from '#server/servicenow/name-slug.ts';
import { parseDayFirst } from '#server/servicenow/time.ts';

/** What desks call the statuses, in small letters. */
const STATUSES: Readonly<Record<TicketStatus, readonly string[]>> = {
	new: ['', 'open', 'новая', 'новый', 'открыта', 'зарегистрирована'],
	in_progress: ['active', 'in progress', 'assigned', 'в работе', 'назначена', 'выполняется'],
	waiting: ['pending', 'on hold', 'ожидание', 'ожидает', 'ждёт ответа', 'приостановлена'],
	resolved: ['solved', 'done', 'решена', 'решено', 'выполнена', 'выполнено'],
	closed: ['закрыта', 'закрыто', 'завершена'],
	cancelled: ['canceled', 'rejected', 'отменена', 'отклонена']
};

const NAMES: Readonly<Record<Priority, readonly string[]>> = {
	low: ['4', 'p4', 'низкий', 'низкая'],
	normal: ['', '3', 'p3', 'medium', 'moderate', 'обычный', 'средний', 'нормальный'],
	high: ['2', 'p2', 'высокий', 'высокая', 'срочный'],
	critical: ['1', 'p1', 'urgent', 'критический', 'критичный', 'авария']
};

/** `В работе` → `in_progress`; null when it is called otherwise. */
export function statusIn(text: string): TicketStatus | null {
	const name = text.trim().toLowerCase();
	return TICKET_STATUSES.find((one) => one === name || STATUSES[one].includes(name)) ?? null;
}

/** `Высокий` → `high`; null when it is called otherwise. */
export function priorityIn(text: string): Priority | null {
	const name = text.trim().toLowerCase();
	return PRIORITIES.find((one) => one === name || NAMES[one].includes(name)) ?? null;
}

const ISO =
	/^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?)?$/;

/** `2026-03-01 10:30`, ISO 8601 or `01.03.2026 10:30`; UTC where no zone is said, else null. */
export function timeIn(text: string): number | null {
	const iso = ISO.exec(text);
	if (!iso) return parseDayFirst(text);
	const [, day = '', time = '00:00', zone = 'Z'] = iso;
	const at = Date.parse(`${day}T${time}${zone}`);
	return isOfRealDay(day) && !Number.isNaN(at) ? at : null;
}

const LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
	(
		'а-a б-b в-v г-g д-d е-e ё-e ж-zh з-z и-i й-y к-k л-l м-m н-n о-o п-p р-r с-s т-t у-u ф-f ' +
		'х-kh ц-ts ч-ch ш-sh щ-shch ъ- ы-y ь- э-e ю-yu я-ya'
	)
		.split(' ')
		.map((pair) => pair.split('-'))
);

/** `Корпоративная почта` → `korporativnaya-pochta`. */
export function slugIn(text: string): string {
	return nameSlug(text, LETTERS);
}
