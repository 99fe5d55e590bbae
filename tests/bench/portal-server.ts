import { DatabaseSync } from 'node:sqlite';
import { createLog } from '#server/log.ts';
import { startHost, type Host } from '#server/host/host.ts';
import { PreparedFrameAdapter } from '#server/sockets/prepared-frame-adapter.ts';
import { changeStatus, openCompany, type Company } from './company.ts';
import { memory, paced, usage, type ChangeTimes, type LiveServer } from './live-server.ts';
import { clock, serve } from './processes.ts';

/** Open tickets that make a snapshot of about 20 kB. */
const OPEN_TICKETS = 60;

/** The portal as it runs in production, but for the pages. */
let running: { company: Company; host: Host; seq: () => number } | undefined;
let changes = 0;

/** When each batch for visitors was begun, by its seq. */
const emissions: { readonly seq: number; readonly at: number }[] = [];
const broadcast = PreparedFrameAdapter.prototype.broadcast;
PreparedFrameAdapter.prototype.broadcast = function (packet, opts) {
	const batch: unknown = Array.isArray(packet.data) ? packet.data[1] : null;
	if (opts.rooms.has('visitors') && typeof batch === 'object' && batch !== null && 'seq' in batch)
		emissions.push({ seq: Number(batch.seq), at: clock() });
	broadcast.call(this, packet, opts);
};

function lastSeq(file: string): () => number {
	const last = new DatabaseSync(file, { readOnly: true }).prepare(
		'SELECT max(seq) seq FROM events'
	);
	return () => Number(last.get()?.['seq'] ?? 0);
}

const server: LiveServer = {
	async listen() {
		const company = await openCompany(OPEN_TICKETS);
		const host = await startHost({
			core: company.core,
			config: { PORT: 0, HOST: '127.0.0.1', TRUST_PROXY: 0, ORIGIN: undefined },
			log: createLog('warn'),
			pages: null
		});
		running = { company, host, seq: lastSeq(company.file) };
		return { port: host.address.port };
	},
	async publish(pace) {
		if (running === undefined) throw new Error('not listening');
		const { company, host, seq } = running;
		emissions.length = 0;
		const made = await paced(pace, async () => {
			const called = clock();
			await changeStatus(company, changes);
			const committed = clock();
			changes += 1;
			return { seq: seq(), called, committed };
		});
		await host.sockets.settled();
		return made.map((change): ChangeTimes => {
			const emission = emissions.find((each) => each.seq >= change.seq);
			return { ...change, emitted: emission?.at ?? NaN };
		});
	},
	usage,
	memory
};

serve(server, async () => {
	await running?.host.stop();
	await running?.company.remove();
});
