import {
	DataTypes,
	type InferAttributes,
	type InferCreationAttributes,
	Model,
	type Sequelize
} from 'sequelize';

/** What a retried request already did: one key of one actor, one effect. */
export function defineIdempotencyKey(sequelize: Sequelize) {
	class IdempotencyKey extends Model<
		InferAttributes<IdempotencyKey>,
		InferCreationAttributes<IdempotencyKey>
	> {
		declare actorId: number;
		declare key: string;
		declare fingerprint: string;
		declare result: string;
		declare createdAt: number;
	}
	IdempotencyKey.init(
		{
			actorId: { type: DataTypes.INTEGER, primaryKey: true },
			key: { type: DataTypes.STRING, primaryKey: true },
			fingerprint: { type: DataTypes.STRING, allowNull: false },
			result: { type: DataTypes.STRING, allowNull: false },
			createdAt: { type: DataTypes.BIGINT, allowNull: false }
		},
		{ sequelize, tableName: 'idempotency_keys', underscored: true, timestamps: false }
	);
	return IdempotencyKey;
}
