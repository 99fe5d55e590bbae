import type { DemoPerson, DemoService } from './step.ts';

/** What the firm looks after, in the order of lists. */
export const SERVICES: readonly DemoService[] = [
	['portal', 'Портал клиентов', 'Заявки, договоры и документы клиентов в одном окне'],
	['acquiring', 'Эквайринг', 'Приём карт и оплата по QR-коду в магазинах и на сайтах'],
	['mail', 'Почта', 'Корпоративные ящики, календари и защита от спама'],
	['1c', '1С:Предприятие', 'Базы бухгалтерии, торговли и зарплаты, обмен и ЭДО'],
	['telephony', 'Телефония', 'Номера, голосовое меню и запись разговоров'],
	['vpn', 'VPN', 'Удалённый доступ сотрудников и связь между офисами'],
	['files', 'Файловое хранилище', 'Общие папки отделов, права и предыдущие версии'],
	['terminals', 'Терминальные серверы', 'Удалённые рабочие столы и программы на них'],
	['backup', 'Резервное копирование', 'Копии серверов и баз, проверка восстановления'],
	['internet', 'Интернет-каналы', 'Основные и резервные каналы, Wi-Fi в офисах'],
	['video', 'Видеосвязь', 'Переговорные, совещания и вебинары'],
	['print', 'Печать', 'Принтеры, МФУ, сканирование и расходные материалы']
].map(([slug = '', name = '', description = ''], index) => ({
	slug,
	name,
	description,
	position: index + 1
}));

/** Somebody who speaks in the demo: grammar needs to know who. */
export interface Speaker extends DemoPerson {
	readonly feminine: boolean;
}

export const FIRM = 'ООО «Базис-Центр»';
export const ADMIN_EMAIL = 'admin@bazis.example';
export const MANAGER_EMAIL = 'manager@bazis.example';
export const CLIENT_EMAIL = 'client@bazis.example';
export const CLIENT2_EMAIL = 'client2@bazis.example';

function staff(
	login: string,
	name: string,
	feminine: boolean,
	services: readonly string[]
): Speaker & { readonly services: readonly string[] } {
	const role = login === 'admin' ? 'admin' : 'manager';
	const signsIn = login === 'admin' || login === 'manager';
	const email = `${login}@bazis.example`;
	return { name, email, role, organization: FIRM, signsIn, feminine, services };
}

/** Fifteen people: the administrator, two dispatchers and those who know their services. */
export const STAFF = [
	staff('admin', 'Сергей Воронов', false, ['internet', 'backup']),
	staff('manager', 'Анна Соколова', true, ['acquiring', 'portal', 'mail']),
	staff('d.orlov', 'Дмитрий Орлов', false, ['mail', 'telephony', 'internet']),
	staff('i.hasanov', 'Ильдар Хасанов', false, ['1c', 'print', 'terminals']),
	staff('o.lebedeva', 'Ольга Лебедева', true, ['files', '1c', 'mail']),
	staff('p.gromov', 'Павел Громов', false, ['vpn', 'internet']),
	staff('e.fomina', 'Екатерина Фомина', true, ['1c', 'acquiring']),
	staff('m.zaytsev', 'Михаил Зайцев', false, ['terminals', 'backup', 'files']),
	staff('n.belova', 'Наталья Белова', true, ['portal', 'video']),
	staff('a.kuzmin', 'Артём Кузьмин', false, ['telephony', 'video', 'vpn']),
	staff('r.gareev', 'Руслан Гареев', false, ['backup', 'terminals', 'vpn']),
	staff('v.panina', 'Виктория Панина', true, ['print', 'files', 'portal']),
	staff('i.timofeev', 'Игорь Тимофеев', false, ['print', 'internet', 'acquiring']),
	staff('s.ershova', 'Светлана Ершова', true, []),
	staff('yu.savina', 'Юлия Савина', true, [])
];

/** Those who take calls and hand tickets out. */
export const DISPATCHERS = STAFF.filter(({ services }) => services.length === 0);

/** Those who solve tickets of a service. */
export function expertsOf(service: string): readonly Speaker[] {
	return STAFF.filter(({ services }) => services.includes(service));
}

/** Organisations with their mail domains and people; an asterisk marks feminine grammar. */
const ORGANIZATIONS: readonly (readonly [string, string, readonly string[]])[] = [
	[
		'ООО «Ромашка»',
		'romashka',
		['*Марина Ковалёва client@bazis.example', '*Людмила Осипова', 'Андрей Сомов', '*Ирина Крюкова']
	],
	['ИП Кравцов', 'kravtsov', ['Олег Кравцов client2@bazis.example', '*Алёна Кравцова']],
	[
		'АО «Тула-Сервис»',
		'tula-service',
		['Виктор Мельников', '*Татьяна Демидова', 'Роман Щукин', '*Галина Носова']
	],
	['ООО «Вектор»', 'vektor', ['Алексей Жданов', '*Елена Рогова', 'Кирилл Анохин', '*Дарья Лосева']],
	['ООО «Северный ветер»', 'sever-veter', ['*Вера Антипова', 'Григорий Панов', '*Оксана Тарасова']],
	[
		'АО «Медтехника-Плюс»',
		'medtehnika',
		['Борис Левин', '*Надежда Фролова', 'Тимур Ахметов', '*Инна Гущина']
	],
	['ООО «Стройинвест»', 'stroyinvest', ['Николай Карпов', '*Лариса Зимина', 'Степан Бойко']],
	['ООО «Пекарня на Садовой»', 'sadovaya', ['*Полина Журавлёва', '*Зоя Маркина', 'Глеб Соловьёв']],
	[
		'ООО «Логистик-Трейд»',
		'logistic-trade',
		['Денис Устинов', '*Яна Королёва', 'Марат Валиев', '*Кристина Ильина']
	],
	['Клиника «Доверие»', 'doverie', ['*Анна Быстрова', 'Юрий Селезнёв', '*Раиса Хохлова']],
	['ООО «Автодом Калуга»', 'avtodom', ['Евгений Титов', '*Светлана Ракова', 'Антон Грачёв']],
	['Центр детского творчества', 'cdt', ['*Любовь Павлова', '*Эльвира Назарова', 'Пётр Савельев']]
];

/** What clients call their mailboxes. */
const LOGINS = ['director', 'buh', 'office', 'zakupki'];

/** Forty people of twelve organisations. */
export const CLIENTS: readonly Speaker[] = ORGANIZATIONS.flatMap(([organization, domain, people]) =>
	people.map((line, index) => {
		const [first = '', last = '', account] = line.replace('*', '').split(' ');
		return {
			name: `${first} ${last}`,
			email: account ?? `${LOGINS[index % LOGINS.length]}@${domain}.example`,
			role: 'client' as const,
			organization,
			signsIn: account !== undefined,
			feminine: line.startsWith('*')
		};
	})
);
