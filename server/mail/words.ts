import type { TicketStatus } from '#lib/domain/ticket.ts';

/** What letters say, in one language. */
export interface MailWords {
	readonly sender: string;
	readonly greeting: (name: string) => string;
	readonly greetingNobody: string;
	readonly subjectOfFiled: (ticket: string) => string;
	readonly filed: (ticket: string) => string;
	readonly filedByOther: string;
	readonly subjectOfReply: (ticket: string, subject: string) => string;
	readonly subjectOfStatus: (ticket: string, subject: string, status: string) => string;
	readonly replied: (author: string, ticket: string, subject: string) => string;
	readonly statusNow: (ticket: string, subject: string, before: string, after: string) => string;
	readonly statusToo: (before: string, after: string) => string;
	/** What a status asks of the client; most ask nothing. */
	readonly advice: Readonly<Partial<Record<TicketStatus, string>>>;
	readonly open: string;
	readonly where: (ticket: string) => string;
	readonly doNotAnswer: string;
	readonly stop: string;
	readonly stopInProfile: string;
	readonly statuses: Readonly<Record<TicketStatus, string>>;
}

const RU: MailWords = {
	sender: 'Базис-Центр',
	greeting: (name) => `Здравствуйте, ${name}!`,
	greetingNobody: 'Здравствуйте!',
	subjectOfFiled: (ticket) => `Заявка ${ticket} принята`,
	filed: (ticket) =>
		`Через форму на сайте с вашим адресом подана заявка ${ticket}. Ответ придёт на этот адрес.`,
	filedByOther: 'Если это были не вы, ничего не делайте или отмените её в кабинете.',
	subjectOfReply: (ticket, subject) => `Ответ по заявке ${ticket}: ${subject}`,
	subjectOfStatus: (ticket, subject, status) => `Заявка ${ticket}: ${status} — ${subject}`,
	replied: (author, ticket, subject) => `${author} отвечает по заявке ${ticket} «${subject}»:`,
	statusNow: (ticket, subject, before, after) =>
		`Статус заявки ${ticket} «${subject}»: «${before}» → «${after}».`,
	statusToo: (before, after) => `Статус заявки: «${before}» → «${after}».`,
	advice: {
		waiting: 'Чтобы продолжить, нам нужен ваш ответ. Пока мы ждём, срок заявки не идёт.',
		resolved: 'Если проблема осталась, заявку можно открыть снова в течение семи дней.',
		closed: 'Если проблема вернулась, заявку можно открыть снова в течение семи дней.'
	},
	open: 'Открыть заявку',
	where: (ticket) => `Заявка — в личном кабинете портала: «Кабинет» → ${ticket}.`,
	doNotAnswer: 'Это письмо отправлено автоматически: ответьте, пожалуйста, в самой заявке.',
	stop: 'Не получать такие письма',
	stopInProfile: 'Письма можно отключить в профиле: «Кабинет» → «Профиль».',
	statuses: {
		new: 'Новая',
		in_progress: 'В работе',
		waiting: 'Ждёт клиента',
		resolved: 'Решена',
		closed: 'Закрыта',
		cancelled: 'Отменена'
	}
};

const EN: MailWords = {
	sender: 'Bazis Center',
	greeting: (name) => `Hello ${name},`,
	greetingNobody: 'Hello,',
	subjectOfFiled: (ticket) => `Ticket ${ticket} received`,
	filed: (ticket) =>
		`Ticket ${ticket} was filed with your address through the form on the site. The answer comes to this address.`,
	filedByOther: 'If it was not you, do nothing, or cancel it in your account.',
	subjectOfReply: (ticket, subject) => `Reply on ${ticket}: ${subject}`,
	subjectOfStatus: (ticket, subject, status) => `${ticket}: ${status} — ${subject}`,
	replied: (author, ticket, subject) => `${author} replied on ticket ${ticket} “${subject}”:`,
	statusNow: (ticket, subject, before, after) =>
		`The status of ticket ${ticket} “${subject}” changed from “${before}” to “${after}”.`,
	statusToo: (before, after) => `Its status changed from “${before}” to “${after}”.`,
	advice: {
		waiting: 'To go on we need your answer. While we wait, the time of the ticket stands still.',
		resolved: 'If the problem is still there, you can reopen the ticket for seven days.',
		closed: 'If the problem came back, you can reopen the ticket for seven days.'
	},
	open: 'Open the ticket',
	where: (ticket) => `The ticket is on the portal: “My account” → ${ticket}.`,
	doNotAnswer: 'This message was sent automatically: please answer in the ticket itself.',
	stop: 'Stop these messages',
	stopInProfile: 'You can stop these messages in your profile: “My account” → “Profile”.',
	statuses: {
		new: 'New',
		in_progress: 'In progress',
		waiting: 'Waiting for you',
		resolved: 'Resolved',
		closed: 'Closed',
		cancelled: 'Cancelled'
	}
};

export const MAIL_WORDS: Readonly<Record<'ru' | 'en', MailWords>> = { ru: RU, en: EN };
