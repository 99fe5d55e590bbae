import {
	type CreationOptional,
	DataTypes,
	type InferAttributes,
	type InferCreationAttributes,
	Model,
	type Sequelize
} from 'sequelize';
import type { SlaState } from '#lib/domain/sla.ts';
import type { Priority, TicketStatus } from '#lib/domain/ticket.ts';

/** A ticket with its clocks. `urgency` is kept by `urgencyRank`; times are milliseconds. */
export function defineTicket(sequelize: Sequelize) {
	class Ticket extends Model<InferAttributes<Ticket>, InferCreationAttributes<Ticket>> {
		declare id: CreationOptional<number>;
		declare subject: string;
		declare description: string;
		declare serviceId: number;
		declare priority: Priority;
		declare status: TicketStatus;
		declare requesterId: number;
		declare assigneeId: number | null;
		declare externalId: string | null;
		declare createdAt: number;
		declare updatedAt: number;
		declare firstResponseAt: number | null;
		declare resolvedAt: number | null;
		declare closedAt: number | null;
		declare responseDueAt: number;
		declare resolutionDueAt: number;
		declare responseSla: SlaState;
		declare resolutionSla: SlaState;
		declare pausedAt: number | null;
		/** JSON, as `storedPauses` writes it. */
		declare pauses: string;
		declare pausedMs: number;
		declare responseWorkedMs: number | null;
		declare resolutionWorkedMs: number | null;
		declare responseMinutes: number | null;
		declare resolutionMinutes: number | null;
		declare warningPercent: number | null;
		declare calendarId: number | null;
		declare nextThresholdAt: number | null;
		declare urgency: number;
		declare updatedById: number | null;
		declare version: number;
	}
	Ticket.init(
		{
			id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
			subject: { type: DataTypes.STRING, allowNull: false },
			description: { type: DataTypes.TEXT, allowNull: false },
			serviceId: { type: DataTypes.INTEGER, allowNull: false },
			priority: { type: DataTypes.STRING, allowNull: false },
			status: { type: DataTypes.STRING, allowNull: false },
			requesterId: { type: DataTypes.INTEGER, allowNull: false },
			assigneeId: { type: DataTypes.INTEGER },
			externalId: { type: DataTypes.STRING },
			createdAt: { type: DataTypes.BIGINT, allowNull: false },
			updatedAt: { type: DataTypes.BIGINT, allowNull: false },
			firstResponseAt: { type: DataTypes.BIGINT },
			resolvedAt: { type: DataTypes.BIGINT },
			closedAt: { type: DataTypes.BIGINT },
			responseDueAt: { type: DataTypes.BIGINT, allowNull: false },
			resolutionDueAt: { type: DataTypes.BIGINT, allowNull: false },
			responseSla: { type: DataTypes.STRING, allowNull: false },
			resolutionSla: { type: DataTypes.STRING, allowNull: false },
			pausedAt: { type: DataTypes.BIGINT },
			pauses: { type: DataTypes.TEXT, allowNull: false },
			pausedMs: { type: DataTypes.BIGINT, allowNull: false },
			responseWorkedMs: { type: DataTypes.BIGINT },
			resolutionWorkedMs: { type: DataTypes.BIGINT },
			responseMinutes: { type: DataTypes.INTEGER },
			resolutionMinutes: { type: DataTypes.INTEGER },
			warningPercent: { type: DataTypes.INTEGER },
			calendarId: { type: DataTypes.INTEGER },
			nextThresholdAt: { type: DataTypes.BIGINT },
			urgency: { type: DataTypes.INTEGER, allowNull: false },
			updatedById: { type: DataTypes.INTEGER },
			version: { type: DataTypes.INTEGER, allowNull: false }
		},
		{ sequelize, tableName: 'tickets', underscored: true, timestamps: false }
	);
	return Ticket;
}
