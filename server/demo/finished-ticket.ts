import { DEFAULT_TARGETS } from '#lib/domain/sla.ts';
import type { Priority } from '#lib/domain/ticket.ts';
import { DISPATCHERS, expertsOf, type Speaker } from './company.ts';
import { DAY, HOUR, MINUTE, type OfficeHours } from './office-hours.ts';
import * as phrases from './phrases.ts';
import { between, lognormal, pick, type Random } from './random.ts';
import { REPERTOIRES } from './stories/index.ts';
import type { Thread } from './thread.ts';

/** What lives are written with. */
export interface Scene {
	readonly random: Random;
	readonly hours: OfficeHours;
	readonly now: number;
}

/** A ticket's beginning, the same for all of them. */
export interface Beginning {
	readonly service: string;
	readonly priority: Priority;
	readonly createdAt: number;
	/** What goes over the promised time, of the few that do. */
	readonly late?: 'answer' | 'work';
}

/** Minutes until the first answer, and the share of the promised time that the work takes. */
const PACE: Readonly<Record<Priority, { answer: number; work: number }>> = {
	critical: { answer: 4, work: 0.24 },
	high: { answer: 7, work: 0.2 },
	normal: { answer: 12, work: 0.11 },
	low: { answer: 26, work: 0.13 }
};

/** Who took a ticket, and when they first answer. */
export interface Taken {
	readonly assignee: Speaker;
	readonly at: number;
}

/** Who files it: mostly the client, sometimes a dispatcher who took the call. */
export function begin(scene: Scene, thread: Thread, start: Beginning): void {
	const byPhone = scene.random() < 0.26;
	const actor = byPhone ? pick(scene.random, DISPATCHERS) : thread.client;
	thread.file(start.createdAt, actor, start.service, start.priority);
}

/** An expert takes the ticket and answers; the moment of that answer comes back. */
export function take(scene: Scene, thread: Thread, start: Beginning, latest: number): Taken {
	const { random } = scene;
	const assignee = pick(random, expertsOf(start.service));
	const promised = DEFAULT_TARGETS[start.priority].responseMinutes;
	const minutes =
		start.late === 'answer'
			? promised * between(random, 1.05, 1.6)
			: Math.min(promised * 0.85, lognormal(random, PACE[start.priority].answer, 0.6));
	const at = Math.min(latest, start.createdAt + Math.max(1, minutes) * MINUTE);
	if (random() < 0.3) {
		const handedOutAt = start.createdAt + (at - start.createdAt) * between(random, 0.2, 0.7);
		thread.change(handedOutAt, pick(random, DISPATCHERS), { assignee: assignee.email });
		thread.change(at - 20_000, assignee, { status: 'in_progress' });
	} else thread.change(at - 30_000, assignee, { assignee: assignee.email, status: 'in_progress' });
	return { assignee, at };
}

/** Says that the ticket was taken up. */
export function greet({ random }: Scene, thread: Thread, start: Beginning, taken: Taken): void {
	const special = REPERTOIRES[start.service]?.openings ?? [];
	thread.writeOneOf(taken.at, taken.assignee, random() < 0.4 ? special : phrases.OPENINGS);
}

/**
 * Of a hundred tickets that nothing holds up, how many the first answer solves; fewer of those
 * whose client may sign in to the demo, for there the talk is to be looked at.
 */
const SOLVED_BY_ANSWER = 66;
const SOLVED_BY_ANSWER_TO_WATCHED = 30;

/** By the ticket and not by chance: whatever is drawn after it stays as it was. */
function isSolvedByAnswer({ key, client }: Thread, { late }: Beginning): boolean {
	const share = client.signsIn ? SOLVED_BY_ANSWER_TO_WATCHED : SOLVED_BY_ANSWER;
	return late === undefined && signsOf(key) % 100 < share;
}

/** Writes a life that is over: solved and mostly closed, sometimes reopened on the way. */
export function finishedLife(scene: Scene, thread: Thread, start: Beginning): void {
	const { random, now } = scene;
	begin(scene, thread, start);
	const latest = now - 3 * MINUTE;
	const taken = take(scene, thread, start, start.createdAt + (latest - start.createdAt) * 0.3);
	if (isSolvedByAnswer(thread, start)) {
		thread.solve(taken.at, taken.assignee);
		afterwards(scene, thread, taken.assignee, taken.at);
		return;
	}
	greet(scene, thread, start, taken);
	let { assignee } = taken;
	if (random() < 0.42) thread.note(taken.at + between(random, 1, 9) * MINUTE, assignee);
	if (random() < 0.05) assignee = handOver(scene, thread, start, taken);

	const promised = DEFAULT_TARGETS[start.priority].resolutionMinutes * MINUTE;
	const share =
		start.late === 'work'
			? between(random, 1.05, 1.4)
			: thread.story.unhurried === true
				? between(random, 0.45, 0.8)
				: Math.min(0.9, lognormal(random, PACE[start.priority].work, 0.7));
	const asks = random() < (thread.story.ask === undefined ? 0.07 : 0.72);
	const askedAt = taken.at + between(random, 4, 35) * MINUTE;
	const answeredAt = scene.hours.whenOpen(askedAt + lognormal(random, 45, 0.9) * MINUTE, random);
	const waited = asks ? answeredAt - askedAt : 0;
	const workedUntil = Math.max(
		start.createdAt + promised * share + waited,
		(asks ? answeredAt : taken.at) + between(random, 6, 25) * MINUTE
	);
	const dueAt = start.createdAt + promised + waited;
	const solvedAt = atReasonableHour(scene, workedUntil, dueAt, taken.at);
	if (solvedAt <= latest) {
		if (asks) {
			thread.ask(askedAt, assignee);
			thread.answer(answeredAt);
		} else if (solvedAt - taken.at > 5 * HOUR) {
			const at = scene.hours.whenOpen(between(random, taken.at, solvedAt), random);
			if (at < solvedAt - HOUR) thread.writeOneOf(at, assignee, phrases.PROGRESS);
		}
		thread.solve(solvedAt, assignee);
		afterwards(scene, thread, assignee, solvedAt);
	} else {
		// Filed too recently for all that: a short matter.
		const shortly = between(random, 0.45, 0.95);
		const at = taken.at + Math.max(0, latest - taken.at) * shortly;
		thread.solve(at, assignee);
		afterwards(scene, thread, assignee, at);
	}
}

