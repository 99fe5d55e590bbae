import { TICKET_STATUSES, type TicketStatus } from '#lib/domain/ticket.ts';
import type { MailFacts } from '#server/events/mail-keeper.ts';
import { anchor, AUTOMATIC, escaped, oneLine, paragraph, smallPrint, whole } from './markup.ts';
import { MAIL_WORDS, type MailWords } from './words.ts';

/** A letter as it goes out. */
export interface Letter {
	readonly from: { readonly name: string; readonly address: string };
	readonly to: { readonly name: string; readonly address: string };
	readonly subject: string;
	readonly text: string;
	readonly html: string;
	readonly messageId: string;
	/** Letters about one ticket stand together in a mailbox. */
	readonly references: string | null;
	readonly headers: Readonly<Record<string, string>>;
	/** A one-time link that somebody waits for: without a mail server the log hands it on. */
	readonly link?: string;
}

export interface LetterOptions {
	/** Stays the same however often the letter is tried: who gets it twice sees it once. */
	readonly key: string;
	readonly facts: MailFacts;
	readonly to: { readonly name: string; readonly address: string };
	readonly language: 'ru' | 'en';
	readonly sender: string;
	/** Public address; null when none is set, and then letters hold no link at all. */
	readonly origin: string | null;
	/** Stops letters for this person. */
	readonly stopToken: string;
}

/** Writes a letter. Links are made of the portal's own address, never of what a request named. */
export function writeLetter(options: LetterOptions): Letter {
	const { key, facts, to, origin, sender } = options;
	const words = MAIL_WORDS[options.language];
	const stop =
		origin === null ? null : `${origin}/unsubscribe?token=${encodeURIComponent(options.stopToken)}`;
	const ticket = origin === null ? null : `${origin}/cabinet/tickets/${facts.ticket}`;
	const parts = partsOf(facts, words);
	const host = sender.slice(sender.lastIndexOf('@') + 1);
	// A name typed into the site's form is no name yet.
	const greeting = facts.filed ? words.greetingNobody : words.greeting(to.name);
	const paragraphs = { greeting, ...parts };
	return {
		from: { name: words.sender, address: sender },
		to: { name: facts.filed ? '' : oneLine(to.name), address: to.address },
		subject: oneLine(parts.subject),
		text: plain(paragraphs, words, { facts, ticket, stop }),
		html: markup(paragraphs, words, { facts, ticket, stop }),
		messageId: `<${key.replace(/[^\w-]/g, '.')}@${host}>`,
		references: `<${facts.ticket}@${host}>`,
		headers: {
			...AUTOMATIC,
			...(stop === null
				? {}
				: {
						'List-Unsubscribe': `<${stop}>`,
						// RFC 8058: the mailbox's own button posts; a scanner that only looks changes nothing.
						'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click'
					})
		}
	};
}

interface Parts {
	readonly subject: string;
	readonly lead: string;
	/** What was said, word for word. */
	readonly quote: string | null;
	readonly after: readonly string[];
}

function partsOf({ ticket, subject, reply, status, filed }: MailFacts, words: MailWords): Parts {
	if (filed)
		return {
			subject: words.subjectOfFiled(ticket),
			lead: words.filed(ticket),
			quote: null,
			after: [words.filedByOther]
		};
	const [before = '', after = ''] = (status ?? []).map((code) => nameOf(code, words));
	const advice = statusOf(status?.[1]);
	const hint = advice ? words.advice[advice] : undefined;
	const hints = hint === undefined ? [] : [hint];
	if (reply)
		return {
			subject: words.subjectOfReply(ticket, subject),
			lead: words.replied(reply.author, ticket, subject),
			quote: reply.body,
			after: status ? [words.statusToo(before, after), ...hints] : []
		};
	return {
		subject: words.subjectOfStatus(ticket, subject, after),
		lead: words.statusNow(ticket, subject, before, after),
		quote: null,
		after: hints
	};
}

interface Links {
	readonly facts: MailFacts;
	readonly ticket: string | null;
	readonly stop: string | null;
}

type Paragraphs = Parts & { readonly greeting: string };

function plain(parts: Paragraphs, words: MailWords, { facts, ticket, stop }: Links): string {
	const quote = parts.quote === null ? [] : [parts.quote.replace(/^/gm, '> ')];
	return [
		parts.greeting,
		parts.lead,
		...quote,
		...parts.after,
		ticket === null ? words.where(facts.ticket) : `${words.open}: ${ticket}`,
		'—',
		words.doNotAnswer,
		stop === null ? words.stopInProfile : `${words.stop}: ${stop}`
	].join('\n\n');
}

function markup(parts: Paragraphs, words: MailWords, { facts, ticket, stop }: Links): string {
	const quote =
		parts.quote === null
			? []
			: [
					`<blockquote style="margin:0 0 16px;padding:8px 16px;border-left:3px solid #e3e7ec">${lines(parts.quote)}</blockquote>`
				];
	return whole([
		paragraph(escaped(parts.greeting)),
		paragraph(escaped(parts.lead)),
		...quote,
		...parts.after.map((text) => paragraph(escaped(text))),
		paragraph(ticket === null ? escaped(words.where(facts.ticket)) : anchor(ticket, words.open)),
		smallPrint(escaped(words.doNotAnswer)),
		smallPrint(stop === null ? escaped(words.stopInProfile) : anchor(stop, words.stop))
	]);
}

function lines(text: string): string {
	return escaped(text).replace(/\n/g, '<br>');
}

function statusOf(code: string | undefined): TicketStatus | undefined {
	return TICKET_STATUSES.find((status) => status === code);
}

function nameOf(code: string, words: MailWords): string {
	const status = statusOf(code);
	return status ? words.statuses[status] : code;
}
