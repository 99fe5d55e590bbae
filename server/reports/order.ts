import type { ReportOrder, ReportReaders } from '#lib/domain/report.ts';

/** All that is needed to make a report: plain, so that it can be sent to another process. */
export interface MakeOrder extends ReportOrder {
	readonly databaseUrl: string;
	readonly readers: ReportReaders;
	/** IANA name. */
	readonly zone: string;
	/** The moment of the report, milliseconds. */
	readonly now: number;
	/** Who asked for it; null is a schedule. */
	readonly author: string | null;
}

/** A report that is being made. */
export interface Making {
	/** The file. Rejects when it cannot be made; with a `StoppedError` after `stop`. */
	readonly made: Promise<Uint8Array>;
	/** Gives it up; resolves when nothing of it runs any more. */
	stop(): Promise<void>;
}

/** Makes reports somewhere out of the way; is told per cent as it goes on. */
export type Make = (order: MakeOrder, advanced: (progress: number) => void) => Making;

/** Where reports are made. */
export interface Makers {
	readonly make: Make;
	/** Readies it, before anybody is there whom that might disturb; without it the first report does. */
	start(): void;
	/** Ends it, with all that is being made. */
	close(): Promise<void>;
}
