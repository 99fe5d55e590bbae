import { changeStatus, openCompany, type Company } from './company.ts';
import { usage } from './live-server.ts';
import { clock, serve } from './processes.ts';

/** What a writer of the bench answers to. */
export type Writer = {
	/** Makes a database; resolves with its file and the size of one event. */
	open(): Promise<{ readonly file: string; readonly payloadBytes: number }>;
	/** Commits changes from so many callers at once, for a while. */
	write(work: Work): Promise<Written>;
};

export interface Work {
	readonly callers: number;
	readonly ms: number;
}

export interface Written {
	readonly committed: number;
	readonly ms: number;
	readonly cpuMs: number;
}

/** So many that none is put on hold more often than one in real life. */
const TICKETS = 2_048;

let company: Company | undefined;
let changes = 0;

const writer: Writer = {
	async open() {
		company = await openCompany(TICKETS);
		const row = await company.core.database.read((tx) =>
			tx.one<{ bytes: number }>(
				'SELECT length(payload) bytes FROM events ORDER BY seq DESC LIMIT 1'
			)
		);
		return { file: company.file, payloadBytes: row?.bytes ?? 0 };
	},
	async write({ callers, ms }) {
		if (company === undefined) throw new Error('not open');
		const at = company;
		const before = usage();
		let committed = 0;
		const caller = async (): Promise<void> => {
			while (clock() - before.at < ms) {
				const index = changes;
				changes += 1;
				await changeStatus(at, index);
				committed += 1;
			}
		};
		await Promise.all(Array.from({ length: callers }, caller));
		const after = usage();
		return { committed, ms: after.at - before.at, cpuMs: after.cpuMs - before.cpuMs };
	}
};

serve(writer, async () => {
	await company?.core.close();
	await company?.remove();
});
