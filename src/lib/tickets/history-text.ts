import type { HistoryEntry } from '#lib/domain/history.ts';
import type { PersonRef } from '#lib/domain/people.ts';
import type { ServiceView } from '#lib/domain/service.ts';
import { PRIORITIES, TICKET_STATUSES } from '#lib/domain/ticket.ts';
import { priorityLabel, ticketStatusLabel } from '#lib/format/labels.ts';
import { m } from '#lib/paraglide/messages.js';

/** What the codes in a history stand for. */
export interface Names {
	readonly people: readonly PersonRef[];
	readonly services: readonly ServiceView[];
}

/** What was changed, in words: «Статус: Новая → В работе». */
export function historyText({ field, before, after }: HistoryEntry, names: Names): string {
	const change = (label: string, word: (value: string) => string) =>
		m.history_change({ field: label, before: wordOf(before, word), after: wordOf(after, word) });
	switch (field) {
		case 'status':
			return change(m.history_status(), statusWord);
		case 'priority':
			return change(m.history_priority(), priorityWord);
		case 'service':
			return change(
				m.history_service(),
				(slug) => names.services.find((service) => service.slug === slug)?.name ?? slug
			);
		case 'assignee':
			return change(
				m.history_assignee(),
				(email) => names.people.find((person) => person.email === email)?.name ?? email
			);
		case 'subject':
			return change(m.history_subject(), (text) => m.history_quote({ text }));
		case 'description':
			return m.history_description();
		case 'rating':
			return before === null
				? `${m.history_rating()}: ${ratingWord(after ?? '')}`
				: change(m.history_rating(), ratingWord);
		case 'ratingComment':
			return m.history_rating_comment({ comment: after || m.history_none() });
		case 'deleted':
			return m.history_deleted({ reason: after ?? '' });
		case 'origin':
			return m.site_history_origin();
	}
}

function wordOf(value: string | null, word: (value: string) => string): string {
	return value === null || value === '' ? m.history_none() : word(value);
}

function statusWord(value: string): string {
	const status = TICKET_STATUSES.find((name) => name === value);
	return status ? ticketStatusLabel[status]() : value;
}

function priorityWord(value: string): string {
	const priority = PRIORITIES.find((name) => name === value);
	return priority ? priorityLabel[priority]() : value;
}

function ratingWord(score: string): string {
	return m.rating_of_five({ score });
}
