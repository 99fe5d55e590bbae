/** Some of a list, and where the next begin. */
export interface Page<T> {
	readonly items: readonly T[];
	readonly total?: number;
	/** There are more than `total`: it was counted up to a point. */
	readonly more?: true;
	readonly nextCursor: string | null;
}
