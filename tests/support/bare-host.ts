// A portal without pages in a process of its own: what tests kill and start again.
import { MIGRATIONS } from '../../migrations/index.ts';
import { readConfig } from '#server/config.ts';
import { createPortal } from '#server/create-portal.ts';
import { migrate } from '#server/database/migrate.ts';
import { openDatabase } from '#server/database/open.ts';
import { startHost } from '#server/host/host.ts';
import { createLog } from '#server/log.ts';

const config = readConfig(process.env);
const database = await openDatabase(config.DATABASE_URL);
await migrate(database, MIGRATIONS);
const core = createPortal({
	database,
	config,
	secret: config.JWT_SECRET ?? '',
	build: 'test',
	now: Date.now,
	failed: (error) => console.error(error)
});
const host = await startHost({ core, config, log: createLog(config.LOG_LEVEL), pages: null });
console.log(`listening ${host.address.port}`);
process.on('SIGTERM', () => {
	void host.stop().then(() => process.exit(0));
});
