import type { FaqEntry } from '#lib/domain/faq.ts';

type Question = Omit<FaqEntry, 'id'>;

/** Questions and answers a portal begins with; staff rewrite, add and take away. */
export const QUESTIONS: readonly Question[] = [
	{
		slug: 'how-to-file',
		group: 'tickets',
		question: { ru: 'Как подать заявку?', en: 'How do I file a ticket?' },
		answer: {
			ru: `Войдите в [кабинет](/cabinet) и нажмите «Подать заявку»: тема, сервис, описание, при необходимости файлы. Номер вида BC-1042 появится сразу.

Нет учётной записи? Напишите через форму на странице [контактов](/contacts) — заявка получит такой же номер.`,
			en: `Sign in to [your account](/cabinet) and press “File a ticket”: subject, service, description, files if needed. You get a number like BC-1042 at once.

No account? Write through the form on the [contacts](/contacts) page: that ticket gets a number, too.`
		}
	},
	{
		slug: 'good-description',
		group: 'tickets',
		question: {
			ru: 'Что написать, чтобы помогли быстрее?',
			en: 'What helps you to help me faster?'
		},
		answer: {
			ru: `Что вы делали, что ожидали и что получили — дословно, с текстом ошибки. Когда началось, у всех или у одного человека, что уже пробовали. Снимок экрана часто заменяет абзац.`,
			en: `What you did, what you expected and what happened, with the exact error message. When it began, whether it is everybody or one person, what you have tried. A screenshot often saves a paragraph.`
		}
	},
	{
		slug: 'attachments',
		group: 'tickets',
		question: { ru: 'Какие файлы можно приложить?', en: 'Which files may I attach?' },
		answer: {
			ru: `До пяти файлов за раз, каждый до 10 МБ: PNG, JPG, GIF, WEBP, PDF, TXT, LOG, CSV, DOCX, XLSX. Архивы, файлы с макросами и с паролем не принимаются: внутрь них нельзя заглянуть.`,
			en: `Up to five at a time, 10 MB each: PNG, JPG, GIF, WEBP, PDF, TXT, LOG, CSV, DOCX, XLSX. Archives and files with macros or passwords are refused: nobody can look inside them safely.`
		}
	},
	{
		slug: 'statuses',
		group: 'tickets',
		question: { ru: 'Что означают статусы?', en: 'What do the statuses mean?' },
		answer: {
			ru: `- **Новая** — принята, ещё не взята в работу.
- **В работе** — у заявки есть исполнитель.
- **Ждёт клиента** — нужен ваш ответ; срок на это время остановлен.
- **Решена** — мы считаем, что готово: проверьте.
- **Закрыта** — вопрос закончен.
- **Отменена** — больше не нужна.`,
			en: `- **New** – received, nobody works on it yet.
- **In progress** – somebody does.
- **Waiting for you** – we need your answer; the clock stands still.
- **Resolved** – we think it is done: please check.
- **Closed** – finished.
- **Cancelled** – no longer needed.`
		}
	},
	{
		slug: 'reopen',
		group: 'tickets',
		question: {
			ru: 'Проблема вернулась. Подавать новую заявку?',
			en: 'The problem is back. Do I file a new ticket?'
		},
		answer: {
			ru: `Нет: в течение семи дней после решения откройте заявку снова — кнопка есть на её странице. Переписка и история сохранятся. Позже подайте новую и укажите номер прежней.`,
			en: `No: within seven days after it was resolved, reopen it with the button on its page. Conversation and history stay. Later than that, file a new one and name the old number.`
		}
	},
	{
		slug: 'who-sees-my-ticket',
		group: 'tickets',
		question: { ru: 'Кто видит мою заявку?', en: 'Who sees my ticket?' },
		answer: {
			ru: `Целиком — только вы и сотрудники поддержки. Остальные в [очереди](/queue) видят номер, сервис, приоритет, статус и сроки; темы, текста, имён и файлов там нет. Внутренние заметки сотрудников вам не показываются.`,
			en: `The whole of it, you and the support team alone. Others see its number, service, priority, status and deadlines in the [queue](/queue): no subject, text, names or files. Internal notes of the staff are not shown to you.`
		}
	},
	{
		slug: 'priorities',
		group: 'deadlines',
		question: { ru: 'Как выбрать приоритет?', en: 'How do I choose a priority?' },
		answer: {
			ru: `- **Критический** — работа стоит у всех.
- **Высокий** — стоит у отдела или важного процесса.
- **Обычный** — мешает, но есть обходной путь.
- **Низкий** — вопрос или пожелание.

Дежурный может изменить приоритет; это видно в истории.`,
			en: `- **Critical** – nobody can work.
- **High** – a department or an important process stands still.
- **Normal** – it hinders, but there is a way round.
- **Low** – a question or a wish.

The duty team may change the priority; you see it in the history.`
		}
	},
	{
		slug: 'deadlines',
		group: 'deadlines',
		question: {
			ru: 'В какой срок ответят и решат?',
			en: 'How soon will I be answered and helped?'
		},
		answer: {
			ru: `По умолчанию, рабочего времени на первый ответ и на решение:

| Приоритет | Ответ | Решение |
| --- | --- | --- |
| Критический | 15 мин | 4 ч |
| Высокий | 30 мин | 8 ч |
| Обычный | 2 ч | 24 ч |
| Низкий | 8 ч | 72 ч |

У сервиса могут быть свои сроки. Точные — на странице вашей заявки.`,
			en: `By default, working time until the first answer and until the solution:

| Priority | Answer | Solution |
| --- | --- | --- |
| Critical | 15 min | 4 h |
| High | 30 min | 8 h |
| Normal | 2 h | 24 h |
| Low | 8 h | 72 h |

A service may have its own. The exact ones are on the page of your ticket.`
		}
	},
	{
		slug: 'clock-stops',
		group: 'deadlines',
		question: { ru: 'Когда срок не идёт?', en: 'When does the clock stand still?' },
		answer: {
			ru: `Пока заявка ждёт вашего ответа и вне рабочих часов её календаря: ночью, в выходные и праздники, если для приоритета не обещана круглосуточная работа. Как посчитан срок, написано на странице заявки.`,
			en: `While the ticket waits for your answer, and outside the hours of its calendar: at night, on weekends and holidays, unless its priority is promised round the clock. How a deadline came about is told on the ticket's page.`
		}
	},
	{
		slug: 'incident-or-ticket',
		group: 'incidents',
		question: {
			ru: 'Чем инцидент отличается от заявки?',
			en: 'How does an incident differ from a ticket?'
		},
		answer: {
			ru: `Заявка — ваш вопрос. Инцидент — сбой сервиса, который касается многих: его ведёт дежурная смена и рассказывает о нём на странице [инцидентов](/incidents). Если сбой там уже есть, заявку подавать не обязательно.`,
			en: `A ticket is your question. An incident is a fault of a service that concerns many: the duty shift works on it and tells of it on the [incidents](/incidents) page. If the fault is there already, you need not file a ticket.`
		}
	},
	{
		slug: 'subscribe',
		group: 'incidents',
		question: { ru: 'Как узнавать о сбоях сразу?', en: 'How do I hear of faults at once?' },
		answer: {
			ru: `Откройте [главную](/) — она обновляется сама. Для программ чтения есть [лента инцидентов](/feeds/incidents.atom) и [лента новостей](/feeds/news.atom). О своих заявках вы получаете письма; их можно отключить в [профиле](/cabinet/profile).`,
			en: `Keep the [home page](/) open: it updates by itself. For feed readers there are [incidents](/feeds/incidents.atom) and [news](/feeds/news.atom). About your own tickets you get letters; stop them in your [profile](/cabinet/profile) if you like.`
		}
	},
	{
		slug: 'planned-works',
		group: 'incidents',
		question: { ru: 'Где узнать о плановых работах?', en: 'Where do I learn of planned works?' },
		answer: {
			ru: `На странице [сервисов](/services) и в [календаре работ](/feeds/maintenance.ics), на который можно подписаться из Outlook, Google Календаря или телефона. Время работ не считается простоем.`,
			en: `On the [services](/services) page and in the [calendar of works](/feeds/maintenance.ics), which Outlook, Google Calendar or a phone can subscribe to. Their time does not count as downtime.`
		}
	},
	{
		slug: 'register',
		group: 'account',
		question: { ru: 'Как получить учётную запись?', en: 'How do I get an account?' },
		answer: {
			ru: `Зарегистрируйтесь с рабочей почтой и подтвердите её по ссылке из письма. Если вы уже писали нам через форму, укажите тот же адрес: после подтверждения прежние заявки появятся в кабинете.`,
			en: `Register with your work e-mail and confirm it by the link in the letter. If you have written to us through the form before, use the same address: once confirmed, those tickets are in your account.`
		}
	},
	{
		slug: 'second-factor',
		group: 'account',
		question: { ru: 'Что такое второй фактор и зачем он?', en: 'What is the second factor for?' },
		answer: {
			ru: `Шестизначный код из приложения на телефоне, который спрашивают после пароля. Украденного пароля тогда мало. Включается в [профиле](/cabinet/profile); там же выдаются запасные коды на случай потери телефона — сохраните их.`,
			en: `A six-digit code from an app on your phone, asked for after the password: a stolen password is not enough then. Turn it on in your [profile](/cabinet/profile), which also gives you recovery codes in case the phone is lost. Keep them.`
		}
	},
	{
		slug: 'lost-password',
		group: 'account',
		question: { ru: 'Не могу войти. Что делать?', en: 'I cannot sign in. What now?' },
		answer: {
			ru: `Проверьте раскладку и адрес почты. После нескольких неудачных попыток вход ненадолго закрывается — подождите указанное время. Не помогло — напишите через [форму](/contacts) или позвоните: учётную запись проверит сотрудник.`,
			en: `Check the keyboard layout and the e-mail. After several failures signing in pauses for a while: wait for the time told. Still no luck? Write through the [form](/contacts) or call, and a member of staff will look after your account.`
		}
	},
	{
		slug: 'kpi-meaning',
		group: 'figures',
		question: { ru: 'Как читать показатели?', en: 'How do I read the figures?' },
		answer: {
			ru: `У каждого на странице [показателей](/kpi) есть цель, период и формула словами. Цвет значит одно: зелёный — цель достигнута, жёлтый — рядом, красный — нет. «Нет данных» значит, что считать не из чего, а не ноль.`,
			en: `Each on the [figures](/kpi) page has a target, a period and its formula in words. Colour means one thing: green, the target is met; yellow, nearly; red, it is not. “No data” means there is nothing to count, which is not zero.`
		}
	},
	{
		slug: 'stale-data',
		group: 'figures',
		question: {
			ru: 'Страница посерела и пишет время. Это сбой?',
			en: 'The page went grey and shows a time. Is it broken?'
		},
		answer: {
			ru: `Пропала связь с порталом, и страница честно говорит, на какой момент её цифры. Она вернётся сама, обновлять не нужно. Если не возвращается несколько минут, проверьте интернет.`,
			en: `The connection to the portal was lost, and the page says as of when its figures are. It comes back by itself; no need to reload. If it does not for some minutes, check your internet.`
		}
	},
	{
		slug: 'out-of-hours',
		group: 'contact',
		question: {
			ru: 'Куда обращаться ночью и в выходные?',
			en: 'Whom do I turn to at night or on a weekend?'
		},
		answer: {
			ru: `Подайте заявку с приоритетом «Критический» — дежурная смена видит её сразу — и позвоните на телефон дежурной смены из [контактов](/contacts). Остальное разберём в рабочее время.`,
			en: `File a ticket with the priority “Critical”, which the duty shift sees at once, and call the duty phone on the [contacts](/contacts) page. Everything else is looked at in working hours.`
		}
	}
];
