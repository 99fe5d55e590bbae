import type { Bilingual } from '#lib/domain/bilingual.ts';
import type { SiteContacts } from '#lib/domain/site.ts';

/** How the firm is reached: numbers that ring nowhere and a mailbox that cannot exist. */
export const CONTACTS: SiteContacts = {
	company: 'ООО «Базис-Центр»',
	phone: '+7 (4872) 00-00-00',
	dutyPhone: '+7 (4872) 00-00-01',
	email: 'help@bazis.example',
	address: {
		ru: '300000, Тула, Выдуманная улица, 1, офис 204',
		en: 'Office 204, 1 Vydumannaya St., Tula 300000, Russia'
	},
	hours: {
		ru: 'Пн–пт 9:00–18:00 по Москве; дежурная смена — круглосуточно',
		en: 'Mon–Fri 9:00–18:00 Moscow time; the duty shift at any hour'
	},
	details: {
		ru: 'ИНН 0000000000\nКПП 000000000\nОГРН 0000000000000\nГенеральный директор — С. П. Воронов',
		en: 'Taxpayer number 0000000000\nRegistration number 0000000000000\nGeneral director: S. P. Voronov'
	}
};

/** What the firm says of its services, by their slugs. */
export const SERVICE_TEXTS: Readonly<Record<string, Bilingual>> = {
	mail: {
		ru: `Ящики на вашем домене, общие календари и адресная книга. Веб-почта, Outlook и телефоны.

- Объём ящика — 50 ГБ, вложение — до 25 МБ.
- Удалённое письмо можно вернуть в течение 30 дней: укажите дату и отправителя.
- Новый ящик заводим за два рабочих часа по заявке руководителя.`,
		en: `Mailboxes on your own domain, shared calendars and an address book. Web mail, Outlook and phones.

- 50 GB for a mailbox, 25 MB for an attachment.
- A deleted letter can be brought back for 30 days: tell us its date and sender.
- A new mailbox takes two working hours after a manager's ticket.`
	},
	vpn: {
		ru: `Подключение из дома и командировок, связь между офисами.

1. Установите приложение по инструкции из письма.
2. Войдите рабочей учётной записью и подтвердите вход кодом.
3. Не подключается? Приложите к заявке снимок ошибки и название сети.`,
		en: `Access from home and on the road, links between offices.

1. Install the app as the letter tells.
2. Sign in with your work account and confirm with a code.
3. It does not connect? Attach a picture of the error and name the network.`
	},
	'1c': {
		ru: `Базы бухгалтерии, торговли и зарплаты. Обновляем платформу и конфигурации по ночам, предупреждаем за три дня.

> Перед закрытием месяца обновлений не бывает: с 25-го по 5-е число базы не трогаем.`,
		en: ''
	},
	acquiring: {
		ru: `Приём карт и оплата по QR-коду. Смену терминала и выход нового магазина планируйте за неделю.

Если терминал не проводит платёж, проверьте чековую ленту и связь, затем подайте заявку с приоритетом «Критический» и позвоните дежурной смене.`,
		en: ''
	},
	backup: {
		ru: `Копии снимаются каждую ночь и хранятся 30 дней, месячные — год. Раз в квартал восстанавливаем случайный сервер и публикуем результат в новостях.`,
		en: ''
	}
};

/** A piece of news, so many days before the demo begins; below zero it is still to come. */
export interface DemoNews {
	readonly daysAgo: number;
	/** Login of who wrote it. */
	readonly author: string;
	readonly draft?: true;
	readonly title: Bilingual;
	readonly summary: Bilingual;
	readonly body: Bilingual;
}

const NONE = '';

