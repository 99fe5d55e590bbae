import {
	type CreationOptional,
	DataTypes,
	type InferAttributes,
	type InferCreationAttributes,
	Model,
	type Sequelize
} from 'sequelize';
import type { Role } from '#lib/domain/people.ts';

/** A person with an account. Times are milliseconds since the epoch. */
export function defineUser(sequelize: Sequelize) {
	class User extends Model<InferAttributes<User>, InferCreationAttributes<User>> {
		declare id: CreationOptional<number>;
		declare email: string;
		declare name: string;
		declare role: Role;
		declare organization: string | null;
		declare organizationId: CreationOptional<number | null>;
		declare passwordHash: string | null;
		declare blockedAt: number | null;
		/** Set while nobody has shown that the mailbox is his. */
		declare unconfirmedSince: CreationOptional<number | null>;
		declare createdAt: number;
	}
	User.init(
		{
			id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
			email: { type: DataTypes.STRING, allowNull: false },
			name: { type: DataTypes.STRING, allowNull: false },
			role: { type: DataTypes.STRING, allowNull: false },
			organization: { type: DataTypes.STRING },
			organizationId: { type: DataTypes.INTEGER },
			passwordHash: { type: DataTypes.TEXT },
			blockedAt: { type: DataTypes.BIGINT },
			unconfirmedSince: { type: DataTypes.BIGINT },
			createdAt: { type: DataTypes.BIGINT, allowNull: false }
		},
		{ sequelize, tableName: 'users', underscored: true, timestamps: false }
	);
	return User;
}