/** A ticket nobody needed: taken back by its client, or a duplicate. */
export function cancelledLife(scene: Scene, thread: Thread, start: Beginning): void {
	const { random } = scene;
	begin(scene, thread, start);
	if (random() < 0.65) {
		const at = start.createdAt + between(random, 5, 20) * MINUTE;
		thread.writeOneOf(at, thread.client, phrases.WITHDRAWALS);
		thread.cancel(at);
		return;
	}
	const actor = pick(random, DISPATCHERS);
	const at = start.createdAt + between(random, 4, 25) * MINUTE;
	thread.writeOneOf(at, actor, phrases.CANCELLATIONS);
	thread.change(at, actor, { status: 'cancelled' });
}

function handOver({ random }: Scene, thread: Thread, start: Beginning, taken: Taken): Speaker {
	const others = expertsOf(start.service).filter((one) => one !== taken.assignee);
	const next = pick(random, others);
	const at = taken.at + between(random, 3, 12) * MINUTE;
	thread.writeOneOf(at, taken.assignee, phrases.HANDOVERS, true);
	thread.change(at, taken.assignee, { assignee: next.email });
	return next;
}

/** Nobody solves a printer's trouble at three in the morning if it can wait until nine. */
function atReasonableHour(scene: Scene, at: number, dueAt: number, from: number): number {
	const { hours, random } = scene;
	if (hours.isDaytime(at)) return at;
	const hour = hours.local(at).getUTCHours();
	const evening = hours.atHour(hour < 12 ? at - DAY : at, 21) - between(random, 5, 120) * MINUTE;
	const morning = hours.atHour(hour < 12 ? at : at + DAY, 8) + between(random, 10, 100) * MINUTE;
	if (morning < dueAt || at > dueAt) return morning;
	return evening > from + 10 * MINUTE ? evening : at;
}

/** What clients think of it who say thanks, and those who had to come again. */
const MARKS = [5, 5, 4, 5, 5, 5, 4, 5, 3];
const MARKS_OF_THE_ANNOYED = [3, 4, 2];

function among(marks: readonly number[], key: string): number {
	return marks[signsOf(key) % marks.length] ?? 5;
}

/** A number that a ticket always has: what depends on it draws nothing by chance. */
function signsOf(key: string): number {
	return [...key].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 9_973, 0);
}

/** Thanks, a relapse now and then, and the evening round that closes what stayed solved. */
function afterwards(scene: Scene, thread: Thread, assignee: Speaker, solvedAt: number): void {
	const { random, hours, now } = scene;
	let restedAt = solvedAt;
	if (random() < 0.36) {
		const at = hours.whenOpen(solvedAt + lognormal(random, 18, 0.9) * MINUTE, random);
		if (at < now) {
			thread.writeOneOf(at, thread.client, phrases.THANKS);
			thread.rate(at, among(MARKS, thread.key));
		}
		restedAt = Math.max(restedAt, Math.min(at, now));
	} else if (thread.story.note !== undefined && random() < 0.09) {
		const at = hours.whenOpen(solvedAt + between(random, 2, 15) * HOUR, random);
		const again = at + between(random, 5, 20) * MINUTE;
		const fixedAt = again + between(random, 0.5, 3) * HOUR;
		if (fixedAt < now - MINUTE) {
			const relapse = pick(random, phrases.RELAPSES);
			thread.write(at, thread.client, relapse.again);
			thread.change(again, assignee, { status: 'in_progress' });
			thread.solve(fixedAt, assignee, relapse.fix);
			thread.rate(fixedAt + MINUTE, among(MARKS_OF_THE_ANNOYED, thread.key));
			restedAt = fixedAt;
		}
	}
	const closedAt = closingRound(scene, restedAt + 18 * HOUR);
	if (closedAt < now) thread.change(closedAt, assignee, { status: 'closed' });
}

/** Half past six in the evening of a working day. */
function closingRound({ hours }: Scene, after: number): number {
	for (let day = after; ; day += DAY) {
		const round = hours.atHour(day, 18.5);
		if (round >= after && !hours.isWeekend(round)) return round;
	}
}
