import type { z } from 'zod';
import { alertmanagerHook, genericHook, grafanaHook, uptimeKumaHook } from '#lib/input/hooks.ts';
import { alertReport } from '../answers/hook.ts';
import { hookQuery } from '../hooks.ts';
import type { ApiCall, CallTable } from './call.ts';

const HOW =
	'Opens, updates and resolves incidents; the same fingerprint again changes nothing unless its ' +
	'text or severity does. Titles and descriptions are shown to everybody. The token needs the ' +
	'scope `hooks`; it may also be the password of Basic authentication, or `?token=`. Fields that ' +
	'are not known are ignored.';

const hook = (summary: string, body: z.ZodType, more = ''): ApiCall => ({
	summary,
	description: more === '' ? HOW : `${HOW} ${more}`,
	tag: 'Hooks',
	may: 'alert.deliver',
	query: hookQuery,
	body,
	answers: { 200: { description: 'What came of the alerts', schema: alertReport } },
	refusals: ['too_large']
});

/** What monitoring systems call. */
export const HOOK_CALLS: CallTable = {
	'POST /hooks/alertmanager': hook(
		'Take in alerts of Prometheus Alertmanager (webhook, version 4)',
		alertmanagerHook,
		'`labels.service` names services by their slugs.'
	),
	'POST /hooks/grafana': hook(
		'Take in alerts of Grafana',
		grafanaHook,
		'`labels.service` names services by their slugs. A test of the contact point opens nothing.'
	),
	'POST /hooks/uptime-kuma': hook(
		'Take in what Uptime Kuma notices',
		uptimeKumaHook,
		'Tags `service` and `severity` of the monitor count. Without a heartbeat it is a test.'
	),
	'POST /hooks/generic': hook(
		'Take in an alert of anything else',
		genericHook,
		'Without a `fingerprint` the title is it.'
	)
};
