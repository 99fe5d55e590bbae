import { migrate } from '#server/database/migrate.ts';
import { openDatabase, sqliteFile } from '#server/database/open.ts';
import { MIGRATIONS } from '../migrations/index.ts';
import { buildIfNeeded } from './build.ts';
import { readConfig, type Config } from './config.ts';
import { createPortal } from './create-portal.ts';
import { ensureSums } from './events/kpi-keeper.ts';
import { prepareFirstAdmin } from './first-admin.ts';
import { startHost, type Host } from './host/host.ts';
import { builtPages, developmentPages, readBuildId } from './host/pages.ts';
import { createLog } from './log.ts';
import { logMailer, smtpMailer } from './mail/mailer.ts';
import { secretBesideFile, secretInDatabase } from './sessions/token.ts';

/** Settings that a command of package.json stands for; the environment has the last word. */
const PRESETS: Readonly<Record<string, NodeJS.ProcessEnv>> = {
	'--demo': {
		DEMO: '1',
		SIMULATOR: '1',
		DATABASE_URL: 'sqlite:data/demo.sqlite',
		LOG_LEVEL: 'warn'
	}
};

function settings(): Config {
	const presets = process.argv.slice(2).map((argument) => PRESETS[argument] ?? {});
	try {
		return readConfig(Object.assign({}, ...presets, process.env));
	} catch (error) {
		console.error(error instanceof Error ? error.message : String(error));
		process.exit(1);
	}
}

/** Moves tables and sums on to this release, which may take longer than a page may wait for. */
async function prepareDatabase(config: Config): Promise<void> {
	const database = await openDatabase(config.DATABASE_URL, 'tool');
	try {
		await migrate(database, MIGRATIONS);
		await ensureSums(database, config.TIME_ZONE);
	} finally {
		await database.close();
	}
}

async function main(): Promise<void> {
	const config = settings();
	const development = process.argv.includes('--dev');
	const log = createLog(config.LOG_LEVEL);
	if (!development) await buildIfNeeded();

	await prepareDatabase(config);
	const database = await openDatabase(config.DATABASE_URL);
	const file = sqliteFile(config.DATABASE_URL);
	const secret =
		config.JWT_SECRET ??
		(file === null ? await secretInDatabase(database) : secretBesideFile(file));
	const core = createPortal({
		database,
		config,
		secret,
		build: development ? 'development' : readBuildId(),
		now: Date.now,
		failed: (error) => log.warn({ err: error }, 'clock job'),
		mailer: config.SMTP_URL
			? smtpMailer(config.SMTP_URL)
			: logMailer(
					(entry, message) => log.info(entry, message),
					(entry, message) => log.warn(entry, message)
				),
		mailFailed: (error, { id, last }) => {
			const reason = error instanceof Error ? error.message : String(error);
			log[last ? 'error' : 'warn']({ mail: id, reason }, last ? 'mail given up' : 'mail not sent');
		}
	});
	globalThis.__portal = core.portal;
	if (config.DEMO) {
		// The company's texts are loaded only by those who want them.
		const { loadDemoIfEmpty } = await import('./demo/boot.ts');
		await loadDemoIfEmpty(core, config, secret, showProgress);
	}
	const setUpToken = config.DEMO ? null : await prepareFirstAdmin(core, config);
	await core.clockJob.tick();

	const host = await startHost({
		core,
		config,
		log,
		pages: development ? developmentPages : builtPages,
		keepPages: !development
	});
	const simulator = config.SIMULATOR
		? (await import('./demo/simulator.ts')).startSimulator({
				commands: core.portal.commands,
				queries: core.portal.queries,
				now: Date.now,
				timeZone: config.TIME_ZONE,
				failed: (error) => log.warn({ err: error }, 'simulator')
			})
		: null;
	const switchOff = config.DEMO
		? await (await import('./demo/boot.ts')).switchTelevisionsOn(core)
		: null;
	announce(config, host, setUpToken);

	let stopping = false;
	const stop = () => {
		if (stopping) return;
		stopping = true;
		// Whatever hangs must not hold up a deploy.
		setTimeout(() => process.exit(1), config.SHUTDOWN_TIMEOUT * 1000).unref();
		switchOff?.();
		Promise.resolve(simulator?.stop())
			.then(() => host.stop())
			.then(
				() => process.exit(0),
				(error: unknown) => {
					log.error({ err: error }, 'stop');
					process.exit(1);
				}
			);
	};
	process.on('SIGTERM', stop);
	process.on('SIGINT', stop);
}

function showProgress(done: number, total: number): void {
	if (!process.stderr.isTTY) return;
	process.stderr.write(`\rLoading the demo company: ${Math.round((100 * done) / total)} %`);
	if (done === total) process.stderr.write('\n');
}

function announce(config: Config, host: Host, setUpToken: string | null): void {
	const base = config.ORIGIN ?? `http://localhost:${host.address.port}`;
	const lines = [
		`Панель мониторинга: ${base}`,
		`  очередь ${base}/queue · панель ${base}/panel · экран ${base}/wall`
	];
	if (config.DEMO)
		lines.push(
			`  вход: admin@bazis.example, manager@bazis.example, client@bazis.example, client2@bazis.example`,
			`  пароль: ${config.DEMO_PASSWORD}`
		);
	if (setUpToken !== null)
		lines.push(
			`Первый администратор ещё не создан. Одноразовая ссылка:`,
			`  ${base}/setup?token=${setUpToken}`
		);
	console.log(lines.join('\n'));
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : String(error));
	process.exit(1);
});
