import type { Config } from './config.ts';
import { createDownloadTally, type DownloadTally } from './commands/download-tally.ts';
import { createCommands } from './commands/index.ts';
import { createScreenWatch, screenCame, screenReported } from './commands/screen-presence.ts';
import { reportWork } from './commands/report-work.ts';
import type { Database } from './database/database.ts';
import { dayOfZone } from './events/figure-keeper.ts';
import { createExecute, type Execute } from './events/outbox.ts';
import { createClockJob, type ClockJob } from './jobs/clock-job.ts';
import { createMediaSweep, type MediaSweep } from './jobs/media-sweep.ts';
import { createReportJob, type ReportJob } from './jobs/report-job.ts';
import { mediaFolder } from './media/media-folder.ts';
import { MediaStore } from './media/media-store.ts';
import { createMailJob, type MailJob, type MailJobOptions } from './jobs/mail-job.ts';
import { senderOf, type Mailer } from './mail/mailer.ts';
import type { Portal } from './portal.ts';
import type { Makers } from './reports/order.ts';
import { createReportMakers } from './reports/process.ts';
import { KeptSettings } from './queries/kept-settings.ts';
import { createQueries } from './queries/index.ts';
import { KpiTimings } from './queries/kpi/timings.ts';
import { SnapshotCache, type FollowedStream } from './queries/snapshot-cache.ts';
import { createCodeCheck } from './sessions/code-check.ts';
import { createFormStamps } from './sessions/form-stamp.ts';
import { createLinkTokens } from './sessions/link-tokens.ts';
import { LastSeen } from './sessions/last-seen.ts';
import { createSecondFactors } from './sessions/second-factor.ts';
import { createFeedKeys } from './sessions/feed-key.ts';
import { createSessions } from './sessions/sessions.ts';
import { SignInThrottle } from './sessions/sign-in-throttle.ts';
import { createStepTokens } from './sessions/step-token.ts';
import { createRequestTokens } from './sessions/request-token.ts';
import { createStopTokens } from './sessions/stop-token.ts';
import { createScreenCodes } from './sessions/screen-token.ts';
import { Throttle } from './sessions/throttle.ts';
import { createTokens } from './sessions/token.ts';
import { Fleet } from './sockets/fleet.ts';

export interface PortalOptions {
	readonly database: Database;
	readonly config: Pick<
		Config,
		| 'TIME_ZONE'
		| 'LOCALE'
		| 'DEMO'
		| 'DEMO_PASSWORD'
		| 'EVENT_RETENTION_DAYS'
		| 'ORIGIN'
		| 'MEDIA_DIR'
		| 'SMTP_URL'
		| 'MAIL_FROM'
	>;
	readonly secret: string;
	readonly build: string;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	readonly failed: (error: unknown) => void;
	/** What sends letters; without it they are written and wait. */
	readonly mailer?: Mailer;
	readonly mailFailed?: MailJobOptions['failed'];
	/** Makes reports; without it a process of its own does for each. */
	readonly reportMakers?: Makers;
	/** Lives through the past: nobody is told what is new, by mark or by letter. */
	readonly past?: boolean;
}

/** The portal without its network: what tests, tools and the host are built on. */
export interface PortalCore {
	readonly portal: Portal;
	readonly database: Database;
	readonly execute: Execute;
	readonly clockJob: ClockJob;
	readonly mediaSweep: MediaSweep;
	readonly downloads: DownloadTally;
	/** Null when nothing sends letters from here. */
	readonly mailJob: MailJob | null;
	/** The screens whose sockets this node holds. */
	readonly fleet: Fleet;
	readonly reportJob: ReportJob;
	readonly kpiTimings: KpiTimings;
	/** Lets what is asked for again be answered from memory, by the events since then. */
	readonly follow: (stream: FollowedStream) => void;
	/** Ends all of it; whoever asks again waits for the same end. */
	close(): Promise<void>;
}

const DAY_MS = 86_400_000;

