import { DAY, MINUTE, type OfficeHours } from './office-hours.ts';
import { between, pick, type Random } from './random.ts';

/** Words that stand in a story's braces for one ticket. */
export type Details = Readonly<Record<string, string>>;

const PRINTERS = [
	'HP LaserJet M428',
	'Kyocera M2540dn',
	'Xerox B215',
	'Pantum BM5100',
	'Canon MF443dw',
	'Brother L5100'
];
const COMPUTERS = [
	'BUH-03',
	'SKLAD-02',
	'OFIS-11',
	'NB-27',
	'OFIS-14',
	'PTO-05',
	'KASSA-1',
	'NB-08'
];
/** Only names whose genitive and dative are alike, so that one form fits both. */
const COLLEAGUES: readonly (readonly [string, string])[] = [
	['Мария Голубева', 'Марии Голубевой'],
	['Ксения Орехова', 'Ксении Ореховой'],
	['Анастасия Шарова', 'Анастасии Шаровой'],
	['Наталия Мухина', 'Наталии Мухиной'],
	['Евгения Котова', 'Евгении Котовой'],
	['Валерия Сизова', 'Валерии Сизовой'],
	['Юлия Дроздова', 'Юлии Дроздовой'],
	['Виктория Аксёнова', 'Виктории Аксёновой']
];
const TOWNS = ['Тула', 'Калуга', 'Рязань', 'Обнинск', 'Серпухов', 'Подольск', 'Коломна'];
const SHOPS = [
	'на Ленина, 14',
	'на Советской, 30',
	'на Гагарина, 7',
	'на Мира, 52',
	'на Садовой, 3'
];
const PARTNERS = ['ООО «Гранит»', 'АО «Метизы»', 'ООО «Альянс»', 'ООО «Сигма»', 'АО «Полюс»'];
const FOLDERS = ['Договоры', 'Сметы', 'Кадры', 'Снабжение', 'Чертежи', 'Маркетинг', 'Тендеры'];
const MONTHS: readonly (readonly [string, string])[] = [
	['январь', 'января'],
	['февраль', 'февраля'],
	['март', 'марта'],
	['апрель', 'апреля'],
	['май', 'мая'],
	['июнь', 'июня'],
	['июль', 'июля'],
	['август', 'августа'],
	['сентябрь', 'сентября'],
	['октябрь', 'октября'],
	['ноябрь', 'ноября'],
	['декабрь', 'декабря']
];

/** Makes up the details of a ticket that is filed at a moment. */
export function detailsFor(random: Random, at: number, hours: OfficeHours): Details {
	const whole = (low: number, high: number) => String(Math.floor(between(random, low, high + 1)));
	const [who, whom] = pick(random, COLLEAGUES);
	const noticed = hours.local(at - between(random, 6, 45) * MINUTE);
	const earlier = hours.local(at - between(random, 2, 9) * DAY);
	const month = MONTHS[(hours.local(at).getUTCMonth() + 11) % 12] ?? ['', ''];
	return {
		док: `№\u00a0${whole(112, 4870)}`,
		кто: who,
		кого: whom,
		каб: whole(1, 4) + whole(0, 2) + whole(1, 9),
		этаж: whole(2, 5),
		доб: whole(101, 398),
		пк: pick(random, COMPUTERS),
		принтер: pick(random, PRINTERS),
		город: pick(random, TOWNS),
		магазин: pick(random, SHOPS),
		контрагент: pick(random, PARTNERS),
		папка: pick(random, FOLDERS),
		// From five upwards, so that the genitive plural fits.
		число: whole(5, 14),
		сумма: `${whole(1, 48)}\u00a0${whole(1, 9)}${whole(0, 9)}0`,
		время: `${noticed.getUTCHours()}:${String(noticed.getUTCMinutes()).padStart(2, '0')}`,
		дата: `${earlier.getUTCDate()} ${MONTHS[earlier.getUTCMonth()]?.[1] ?? ''}`,
		месяц: month[0],
		месяца: month[1]
	};
}

/** Says a line of a story: details put in, verbs in the form that fits the speaker. */
export function say(line: string, details: Details, feminine: boolean): string {
	return line
		.replace(/\[([^|\]]*)\|([^\]]*)\]/g, (_whole, he: string, she: string) => (feminine ? she : he))
		.replace(/\{([^}]+)\}/g, (_whole, name: string) => {
			const word = details[name];
			if (word === undefined) throw new Error(`a story speaks of {${name}}, which nobody knows`);
			return word;
		});
}
