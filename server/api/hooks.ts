import type Router from '@koa/router';
import { z } from 'zod';
import { genericAlerts, prometheusAlerts, uptimeKumaAlerts } from '#lib/domain/alert-payloads.ts';
import type { Alert, AlertReport } from '#lib/domain/alert.ts';
import { ALERT_WORDS, type AlertWords } from '#lib/domain/alert-words.ts';
import { alertmanagerHook, genericHook, grafanaHook, uptimeKumaHook } from '#lib/input/hooks.ts';
import type { Portal } from '#server/portal.ts';
import { body, permitted, type ApiContext } from './context.ts';
import { jsonBody } from './json-body.ts';

/** Read before any route is reached, and gone by then. */
export const hookQuery = z.strictObject({
	token: z.string().optional().describe('The token, where the sender can set no header')
});

/** What monitoring systems call; each writes in a form of its own. */
export function hookRoutes(router: Router, portal: Portal): void {
	const { commands, queries, installation } = portal;

	router.post('/hooks/alertmanager', jsonBody, async (context) => {
		context.body = await received(context, alertmanagerHook, (payload, words) =>
			prometheusAlerts('alertmanager', payload, words)
		);
	});

	router.post('/hooks/grafana', jsonBody, async (context) => {
		context.body = await received(context, grafanaHook, (payload, words) =>
			prometheusAlerts('grafana', payload, words)
		);
	});

	router.post('/hooks/uptime-kuma', jsonBody, async (context) => {
		context.body = await received(context, uptimeKumaHook, uptimeKumaAlerts);
	});

	router.post('/hooks/generic', jsonBody, async (context) => {
		context.body = await received(context, genericHook, genericAlerts);
	});

	async function received<S extends z.ZodType>(
		context: ApiContext,
		schema: S,
		read: (payload: z.output<S>, words: AlertWords) => Alert[]
	): Promise<AlertReport> {
		const actor = permitted(context, 'alert.deliver');
		const payload = body(context, schema);
		const { defaultLanguage } = await queries.settings();
		const language = defaultLanguage ?? installation.defaultLocale;
		return commands.receiveAlerts(actor, read(payload, ALERT_WORDS[language]), language);
	}
}
