import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { mayMove, PRIORITIES, TICKET_STATUSES, type TicketStatus } from '#lib/domain/ticket.ts';

interface FakeTicket {
	number: string;
	status: TicketStatus;
	priority: string;
	service: string;
	requester: { name: string; email: string };
	assignee: { name: string; email: string } | null;
	externalId: string;
	createdAt: string;
	version: number;
}

interface Received {
	readonly method: string;
	readonly path: string;
	readonly key: string | undefined;
	readonly body: Readonly<Record<string, unknown>>;
}

/** The part of the JSON API that a replay speaks to, with the domain's own transitions. */
export class FakePortal {
	readonly tickets = new Map<string, FakeTicket>();
	readonly services = new Set<string>();
	readonly people = new Map<string, string>();
	/** Mutations that were carried out, in order. */
	readonly received: Received[] = [];
	/** How each ticket moved, by its external id. */
	readonly moves = new Map<string, TicketStatus[]>();
	mayCreatePeople = true;
	/** Makes requests fail by their count: `drop` cuts the connection after the work is done. */
	disturb: (request: number) => 'drop' | 503 | 429 | null = () => null;
	#requests = 0;
	/** Runs before a ticket is changed, as somebody else would. */
	interfere: ((ticket: FakeTicket) => void) | null = null;
	readonly #server = createServer((request, response) => void this.#answer(request, response));
	url = '';

	async start(): Promise<this> {
		this.#server.listen(0, '127.0.0.1');
		await once(this.#server, 'listening');
		const address = this.#server.address();
		if (typeof address === 'object' && address) this.url = `http://127.0.0.1:${address.port}`;
		return this;
	}

	async stop(): Promise<void> {
		this.#server.closeAllConnections();
		this.#server.close();
		await once(this.#server, 'close');
	}

	/** Tickets by status. */
	counts(): Record<string, number> {
		const counts: Record<string, number> = {};
		for (const { status } of this.tickets.values()) counts[status] = (counts[status] ?? 0) + 1;
		return counts;
	}

	async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(Buffer.from(chunk));
		const failure = this.disturb((this.#requests += 1));
		if (typeof failure === 'number') {
			response.writeHead(failure, { 'retry-after': '0' }).end();
			return;
		}
		const text = Buffer.concat(chunks).toString();
		const body: Record<string, unknown> = text === '' ? {} : JSON.parse(text);
		const { method = '', url = '', headers } = request;
		const [status, value] =
			headers.authorization === 'Bearer good'
				? this.#handle(method, url.replace('/api/v1', ''), body)
				: [401, { code: 'not_signed_in' }];
		if (method !== 'GET' && status < 300)
			this.received.push({ method, path: url, key: headers['idempotency-key']?.toString(), body });
		if (failure === 'drop') {
			request.socket.destroy();
			return;
		}
		response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
	}

	#handle(method: string, path: string, body: Record<string, unknown>): [number, unknown] {
		if (method === 'POST' && path === '/services') {
			const known = this.services.has(String(body['slug']));
			this.services.add(String(body['slug']));
			return [known ? 200 : 201, body];
		}
		if (method === 'POST' && path === '/people') {
			if (!this.mayCreatePeople) return [403, { code: 'forbidden' }];
			const known = this.people.has(String(body['email']));
			this.people.set(String(body['email']), String(body['name']));
			return [known ? 200 : 201, body];
		}
		if (method === 'POST' && path === '/tickets') return this.#file(body);
		const ticket = this.tickets.get(path.replace('/tickets/', ''));
		if (!ticket) return [404, { code: 'not_found' }];
		if (method === 'GET') return [200, ticket];
		return this.#change(ticket, body);
	}

	#file(body: Record<string, unknown>): [number, unknown] {
		const externalId = String(body['externalId']);
		for (const ticket of this.tickets.values())
			if (ticket.externalId === externalId) return [200, ticket];
		if (!this.services.has(String(body['service'])))
			return [400, { code: 'invalid_input', issues: [{ field: 'service' }] }];
		const ticket: FakeTicket = {
			number: `BC-${1000 + this.tickets.size}`,
			status: 'new',
			priority: String(body['priority']),
			service: String(body['service']),
			requester: { name: String(body['requesterName']), email: String(body['requester']) },
			assignee: null,
			externalId,
			createdAt: String(body['createdAt']),
			version: 1
		};
		this.tickets.set(ticket.number, ticket);
		this.moves.set(externalId, ['new']);
		return [201, ticket];
	}

	#change(ticket: FakeTicket, body: Record<string, unknown>): [number, unknown] {
		this.interfere?.(ticket);
		const { status = ticket.status, priority = ticket.priority, service = ticket.service } = body;
		const next = TICKET_STATUSES.find((one) => one === status);
		if (!next || !PRIORITIES.some((one) => one === priority))
			return [400, { code: 'invalid_input' }];
		if (!mayMove(ticket.status, next)) return [422, { code: 'forbidden_transition' }];
		if ('assignee' in body) {
			const email = body['assignee'];
			const name = this.people.get(String(email));
			if (email !== null && name === undefined) return [400, { code: 'invalid_input' }];
			ticket.assignee = name === undefined ? null : { email: String(email), name };
		}
		if (next !== ticket.status) this.moves.get(ticket.externalId)?.push(next);
		ticket.status = next;
		ticket.priority = String(priority);
		ticket.service = String(service);
		ticket.version += 1;
		return [200, ticket];
	}
}
