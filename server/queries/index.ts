import { audienceOf } from '#lib/domain/audience.ts';
import type { PersonRef } from '#lib/domain/people.ts';
import type { ScreenVitals } from '#lib/domain/screen.ts';
import { may } from '#lib/domain/permission.ts';
import type { Database } from '#server/database/database.ts';
import type { MediaStore } from '#server/media/media-store.ts';
import type { Queries } from '#server/portal.ts';
import { EVENT_COLUMNS, storedEvent, type EventRow } from '#server/events/event.ts';
import { eventView } from '#server/presenters/event.ts';
import { wholeTicketFor } from '#server/presenters/ticket.ts';
import { readSlaBook } from '#server/records/sla-book.ts';
import { ticketRecord } from '#server/records/ticket-record.ts';
import { SETUP_KEY, setUpDigest } from '#server/sessions/set-up-token.ts';
import type { FormStamps } from '#server/sessions/form-stamp.ts';
import type { LastSeen } from '#server/sessions/last-seen.ts';
import type { SecondFactors } from '#server/sessions/second-factor.ts';
import type { Sessions } from '#server/sessions/sessions.ts';
import { accountQueries } from './accounts.ts';
import { administrationQueries } from './administration/index.ts';
import { ownAccountQueries } from './own-account.ts';
import { deskQueries } from './desk.ts';
import { documentQueries } from './documents.ts';
import { incidentQueries } from './incidents.ts';
import { maintenanceQueries } from './maintenances.ts';
import type { KeptSettings } from './kept-settings.ts';
import { kpiQueries } from './kpi/index.ts';
import type { KpiTimings } from './kpi/timings.ts';
import { listAttachments, readAttachment } from './attachments.ts';
import type { RequestTokens } from '#server/sessions/request-token.ts';
import type { StopTokens } from '#server/sessions/stop-token.ts';
import { mailQueries } from './mails.ts';
import { readHistory } from './read-history.ts';
import { latestChanges } from './latest.ts';
import { readCursor } from './live.ts';
import { screenQueries } from './screens.ts';
import { reportQueries } from './reports.ts';
import { serviceQueries } from './services.ts';
import { siteQueries } from './site.ts';
import { shiftQueries } from './shifts/index.ts';
import type { FeedKeys } from '#server/sessions/feed-key.ts';
import type { SnapshotCache } from './snapshot-cache.ts';
import { listTickets } from './ticket-list.ts';
import { findTicket, readThread } from './tickets.ts';

/** Every read of the portal, each behind what its viewer may see. */
export function createQueries(
	database: Database,
	snapshots: SnapshotCache,
	sessions: Sessions,
	options: {
		readonly now: () => number;
		readonly timeZone: string;
		readonly attachments: MediaStore;
		readonly documents: MediaStore;
		readonly reports: MediaStore;
		readonly stopTokens: StopTokens;
		readonly feedKeys: FeedKeys;
		readonly keptSettings: KeptSettings;
		readonly stamps: FormStamps;
		readonly secondFactors: SecondFactors;
		readonly lastSeen: LastSeen;
		/** How the screens fare that are there. */
		readonly vitals: () => readonly ScreenVitals[];
		readonly requestTokens: RequestTokens;
		readonly kpiTimings: KpiTimings;
	}
): Queries {
	const people = (condition: string) =>
		database.read((tx) =>
			tx.all<PersonRef>(
				`SELECT name, email FROM users WHERE ${condition} AND blocked_at IS NULL ORDER BY name, id`
			)
		);
	return {
		live: (audience) => snapshots.snapshot(audience),
		liveJson: (audience) => snapshots.json(audience),
		cursor: () => snapshots.cursor(),
		ticket: (viewer, number) =>
			database.read(async (tx) =>
				wholeTicketFor(ticketRecord(await findTicket(tx, viewer, number)), audienceOf(viewer))
			),
		history: (viewer, number) => readHistory(database, viewer, number),
		thread: (viewer, number) => readThread(database, viewer, number),
		attachments: (viewer, number) => listAttachments(database, viewer, number),
		attachment: (viewer, id) => readAttachment(database, options.attachments, viewer, id),
		tickets: async (viewer, filter) => listTickets(database, viewer, filter),
		...accountQueries(database, options),
		...ownAccountQueries(database, options),
		siteSession: (token) => sessions.findOnSite(token),
		...deskQueries(database),
		...administrationQueries(database, options.keptSettings, options.now),
		...documentQueries(database, options.documents),
		...incidentQueries(database),
		...serviceQueries(database, {
			...options,
			seq: async () => (await snapshots.snapshot('public')).seq
		}),
		...maintenanceQueries(database),
		...screenQueries(database, options.vitals),
		...siteQueries(database, options),
		...shiftQueries(database, options),
		...kpiQueries(database, options),
		...reportQueries(database, options.reports),
		slaBook: () => database.read(readSlaBook),
		latestChanges: async (viewer, most) => latestChanges(database, viewer, most),
		events: (viewer, after, limit) =>
			database.read(async (tx) => {
				const { epoch } = await readCursor(tx);
				const rows = await tx.all<EventRow>(
					`SELECT ${EVENT_COLUMNS} FROM events WHERE seq > $1 ORDER BY seq LIMIT $2`,
					[after, limit]
				);
				return {
					epoch,
					items: rows.map(storedEvent).map((event) => eventView(event, may(viewer, 'audit.read'))),
					nextAfter: rows.at(-1)?.seq ?? after
				};
			}),
		staff: () => people(`role <> 'client'`),
		clients: () => people(`role = 'client' AND unconfirmed_since IS NULL`),
		...mailQueries(database, options.stopTokens),
		isSetUpOpen: async (token) => {
			const row = await database.read((tx) =>
				tx.one<{ value: string }>(`SELECT value FROM meta WHERE key = $1`, [SETUP_KEY])
			);
			return row !== null && row.value === setUpDigest(token);
		},
		session: (token, address) => sessions.find(token, address)
	};
}