/** Puts commands, queries and the clock job upon a migrated database. */
export function createPortal(options: PortalOptions): PortalCore {
	const { database, config, build, now, failed } = options;
	const dayOf = dayOfZone(config.TIME_ZONE);
	const execute = createExecute(database, now, config.TIME_ZONE, { tells: !options.past });
	const tokens = createTokens(options.secret);
	const stepTokens = createStepTokens(options.secret, now);
	const secondFactors = createSecondFactors(options.secret);
	const throttle = new Throttle(database, now);
	const checkCode = createCodeCheck({ execute, throttle, secondFactors });
	const lastSeen = new LastSeen(database, now);
	const kpiTimings = new KpiTimings();
	const sessions = createSessions({
		database,
		execute,
		tokens,
		stepTokens,
		secondFactors,
		checkCode,
		lastSeen,
		now
	});
	const linkTokens = createLinkTokens(options.secret);
	const stamps = createFormStamps(options.secret, now);
	const accounts = {
		database,
		execute,
		now,
		tokens,
		linkTokens,
		stepTokens,
		stamps,
		throttle,
		signInThrottle: new SignInThrottle(database, now),
		secondFactors,
		checkCode,
		origin: config.ORIGIN ?? null
	};
	const stopTokens = createStopTokens(options.secret);
	const requestTokens = createRequestTokens(options.secret);
	const feedKeys = createFeedKeys(options.secret);
	const snapshots = new SnapshotCache(database, now);
	const keptSettings = new KeptSettings(database, now);
	const unlisten = database.onCommit(() => {
		snapshots.moved();
		keptSettings.moved();
	});
	const attachments = new MediaStore(mediaFolder(database, config.MEDIA_DIR, 'attachments'));
	const documents = new MediaStore(mediaFolder(database, config.MEDIA_DIR, 'docs'));
	const downloads = createDownloadTally(execute, failed);
	const reports = new MediaStore(mediaFolder(database, config.MEDIA_DIR, 'reports'));
	const mediaSweep = createMediaSweep({
		database,
		stores: [
			{ store: attachments, table: 'attachments' },
			{ store: documents, table: 'document_versions' },
			{ store: reports, table: 'reports' }
		],
		failed
	});
	const fleet = new Fleet(
		{
			came: (id) => execute((context) => screenCame(context, id)),
			reported: (id, facts) => execute((context) => screenReported(context, id, facts))
		},
		now,
		database.whispers
	);
	const clockJob = createClockJob({
		database,
		execute,
		now,
		dayOf,
		failed,
		watchScreens: createScreenWatch({ database, execute, now, here: () => fleet.ids() }),
		eventRetentionMs: config.EVENT_RETENTION_DAYS * DAY_MS
	});
	const mailJob = options.mailer
		? createMailJob({
				database,
				mailer: options.mailer,
				now,
				stopTokens,
				linkTokens,
				sender: senderOf(config),
				timeZone: config.TIME_ZONE,
				origin: config.ORIGIN ?? null,
				defaultLanguage: config.LOCALE,
				failed: (error, letter) => options.mailFailed?.(error, letter)
			})
		: null;
	const reporting = { zone: config.TIME_ZONE, language: config.LOCALE };
	const reportJob = createReportJob({
		database,
		execute,
		work: reportWork(execute, reports),
		makers: options.reportMakers ?? createReportMakers(),
		now,
		zone: config.TIME_ZONE,
		failed
	});
	let closing: Promise<void> | null = null;
	return {
		portal: {
			installation: {
				build,
				demo: config.DEMO,
				demoPassword: config.DEMO ? config.DEMO_PASSWORD : null,
				timeZone: config.TIME_ZONE,
				retentionDays: config.EVENT_RETENTION_DAYS,
				defaultLocale: config.LOCALE,
				origin: config.ORIGIN ?? null
			},
			commands: createCommands(
				execute,
				sessions,
				{ attachments, documents, reports },
				downloads,
				stopTokens,
				{ database, execute, now, codes: createScreenCodes(options.secret) },
				accounts,
				reporting,
				requestTokens
			),
			queries: createQueries(database, snapshots, sessions, {
				now,
				timeZone: config.TIME_ZONE,
				attachments,
				documents,
				reports,
				stopTokens,
				keptSettings,
				vitals: () => fleet.vitals(),
				stamps,
				secondFactors,
				lastSeen,
				requestTokens,
				feedKeys,
				kpiTimings
			}),
			now
		},
		database,
		execute,
		clockJob,
		mediaSweep,
		downloads,
		mailJob,
		fleet,
		reportJob,
		kpiTimings,
		follow: (stream) => snapshots.follow(stream),
		close: () => (closing ??= close())
	};

	async function close(): Promise<void> {
		unlisten();
		fleet.stop();
		await downloads.stop();
		await mediaSweep.stop();
		await clockJob.stop();
		await mailJob?.stop();
		await lastSeen.close();
		await reportJob.stop();
		await database.close();
	}
}
