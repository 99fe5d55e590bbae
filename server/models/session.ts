import {
	DataTypes,
	type InferAttributes,
	type InferCreationAttributes,
	Model,
	type Sequelize
} from 'sequelize';

/** A sign-in or an API token: checked on every request, ended at once. */
export function defineSession(sequelize: Sequelize) {
	class Session extends Model<InferAttributes<Session>, InferCreationAttributes<Session>> {
		declare id: string;
		declare userId: number;
		declare kind: 'web' | 'api';
		declare createdAt: number;
		declare expiresAt: number;
		declare endedAt: number | null;
		declare address: string;
		declare userAgent: string;
	}
	Session.init(
		{
			id: { type: DataTypes.STRING, primaryKey: true },
			userId: { type: DataTypes.INTEGER, allowNull: false },
			kind: { type: DataTypes.STRING, allowNull: false },
			createdAt: { type: DataTypes.BIGINT, allowNull: false },
			expiresAt: { type: DataTypes.BIGINT, allowNull: false },
			endedAt: { type: DataTypes.BIGINT },
			address: { type: DataTypes.STRING, allowNull: false },
			userAgent: { type: DataTypes.STRING, allowNull: false }
		},
		{ sequelize, tableName: 'sessions', underscored: true, timestamps: false }
	);
	return Session;
}
