import type { Bound } from '#server/database/database.ts';
import type { KeyColumn } from './keyset.ts';

/** A WHERE clause that is put together; every value is bound, never written into the text. */
export class Conditions {
	readonly #parts: string[] = [];
	readonly values: Bound[] = [];

	/** Adds a condition; each `?` stands for one of the values. */
	add(condition: string, ...values: Bound[]): void {
		let next = this.values.length;
		this.#parts.push(condition.replace(/\?/g, () => `$${++next}`));
		this.values.push(...values);
	}

	/** The column is one of these. */
	addAmong(column: string, values: readonly Bound[]): void {
		this.add(`${column} IN (${values.map(() => '?').join(', ')})`, ...values);
	}

	/** Rows behind a key in an order: the keyset that takes the place of OFFSET. */
	addAfter<Row>(order: readonly KeyColumn<Row>[], key: readonly Bound[]): void {
		const descending = order[0]?.descending ?? false;
		const columns = order.map(({ column }) => column).join(', ');
		// A forged number may be too large for the column's own type, and is to find nothing then.
		const bound = key.map(() => 'CAST(? AS BIGINT)').join(', ');
		this.add(`(${columns}) ${descending ? '<' : '>'} (${bound})`, ...key);
	}

	/** The same conditions, to be added to without these noticing. */
	copy(): Conditions {
		const copy = new Conditions();
		copy.#parts.push(...this.#parts);
		copy.values.push(...this.values);
		return copy;
	}

	/** Is everything let through? */
	get isEmpty(): boolean {
		return this.#parts.length === 0;
	}

	sql(): string {
		return this.#parts.length > 0 ? `WHERE ${this.#parts.join(' AND ')}` : '';
	}
}
