import { createTransport } from 'nodemailer';
import type { Config } from '#server/config.ts';
import type { Letter } from './letter.ts';

/** Hands letters over; rejects when the other side did not take one. */
export interface Mailer {
	send(letter: Letter): Promise<void>;
	close(): void;
}

/** Milliseconds until a mail server that does not answer is given up. */
const TIMEOUTS = {
	connectionTimeout: 10_000,
	greetingTimeout: 10_000,
	socketTimeout: 30_000,
	socketCloseTimeout: 1_000
};

/**
 * How long the whole of one sending may take: a server that says a little each second is never
 * idle, and would outlast the lease of the letters, which another node then sends too.
 */
export const LONGEST_SENDING_MS = 30_000;

/** Sends by SMTP. */
export function smtpMailer(url: string, longest = LONGEST_SENDING_MS): Mailer {
	const transport = createTransport({ url, pool: true, maxConnections: 2, ...TIMEOUTS });
	return {
		async send({ from, to, subject, text, html, headers, messageId, references }) {
			await transport.sendMail({
				from,
				to,
				subject,
				text,
				html,
				headers: { ...headers },
				messageId,
				...(references === null ? {} : { references, inReplyTo: references }),
				// A letter is made of words of people: nothing in it is a file or an address to fetch.
				disableFileAccess: true,
				disableUrlAccess: true,
				// Closes the connection too.
				signal: AbortSignal.timeout(longest)
			});
		},
		close: () => transport.close()
	};
}

/**
 * Writes letters to the log; the key that stops them stays out of it. A one-time link does not:
 * where there is no mail server an administrator hands it on, and `handOver` tells it apart.
 */
export function logMailer(
	log: (entry: object, message: string) => void,
	handOver: (entry: object, message: string) => void = log
): Mailer {
	return {
		send({ to, subject, text, link }) {
			if (link !== undefined)
				handOver(
					{ mail: { to: to.address, subject, link } },
					'no mail server is set: hand this link on'
				);
			else {
				const body = text.replace(/token=[\w.-]+/g, 'token=…');
				log({ mail: { to: to.address, subject, text: body } }, 'mail');
			}
			return Promise.resolve();
		},
		close: () => undefined
	};
}

/** The address letters come from: as set, as signed in with, or of the portal's own host. */
export function senderOf(config: Pick<Config, 'SMTP_URL' | 'MAIL_FROM' | 'ORIGIN'>): string {
	if (config.MAIL_FROM !== undefined) return config.MAIL_FROM;
	const user = config.SMTP_URL ? decodeURIComponent(new URL(config.SMTP_URL).username) : '';
	if (/^[^\s@<>"]+@[^\s@<>"]+$/.test(user)) return user;
	return `portal@${config.ORIGIN ? new URL(config.ORIGIN).hostname : 'localhost'}`;
}

/** Where a server judges the letter itself: who is to get it, and what it says. */
const ABOUT_THE_LETTER: readonly unknown[] = ['RCPT TO', 'DATA'];

/**
 * May no other attempt help? A server that says 5xx of a recipient or of a letter will say so
 * again. What it says of itself or of the portal, of a sign-in or in its greeting, is the
 * operators' to mend, and no recipient's fault.
 */
export function isPermanent(error: unknown): boolean {
	if (!(error instanceof Error) || !('responseCode' in error) || !('command' in error))
		return false;
	const code = Number(error.responseCode);
	return ABOUT_THE_LETTER.includes(error.command) && code >= 500 && code < 600;
}
