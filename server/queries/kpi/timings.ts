/** Told how long each reading of figures took, in seconds, by the name of the query. */
export type KpiListener = (query: string, seconds: number) => void;

/** Takes the time of queries for whoever listens; nobody does in tools and most tests. */
export class KpiTimings {
	#listener: KpiListener | null = null;

	listen(listener: KpiListener): void {
		this.#listener = listener;
	}

	/** The query's own answer, or its own refusal: a refused one is timed too. */
	async take<T>(query: string, reading: Promise<T>): Promise<T> {
		const begun = performance.now();
		try {
			return await reading;
		} finally {
			this.#listener?.(query, (performance.now() - begun) / 1_000);
		}
	}
}
