import type { Sequelize } from 'sequelize';
import { defineComment } from './comment.ts';
import { defineEvent } from './event.ts';
import { defineIncident, defineIncidentService, defineIncidentUpdate } from './incident.ts';
import { defineIdempotencyKey } from './idempotency-key.ts';
import { defineService } from './service.ts';
import { defineSession } from './session.ts';
import { defineTicket } from './ticket.ts';
import { defineUser } from './user.ts';

/** Every table of the portal on one connection; no model exists outside such a set. */
export function defineModels(sequelize: Sequelize) {
	return {
		User: defineUser(sequelize),
		Session: defineSession(sequelize),
		Service: defineService(sequelize),
		Ticket: defineTicket(sequelize),
		Comment: defineComment(sequelize),
		Incident: defineIncident(sequelize),
		IncidentService: defineIncidentService(sequelize),
		IncidentUpdate: defineIncidentUpdate(sequelize),
		IdempotencyKey: defineIdempotencyKey(sequelize),
		Event: defineEvent(sequelize)
	};
}

export type Models = ReturnType<typeof defineModels>;
