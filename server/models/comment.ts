import {
	type CreationOptional,
	DataTypes,
	type InferAttributes,
	type InferCreationAttributes,
	Model,
	type Sequelize
} from 'sequelize';

/** A public reply, or an internal note that no client may ever see. */
export function defineComment(sequelize: Sequelize) {
	class Comment extends Model<InferAttributes<Comment>, InferCreationAttributes<Comment>> {
		declare id: CreationOptional<number>;
		declare ticketId: number;
		declare authorId: number;
		declare body: string;
		declare internal: boolean;
		declare createdAt: number;
	}
	Comment.init(
		{
			id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
			ticketId: { type: DataTypes.INTEGER, allowNull: false },
			authorId: { type: DataTypes.INTEGER, allowNull: false },
			body: { type: DataTypes.TEXT, allowNull: false },
			internal: { type: DataTypes.BOOLEAN, allowNull: false },
			createdAt: { type: DataTypes.BIGINT, allowNull: false }
		},
		{ sequelize, tableName: 'comments', underscored: true, timestamps: false }
	);
	return Comment;
}
