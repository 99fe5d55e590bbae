import { DomainError } from '#lib/domain/errors.ts';
import { may } from '#lib/domain/permission.ts';
import { byPlace } from '#lib/domain/service.ts';
import { availability, uptimeDays, uptimeOf } from '#lib/domain/uptime.ts';
import { zoneOf } from '#lib/domain/zone.ts';
import type { Database } from '#server/database/database.ts';
import type { Queries, ServiceUptime } from '#server/portal.ts';
import { serviceView, staffService } from '#server/presenters/figures.ts';
import { readServiceHistories } from '#server/records/service-history.ts';
import { selectServices } from '#server/records/service-record.ts';

/** Days that the bars show. */
export const UPTIME_DAYS = 90;

const MINUTE = 60_000;

type ServiceQueries = Pick<Queries, 'services' | 'staffServices' | 'availability' | 'uptime'>;

/** Reads of services and of how they fared. */
export function serviceQueries(
	database: Database,
	options: {
		readonly now: () => number;
		readonly timeZone: string;
		/** Number of the last event: what was computed before it is stale. */
		readonly seq: () => Promise<number>;
	}
): ServiceQueries {
	const { now, timeZone, seq } = options;
	let kept: { key: string; bars: Promise<readonly ServiceUptime[]> } | null = null;

	async function readBars(): Promise<readonly ServiceUptime[]> {
		const at = now();
		const zone = zoneOf(timeZone);
		const from = zone.startOfDay(zone.dayAt(at) - UPTIME_DAYS + 1);
		const histories = await database.read((tx) => readServiceHistories(tx, { from, to: at }));
		return histories
			.filter(({ hidden }) => !hidden)
			.map((history) => ({
				slug: history.slug,
				availability: availability(uptimeOf(history, { from, to: at }, at)),
				days: uptimeDays(history, timeZone, at, UPTIME_DAYS)
			}));
	}

	return {
		services: () =>
			database.read(async (tx) =>
				(await selectServices(tx, 'WHERE NOT hidden')).map(serviceView).sort(byPlace)
			),

		staffServices: (viewer) =>
			database.read(async (tx) => {
				if (!may(viewer, 'service.update')) throw new DomainError('forbidden');
				return (await selectServices(tx)).map(staffService).sort(byPlace);
			}),

		// Public by the bars already: whoever asks gets the same.
		availability: (_viewer, period) =>
			database.read(async (tx) => {
				const at = now();
				const histories = await readServiceHistories(tx, period);
				return histories
					.filter(({ hidden }) => !hidden)
					.map((history) => {
						const uptime = uptimeOf(history, period, at);
						const { slug, name } = history;
						return { slug, name, availability: availability(uptime), ...uptime };
					});
			}),

		// The same for everybody, and asked for by every visitor: computed once for each event, and
		// once a minute as the present day goes on.
		async uptime() {
			const key = `${await seq()} ${Math.floor(now() / MINUTE)}`;
			if (kept?.key !== key) {
				const bars = readBars();
				kept = { key, bars };
				bars.catch(() => {
					if (kept?.bars === bars) kept = null;
				});
			}
			return kept.bars;
		}
	};
}
