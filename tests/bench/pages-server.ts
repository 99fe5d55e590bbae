import { buildIfNeeded } from '#server/build.ts';
import { builtPages } from '#server/host/pages.ts';
import { startHost, type Host } from '#server/host/host.ts';
import { createLog } from '#server/log.ts';
import { changeStatus, openCompany, type Company } from './company.ts';
import { paced } from './live-server.ts';
import { serve } from './processes.ts';

export type PagesServer = {
	/** Starts the portal with its built pages. */
	listen(): Promise<{ readonly port: number }>;
	/** Renders of public pages that were begun so far. */
	renders(): number;
	/** Changes tickets at a steady pace by the command people use. */
	change(pace: { readonly perSecond: number; readonly count: number }): Promise<void>;
};

/** Open tickets: a queue that is longer than what a page shows first. */
const OPEN_TICKETS = 120;

let running: { company: Company; host: Host } | undefined;
let changes = 0;

const server: PagesServer = {
	async listen() {
		await buildIfNeeded();
		const company = await openCompany(OPEN_TICKETS);
		// Pages find the portal here.
		globalThis.__portal = company.core.portal;
		const host = await startHost({
			core: company.core,
			config: { PORT: 0, HOST: '127.0.0.1', TRUST_PROXY: 0, ORIGIN: undefined },
			log: createLog('warn'),
			pages: builtPages
		});
		running = { company, host };
		return { port: host.address.port };
	},
	renders: () => running?.host.keptPages?.counts.rendered ?? NaN,
	async change({ perSecond, count }) {
		const { company } = running ?? {};
		if (!company) throw new Error('not listening');
		await paced({ perSecond, count }, async () => {
			await changeStatus(company, changes);
			changes += 1;
		});
	}
};

serve(server, async () => {
	await running?.host.stop();
	await running?.company.remove();
});
