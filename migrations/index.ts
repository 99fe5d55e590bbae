import type { Migration } from '../server/database/migrate.ts';
import { liveCore } from './0001-live-core.ts';
import { ticketLife } from './0003-ticket-life.ts';
import { ticketSearch } from './0004-ticket-search.ts';
import { slaPolicies } from './0005-sla-policies.ts';
import { kpiSums } from './0006-kpi-sums.ts';
import { kpis } from './0006-kpis.ts';
import { metrics } from './0006-metrics.ts';
import { serviceHistory } from './0007-service-history.ts';
import { attachments } from './0008-attachments.ts';
import { desk } from './0009-desk.ts';
import { unread } from './0010-unread.ts';
import { mails } from './0011-mails.ts';
import { largeQueues } from './0012-large-queues.ts';
import { shifts } from './0013-shifts.ts';
import { documents } from './0014-documents.ts';
import { reports } from './0015-reports.ts';
import { accounts } from './0016-accounts.ts';
import { administration } from './0017-administration.ts';
import { screens } from './0019-screens.ts';
import { site } from './0018-site.ts';
import { metricDefinitions } from './0020-metric-definitions.ts';
import { alerts } from './0021-alerts.ts';

/** Every migration, oldest first. */
export const MIGRATIONS: readonly Migration[] = [
	liveCore,
	ticketLife,
	ticketSearch,
	slaPolicies,
	kpis,
	kpiSums,
	metrics,
	serviceHistory,
	attachments,
	desk,
	unread,
	mails,
	largeQueues,
	shifts,
	documents,
	reports,
	accounts,
	administration,
	screens,
	site,
	metricDefinitions,
	alerts
];
