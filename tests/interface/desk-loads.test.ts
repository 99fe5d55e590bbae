import { expect, it } from 'vitest';
import { isFull } from '#lib/domain/ticket.ts';
import { loads } from '../../src/routes/wall/[board]/board.ts';
import { believableServices, believableTickets } from '../support/believable.ts';

const NOW = Date.UTC(2026, 10, 22, 12);

it('two colleagues of one name have a line each, and can be told apart', () => {
	const namesakes = ['anna@bazis.example', 'a.sokolova@bazis.example'];
	const tickets = believableTickets(3, believableServices(2, NOW), NOW).filter(isFull);
	const queue = tickets.map((ticket, place) => ({
		...ticket,
		assignee: { name: 'Анна Соколова', email: namesakes[place % 2] ?? '' }
	}));
	const shown = loads(queue, () => false);
	expect(shown.map(({ email, name, open }) => ({ email, name, open }))).toEqual([
		{ email: namesakes[0], name: 'Анна Соколова', open: 2 },
		{ email: namesakes[1], name: 'Анна Соколова', open: 1 }
	]);
});
