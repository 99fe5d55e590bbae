import type { Database } from '#server/database/database.ts';
import { isPermanent, type Mailer } from '#server/mail/mailer.ts';
import { createOwedLetters, type OwedLetterOptions } from './owed-letter.ts';

export interface MailJobOptions extends OwedLetterOptions {
	readonly database: Database;
	readonly mailer: Mailer;
	/** Told of each letter that did not go out, and whether it is given up. */
	readonly failed: (
		error: unknown,
		letter: { readonly id: number; readonly last: boolean }
	) => void;
}

interface Claimed {
	readonly id: number;
	readonly key: string;
	readonly userId: number;
	readonly facts: string;
	readonly attempts: number;
}

const LOOK_MS = 1_000;
/** Letters taken together: all of their sendings at their longest are well within the lease. */
export const AT_ONCE = 5;

/**
 * How long whoever took some letters has to send them. Longer than the timeouts of a mail server
 * for all of them: only a process that died lets it lapse, and then another one takes over.
 */
export const LEASE_MS = 5 * 60_000;

const MINUTE = 60_000;

/** Waits after each attempt that failed; after the last the letter is given up. */
export const RETRY_MS: readonly number[] = [1, 5, 15, 60, 180, 360, 720].map(
	(minutes) => minutes * MINUTE
);

const LONGEST_ERROR = 300;

/**
 * Sends the mails that are owed. A letter is taken by putting its due time off, in one
 * statement: of several nodes one gets it. One that was sent right before a crash is sent once
 * more, under the same Message-ID.
 */
export function createMailJob(options: MailJobOptions) {
	const { database, mailer, now, failed } = options;
	const letterOf = createOwedLetters(options);
	let timer: NodeJS.Timeout | null = null;
	let running: Promise<void> | null = null;

	/** Sends everything that is due by now, once what is under way already is out. */
	async function tick(): Promise<void> {
		await running;
		await sendDue();
	}

	async function sendDue(): Promise<void> {
		while (await anyDue()) {
			const letters = await claim();
			// One after the other: what was said first arrives first.
			for (const letter of letters) await send(letter);
			if (letters.length < AT_ONCE) return;
		}
	}

	async function anyDue(): Promise<boolean> {
		const due = await database.read((tx) =>
			tx.one<{ id: number }>(
				`SELECT id FROM mails WHERE sent_at IS NULL AND failed_at IS NULL AND due_at <= $1 LIMIT 1`,
				[now()]
			)
		);
		return due !== null;
	}

	async function claim(): Promise<Claimed[]> {
		const at = now();
		const claimed = await database.write((tx) =>
			tx.run<Claimed>(
				`UPDATE mails SET due_at = $1, attempts = attempts + 1 WHERE id IN (
					SELECT id FROM mails WHERE sent_at IS NULL AND failed_at IS NULL AND due_at <= $2
					ORDER BY due_at, id LIMIT ${AT_ONCE}
					${tx.dialect === 'postgres' ? 'FOR UPDATE SKIP LOCKED' : ''})
				RETURNING id, key, user_id AS "userId", facts, attempts`,
				[at + LEASE_MS, at]
			)
		);
		return claimed.sort((a, b) => a.id - b.id);
	}

	async function send(mail: Claimed): Promise<void> {
		const letter = await letterOf(mail);
		// Who has stopped letters since, was blocked, or whose ticket or link is gone, is not written to.
		if (!letter) return finish(`DELETE FROM mails WHERE id = $1`, [mail.id]);
		try {
			await mailer.send(letter);
		} catch (error) {
			return postpone(mail, error);
		}
		await finish(`UPDATE mails SET sent_at = $2, error = NULL WHERE id = $1`, [mail.id, now()]);
	}

	async function postpone({ id, attempts }: Claimed, error: unknown): Promise<void> {
		const wait = isPermanent(error) ? undefined : RETRY_MS[attempts - 1];
		const text = (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_ERROR);
		const at = now();
		if (wait === undefined)
			await finish(`UPDATE mails SET failed_at = $2, error = $3 WHERE id = $1`, [id, at, text]);
		else
			await finish(`UPDATE mails SET due_at = $2, error = $3 WHERE id = $1`, [id, at + wait, text]);
		failed(error, { id, last: wait === undefined });
	}

	async function finish(sql: string, bind: readonly (string | number)[]): Promise<void> {
		await database.write(async (tx) => {
			await tx.run(sql, bind);
		});
	}

	function schedule(): void {
		timer = setTimeout(() => {
			running = sendDue()
				.catch((error: unknown) => failed(error, { id: 0, last: false }))
				.finally(() => {
					running = null;
					if (timer) schedule();
				});
		}, LOOK_MS);
	}

	return {
		tick,
		start: schedule,
		async stop() {
			if (timer) clearTimeout(timer);
			timer = null;
			await running;
			mailer.close();
		}
	};
}

export type MailJob = ReturnType<typeof createMailJob>;
