import {
	type CreationOptional,
	DataTypes,
	type InferAttributes,
	type InferCreationAttributes,
	Model,
	type Sequelize
} from 'sequelize';

/** A fact with the post-image of the rows it speaks of, as JSON. Append-only. */
export function defineEvent(sequelize: Sequelize) {
	class Event extends Model<InferAttributes<Event>, InferCreationAttributes<Event>> {
		declare seq: CreationOptional<number>;
		declare at: number;
		declare type: string;
		declare actorId: number | null;
		declare about: string | null;
		declare payload: string;
	}
	Event.init(
		{
			seq: { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true },
			at: { type: DataTypes.BIGINT, allowNull: false },
			type: { type: DataTypes.STRING, allowNull: false },
			actorId: { type: DataTypes.INTEGER },
			about: { type: DataTypes.TEXT },
			payload: { type: DataTypes.TEXT, allowNull: false }
		},
		{ sequelize, tableName: 'events', underscored: true, timestamps: false }
	);
	return Event;
}
