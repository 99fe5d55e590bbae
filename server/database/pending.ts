import type { WriteTransaction } from './database.ts';

/** What commands of a transaction put off to its end, to be written there all at once. */
export interface Pending {
	/** Writes what was put off, and has nothing more to write after it. */
	flush(tx: WriteTransaction): Promise<void>;
}

/** Kinds are told apart by their class; a transaction has at most one of each. */
export type PendingKind<T extends Pending> = new () => T;

/** What one transaction has put off. */
export class PendingWork {
	#kinds = new Map<PendingKind<Pending>, Pending>();

	/** The transaction's one object of a kind, made when it is first asked for. */
	of<T extends Pending>(kind: PendingKind<T>): T {
		const known = this.#kinds.get(kind);
		if (known instanceof kind) return known;
		const made = new kind();
		this.#kinds.set(kind, made);
		return made;
	}

	/** To be called right before the commit. No kind may lean on what another writes. */
	async flush(tx: WriteTransaction): Promise<void> {
		const kinds = [...this.#kinds.values()];
		// A connection to PostgreSQL takes one statement at a time.
		if (tx.dialect === 'postgres') for (const kind of kinds) await kind.flush(tx);
		else await Promise.all(kinds.map((kind) => kind.flush(tx)));
	}

	/** To be called after the commit, and when something was rolled back. */
	forget(): void {
		this.#kinds.clear();
	}
}

/** Few sizes, so that few statements have to be kept ready. */
const SIZES = [16, 4, 1] as const;

/** Cuts rows into pieces of few different sizes, for statements of as many rows. */
export function piecesOf<T>(rows: readonly T[]): T[][] {
	const pieces: T[][] = [];
	let at = 0;
	for (const size of SIZES)
		for (; rows.length - at >= size; at += size) pieces.push(rows.slice(at, at + size));
	return pieces;
}

/** The places `($1, $2), ($3, $4)` of so many rows of so many values each. */
export function placesOf(rows: number, values: number): string {
	let next = 0;
	const row = () => `(${Array.from({ length: values }, () => `$${++next}`).join(', ')})`;
	return Array.from({ length: rows }, row).join(', ');
}