export const NEWS: readonly DemoNews[] = [
	{
		daysAgo: 54,
		author: 'n.belova',
		title: { ru: 'Портал открыт для всех', en: 'The portal is open to everybody' },
		summary: {
			ru: 'Очередь, инциденты и показатели теперь видны без входа — в том же виде, что и у дежурной смены.',
			en: 'Queue, incidents and figures can now be seen without signing in, as the duty shift sees them.'
		},
		body: {
			ru: `Раньше о сбоях вы узнавали из рассылки. Теперь — на [главной странице](/), в ту же секунду.

# Что видно всем

- состояние сервисов и их доступность за 90 дней;
- очередь без тем, текстов и имён;
- показатели с формулами.

Личное по-прежнему видят только автор заявки и сотрудники.`,
			en: `Until now you heard of faults from a mailing list. From now on, on the [home page](/), in the same second.

# What everybody sees

- the state of the services and their availability over 90 days;
- the queue without subjects, texts and names;
- figures with their formulas.

What is personal is still seen by a ticket's author and the staff alone.`
		}
	},
	{
		daysAgo: 41,
		author: 'r.gareev',
		title: { ru: 'Проверили восстановление из копий', en: NONE },
		summary: {
			ru: 'Сервер терминалов TS-02 восстановлен из ночной копии за 1 ч 48 мин при цели в два часа.',
			en: NONE
		},
		body: {
			ru: `Раз в квартал мы восстанавливаем случайный сервер на отдельном стенде.

| Что | Время |
| --- | --- |
| Развёртывание копии | 1 ч 12 мин |
| Проверка сервисов | 36 мин |

Следующая проверка — в следующем квартале, сервер снова выберет жребий.`,
			en: NONE
		}
	},
	{
		daysAgo: 29,
		author: 'a.kuzmin',
		title: { ru: 'Новый второй оператор телефонии', en: NONE },
		summary: {
			ru: 'При обрыве основного канала звонки сами уходят через резервного оператора — без участия дежурного.',
			en: NONE
		},
		body: {
			ru: `Переключение занимает до 20 секунд. Идущие разговоры прервутся, новые пойдут через резерв. Номера остаются прежними.`,
			en: NONE
		}
	},
	{
		daysAgo: 17,
		author: 'e.fomina',
		title: { ru: 'Как мы закрываем месяц в 1С', en: 'How we close the month' },
		summary: {
			ru: 'С 25-го по 5-е число не обновляем базы, а заявки бухгалтерии берём первыми.',
			en: 'From the 25th to the 5th we update nothing, and take tickets of accounting first.'
		},
		body: {
			ru: `В эти дни у бухгалтерии каждая минута на счету, поэтому:

1. обновлений платформы и конфигураций нет;
2. заявки по 1С получают приоритет не ниже «Высокого»;
3. на линии дежурит второй специалист.`,
			en: `These days accounting counts every minute, so:

1. neither platform nor configurations are updated;
2. tickets on 1C get priority “High” at least;
3. a second specialist is on duty.`
		}
	},
	{
		daysAgo: 9,
		author: 'p.gromov',
		title: { ru: 'VPN: вход с кодом обязателен для всех', en: 'VPN: a code for everybody' },
		summary: {
			ru: 'Пароля больше недостаточно: при каждом подключении приложение спросит код с телефона.',
			en: 'A password is not enough any more: the app asks for a code from your phone each time.'
		},
		body: {
			ru: `Настройка занимает две минуты, инструкция — в письме и в ответе [«Что такое второй фактор»](/faq#second-factor).

Нет смартфона? Подайте заявку на сервис «VPN» — выдадим брелок.`,
			en: `It takes two minutes; the letter and [this answer](/faq#second-factor) tell how.

No smartphone? File a ticket on “VPN” and get a token.`
		}
	},
	{
		daysAgo: 2,
		author: 'manager',
		title: {
			ru: 'Заявку можно подать без учётной записи',
			en: 'File a ticket without an account'
		},
		summary: {
			ru: 'На странице контактов появилась форма: письмо становится заявкой с номером и сроком.',
			en: 'The contacts page has a form now: what you write becomes a ticket with a number and a deadline.'
		},
		body: {
			ru: `Форма — на странице [контактов](/contacts). Ответ придёт на указанную почту, а если с ней завести [кабинет](/cabinet), там будет и вся переписка.`,
			en: `The form is on the [contacts](/contacts) page. The answer goes to your e-mail; open [an account](/cabinet) with it and the whole conversation is there.`
		}
	},
	{
		daysAgo: -3,
		author: 'manager',
		title: { ru: 'График дежурств на праздники', en: NONE },
		summary: { ru: 'Кто на линии в выходные и как до нас дозвониться.', en: NONE },
		body: {
			ru: `Дежурная смена работает без выходных. Обычные заявки разберём в первый рабочий день, критические — сразу.`,
			en: NONE
		}
	},
	{
		daysAgo: 0,
		author: 's.ershova',
		draft: true,
		title: { ru: 'Итоги опроса клиентов', en: NONE },
		summary: { ru: 'Что понравилось, что исправим до конца квартала.', en: NONE },
		body: { ru: 'Черновик: дождаться последних анкет, добавить цифры.', en: NONE }
	}
];
