import {
	type CreationOptional,
	DataTypes,
	type InferAttributes,
	type InferCreationAttributes,
	Model,
	type Sequelize
} from 'sequelize';
import type { ServiceState } from '#lib/domain/service.ts';

/** An IT service. `state` is what it shows, `manualState` what was set by hand. */
export function defineService(sequelize: Sequelize) {
	class Service extends Model<InferAttributes<Service>, InferCreationAttributes<Service>> {
		declare id: CreationOptional<number>;
		declare slug: string;
		declare name: string;
		declare description: string;
		declare position: number;
		declare state: ServiceState;
		declare manualState: ServiceState;
		declare stateSince: number;
		/** Since when it is watched: its uptime begins here. */
		declare createdAt: number;
		declare hidden: boolean;
	}
	Service.init(
		{
			id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
			slug: { type: DataTypes.STRING, allowNull: false },
			name: { type: DataTypes.STRING, allowNull: false },
			description: { type: DataTypes.TEXT, allowNull: false },
			position: { type: DataTypes.INTEGER, allowNull: false },
			state: { type: DataTypes.STRING, allowNull: false },
			manualState: { type: DataTypes.STRING, allowNull: false },
			stateSince: { type: DataTypes.BIGINT, allowNull: false },
			createdAt: { type: DataTypes.BIGINT, allowNull: false },
			hidden: { type: DataTypes.BOOLEAN, allowNull: false }
		},
		{ sequelize, tableName: 'services', underscored: true, timestamps: false }
	);
	return Service;
}
