import { SEVERITIES } from '#lib/domain/incident.ts';
import { harmless, type Cell, type Table } from './document.ts';
import type { IncidentsTold, ToldIncident, ToldService } from './incident-facts.ts';
import type { Voice } from './voice.ts';

export function severityTable({ severities, listed }: IncidentsTold, voice: Voice): Table {
	const { columns, notes } = voice.words;
	return {
		is: 'table',
		columns: [
			{ title: columns.severity, width: 60 },
			{ title: columns.incidents, width: 40, align: 'end' }
		],
		rows:
			listed.length === 0
				? []
				: [...SEVERITIES]
						.reverse()
						.map((severity) => [
							voice.labels.severity(severity),
							voice.number(severities.get(severity) ?? 0, 0)
						]),
		empty: notes.noIncidents
	};
}

/** Incidents with their times. */
export function incidentTable(incidents: readonly ToldIncident[], voice: Voice): Table {
	const { words, labels } = voice;
	const { columns } = words;
	const nothing: Cell = { text: words.none, tone: 'muted' };
	return {
		is: 'table',
		columns: [
			{ title: columns.number, width: 9 },
			{ title: columns.incident, width: 24 },
			{ title: columns.services, width: 17 },
			{ title: columns.severity, width: 16 },
			{ title: columns.began, width: 12 },
			{ title: columns.acknowledged, width: 9, align: 'end' },
			{ title: columns.duration, width: 13, align: 'end' }
		],
		rows: incidents.map((incident): Cell[] => {
			const { startedAt, acknowledgedAt, resolvedAt } = incident;
			return [
				incident.number,
				harmless(incident.title),
				harmless(incident.services),
				{
					text: labels.severity(incident.severity),
					...(incident.severity === 'critical' ? { tone: 'critical' as const } : {})
				},
				voice.moment(startedAt),
				acknowledgedAt === null ? nothing : voice.duration(acknowledgedAt - startedAt),
				resolvedAt === null
					? { text: labels.incident(incident.status), tone: 'warning' }
					: voice.duration(resolvedAt - startedAt)
			];
		}),
		empty: words.notes.noIncidents
	};
}

/** Services with what they suffered. */
export function serviceTable(services: readonly ToldService[], voice: Voice): Table {
	const { columns, notes } = voice.words;
	return {
		is: 'table',
		columns: [
			{ title: columns.service, width: 40 },
			{ title: columns.incidents, width: 18, align: 'end' },
			{ title: columns.downtime, width: 20, align: 'end' },
			{ title: columns.availability, width: 22, align: 'end' }
		],
		rows: services.map(({ name, incidents, downMs, availability: share }): Cell[] => [
			harmless(name),
			voice.number(incidents, 0),
			downMs === 0 ? { text: voice.words.none, tone: 'muted' } : voice.duration(downMs),
			voice.percent(share)
		]),
		empty: notes.noServices
	};
}

export function worksTable({ works }: IncidentsTold, voice: Voice): Table {
	const { words, labels } = voice;
	const { columns } = words;
	return {
		is: 'table',
		columns: [
			{ title: columns.number, width: 10 },
			{ title: columns.works, width: 30 },
			{ title: columns.services, width: 22 },
			{ title: columns.state, width: 14 },
			{ title: columns.began, width: 13 },
			{ title: columns.duration, width: 11, align: 'end' }
		],
		rows: works.map(({ number, title, services, status, from, to }): Cell[] => [
			number,
			harmless(title),
			harmless(services),
			labels.works(status),
			voice.moment(from),
			voice.duration(to - from)
		]),
		empty: words.notes.noWorks
	};
}
