import type { CallTable } from './call.ts';
import { DOCUMENT_CALLS } from './documents.ts';
import { HOOK_CALLS } from './hooks.ts';
import { INCIDENT_CALLS } from './incidents.ts';
import { KPI_CALLS } from './kpis.ts';
import { SCREEN_CALLS } from './screens.ts';
import { REPORT_CALLS } from './reports.ts';
import { SERVICE_CALLS } from './services.ts';
import { SITE_CALLS } from './site.ts';
import { SHIFT_CALLS } from './shifts.ts';
import { SLA_CALLS } from './sla.ts';
import { STREAM_CALLS } from './stream.ts';
import { TICKET_CALLS } from './tickets.ts';

/** Every call of the API: what `openapi.json` is made of, one entry for each route. */
export const API_CALLS: CallTable = {
	...TICKET_CALLS,
	...INCIDENT_CALLS,
	...HOOK_CALLS,
	...KPI_CALLS,
	...SERVICE_CALLS,
	...SCREEN_CALLS,
	...REPORT_CALLS,
	...SITE_CALLS,
	...SHIFT_CALLS,
	...SLA_CALLS,
	...DOCUMENT_CALLS,
	...STREAM_CALLS
};
