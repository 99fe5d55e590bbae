import type Router from '@koa/router';
import { fieldError } from '#lib/domain/errors.ts';
import { kpiPeriod, type KpiPeriod } from '#lib/domain/kpi-period.ts';
import { kpiQuery, kpiSeriesQuery, newMetricValue } from '#lib/input/kpis.ts';
import type { Portal } from '#server/portal.ts';
import { body, callerOf, idempotencyKey, part, permitted, query } from './context.ts';
import { jsonBody } from './json-body.ts';

interface Asked {
	readonly from?: string | undefined;
	readonly to?: string | undefined;
}

/** Figures, over time too; what is public needs no signing in. */
export function kpiRoutes(router: Router, portal: Portal): void {
	const { queries } = portal;

	router.get('/kpis', async (context) => {
		const asked = query(context, kpiQuery);
		const items = await queries.kpis(callerOf(context), given(asked));
		context.body = { items, total: items.length, nextCursor: null };
	});

	router.get('/kpis/arrivals', async (context) => {
		context.body = await queries.arrivals(given(query(context, kpiQuery)));
	});

	router.get('/kpis/:key', async (context) => {
		const asked = query(context, kpiQuery);
		context.body = await queries.kpi(callerOf(context), part(context, 'key'), given(asked));
	});

	router.get('/kpis/:key/series', async (context) => {
		const { step, by, ...asked } = query(context, kpiSeriesQuery);
		const request = { ...periodOf(asked), step, by };
		context.body = await queries.kpiSeries(callerOf(context), part(context, 'key'), request);
	});

	router.post('/metrics/:key', jsonBody, async (context) => {
		const actor = permitted(context, 'metric.record');
		const input = body(context, newMetricValue);
		const { taken, created } = await portal.commands.recordMetric(
			actor,
			part(context, 'key'),
			input,
			idempotencyKey(context)
		);
		context.status = created ? 201 : 200;
		context.body = taken;
	});

	/** The period that was asked for, if any was. */
	function given(asked: Asked): KpiPeriod | undefined {
		return asked.from === undefined && asked.to === undefined ? undefined : periodOf(asked);
	}

	/** Throws `invalid_input` for what is no period. */
	function periodOf(asked: Asked): KpiPeriod {
		const period = kpiPeriod(asked, portal.installation.timeZone, portal.now());
		if (!period) throw fieldError(asked.from === undefined ? 'to' : 'from', 'invalid');
		return period;
	}
}
