import {
	type CreationOptional,
	DataTypes,
	type InferAttributes,
	type InferCreationAttributes,
	Model,
	type Sequelize
} from 'sequelize';
import type { IncidentStatus, Severity } from '#lib/domain/incident.ts';
import type { ServiceState } from '#lib/domain/service.ts';

/** An incident. `listed` is true while live screens show it. */
export function defineIncident(sequelize: Sequelize) {
	class Incident extends Model<InferAttributes<Incident>, InferCreationAttributes<Incident>> {
		declare id: CreationOptional<number>;
		declare title: string;
		declare severity: Severity;
		declare status: IncidentStatus;
		declare createdById: number | null;
		declare startedAt: number;
		/** As it was told to the portal, before any correction. */
		declare recordedStartedAt: number;
		declare updatedAt: number;
		declare acknowledgedAt: number | null;
		declare acknowledgedById: number | null;
		declare resolvedAt: number | null;
		declare listed: boolean;
		declare updatedById: number | null;
		declare version: number;
	}
	Incident.init(
		{
			id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
			title: { type: DataTypes.STRING, allowNull: false },
			severity: { type: DataTypes.STRING, allowNull: false },
			status: { type: DataTypes.STRING, allowNull: false },
			createdById: { type: DataTypes.INTEGER },
			startedAt: { type: DataTypes.BIGINT, allowNull: false },
			recordedStartedAt: { type: DataTypes.BIGINT, allowNull: false },
			updatedAt: { type: DataTypes.BIGINT, allowNull: false },
			acknowledgedAt: { type: DataTypes.BIGINT },
			acknowledgedById: { type: DataTypes.INTEGER },
			resolvedAt: { type: DataTypes.BIGINT },
			listed: { type: DataTypes.BOOLEAN, allowNull: false },
			updatedById: { type: DataTypes.INTEGER },
			version: { type: DataTypes.INTEGER, allowNull: false }
		},
		{ sequelize, tableName: 'incidents', underscored: true, timestamps: false }
	);
	return Incident;
}

/** A service an incident affects, and what it suffers. */
export function defineIncidentService(sequelize: Sequelize) {
	class IncidentService extends Model<
		InferAttributes<IncidentService>,
		InferCreationAttributes<IncidentService>
	> {
		declare incidentId: number;
		declare serviceId: number;
		declare impact: ServiceState;
	}
	IncidentService.init(
		{
			incidentId: { type: DataTypes.INTEGER, primaryKey: true },
			serviceId: { type: DataTypes.INTEGER, primaryKey: true },
			impact: { type: DataTypes.STRING, allowNull: false }
		},
		{ sequelize, tableName: 'incident_services', underscored: true, timestamps: false }
	);
	return IncidentService;
}

/** One entry of the timeline; its message is public. */
export function defineIncidentUpdate(sequelize: Sequelize) {
	class IncidentUpdate extends Model<
		InferAttributes<IncidentUpdate>,
		InferCreationAttributes<IncidentUpdate>
	> {
		declare id: CreationOptional<number>;
		declare incidentId: number;
		declare at: number;
		declare authorId: number | null;
		declare status: IncidentStatus;
		declare severity: Severity;
		declare message: string;
	}
	IncidentUpdate.init(
		{
			id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
			incidentId: { type: DataTypes.INTEGER, allowNull: false },
			at: { type: DataTypes.BIGINT, allowNull: false },
			authorId: { type: DataTypes.INTEGER },
			status: { type: DataTypes.STRING, allowNull: false },
			severity: { type: DataTypes.STRING, allowNull: false },
			message: { type: DataTypes.TEXT, allowNull: false }
		},
		{ sequelize, tableName: 'incident_updates', underscored: true, timestamps: false }
	);
	return IncidentUpdate;
}
