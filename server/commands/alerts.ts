import { alertText, mayTell, type Alert, type AlertReport } from '#lib/domain/alert.ts';
import { ALERT_WORDS, type AlertWords } from '#lib/domain/alert-words.ts';
import { DEFAULT_IMPACT, incidentNumber, SEVERITIES } from '#lib/domain/incident.ts';
import { SYSTEM, type Actor } from '#lib/domain/people.ts';
import type { Changed } from '#server/events/event.ts';
import type { CommandContext, Execute } from '#server/events/outbox.ts';
import type { Commands, IncidentPatch } from '#server/portal.ts';
import type { IncidentRecord } from '#server/records/incident-record.ts';
import {
	claimAlert,
	endAlert,
	hashesOf,
	latestAlert,
	linkAlert,
	noteSeen,
	noteTold,
	type AlertRow
} from './alert-row.ts';
import { demand } from './authorise.ts';
import { lockIncident, readIncident } from './incident-row.ts';
import { insertIncident, recordOpened, servicesOf } from './incidents.ts';
import { moveIncident } from './update-incident.ts';

/** What came of one alert, and the incident it belongs to. */
interface Heard {
	readonly what: 'opened' | 'updated' | 'resolved' | 'ignored';
	readonly incidentId: number | null;
}

interface Hearing {
	readonly context: CommandContext;
	readonly words: AlertWords;
	/** Whose key it came with. */
	readonly owner: Actor;
}

/**
 * Hears what monitoring says: a trouble opens an incident, adds to it, and resolves it. The
 * portal itself is who does it, so that an incident that somebody has taken over is told apart.
 */
export function receiveAlerts(execute: Execute): Commands['receiveAlerts'] {
	return (actor, alerts, language) =>
		execute(async (context) => {
			demand(actor, 'alert.deliver');
			const hearing = { context, words: ALERT_WORDS[language], owner: actor };
			const heard: Heard[] = [];
			for (const alert of inOneOrder(alerts)) heard.push(await hear(hearing, alert));
			return reportOf(heard);
		});
}

/** Two deliveries lock the same troubles in the same order, whatever order they were sent in. */
function inOneOrder(alerts: readonly Alert[]): readonly Alert[] {
	return alerts.toSorted((a, b) =>
		a.fingerprint < b.fingerprint ? -1 : a.fingerprint > b.fingerprint ? 1 : 0
	);
}

function reportOf(heard: readonly Heard[]): AlertReport {
	const count = (wanted: Heard['what']) => heard.filter(({ what }) => what === wanted).length;
	const incidents = heard.flatMap(({ incidentId: id }) => (id === null ? [] : incidentNumber(id)));
	return {
		opened: count('opened'),
		updated: count('updated'),
		resolved: count('resolved'),
		ignored: count('ignored'),
		incidents: [...new Set(incidents)]
	};
}

async function hear(hearing: Hearing, alert: Alert): Promise<Heard> {
	const { tx, now } = hearing.context;
	const row = await latestAlert(tx, alert);
	if (row && isLate(row, alert)) return ignored(row);
	if (alert.state === 'resolved') return row ? end(hearing, alert, row) : ignored(null);
	if (row && !(await beginsAnew(hearing, alert, row))) return repeat(hearing, alert, row);
	const id = await claimAlert(tx, alert, now);
	if (id !== null) return open(hearing, alert, id);
	const others = await latestAlert(tx, alert);
	return others ? repeat(hearing, alert, others) : ignored(null);
}

function ignored(row: AlertRow | null): Heard {
	return { what: 'ignored', incidentId: row?.incidentId ?? null };
}

/**
 * Was it sent of an earlier trouble than the last one, and came after it? A beginning alone does
 * not tell while the last one goes on: two Prometheuses see it at two moments.
 */
function isLate({ state, startedAt }: AlertRow, alert: Alert): boolean {
	const at = alert.state === 'resolved' ? alert.endedAt : alert.startedAt;
	if (alert.state === 'firing' && state === 'firing') return false;
	return startedAt !== null && at !== null && at < startedAt;
}

/**
 * Does the trouble open another incident? Not while the one it belongs to is open. Where staff
 * have resolved that one although monitoring has not, they know better, until it tells of an end
 * or of another beginning.
 */
async function beginsAnew({ context }: Hearing, alert: Alert, row: AlertRow): Promise<boolean> {
	const { tx } = context;
	const { startedAt } = alert;
	const later = startedAt !== null && row.startedAt !== null && startedAt > row.startedAt;
	if (row.state === 'firing' && !later) return false;
	const { before } = await lockIncident(tx, incidentNumber(row.incidentId ?? 0));
	if (before.status !== 'resolved') return false;
	if (row.state === 'firing') await endAlert(tx, row.id);
	return true;
}

async function open(hearing: Hearing, alert: Alert, rowId: number): Promise<Heard> {
	const { context, words } = hearing;
	const { title, severity } = alert;
	const { known, unknown } = await servicesNamed(context, alert);
	const message = alert.message === '' ? title : alert.message;
	const id = await insertIncident(context, SYSTEM, {
		title,
		severity,
		services: known,
		message: unknown.length > 0 ? `${message}\n\n${words.unknownServices(unknown)}` : message
	});
	await linkAlert(context.tx, rowId, id);
	await recordOpened(context, SYSTEM, await readIncident(context.tx, id), trail(hearing, alert));
	return { what: 'opened', incidentId: id };
}

/** It goes on: told to the timeline when it says something else than before. */
async function repeat(hearing: Hearing, alert: Alert, row: AlertRow): Promise<Heard> {
	const { tx, now } = hearing.context;
	await noteSeen(tx, row, alert, now);
	const hashes = hashesOf(alert);
	const back = row.state === 'resolved';
	if (!back && hashes.lastHash === row.lastHash) return ignored(row);
	const locked = await lockIncident(tx, incidentNumber(row.incidentId ?? 0));
	if (locked.before.status === 'resolved') return ignored(row);
	const theirs = isTakenOver(locked.before);
	const worse =
		SEVERITIES.indexOf(alert.severity) > SEVERITIES.indexOf(locked.before.severity) && !theirs;
	if (!worse && !mayTell({ times: row.toldTimes, lastAt: row.toldAt }, now)) return ignored(row);
	const message = alertText(alert);
	const patch = theirs
		? { message }
		: {
				severity: alert.severity,
				impact: await impactOf(hearing.context, alert),
				message: back || hashes.textHash !== row.textHash ? message : ''
			};
	return tell(hearing, alert, { row, locked, patch, hashes, what: 'updated' });
}

/** It is over. What staff have taken over they resolve themselves. */
async function end(hearing: Hearing, alert: Alert, row: AlertRow): Promise<Heard> {
	if (row.state === 'resolved') return ignored(row);
	const { tx, now } = hearing.context;
	await noteSeen(tx, row, alert, now);
	const locked = await lockIncident(tx, incidentNumber(row.incidentId ?? 0));
	if (locked.before.status === 'resolved') return ignored(row);
	const message = alert.message === '' ? hearing.words.over : alert.message;
	const theirs = isTakenOver(locked.before);
	const patch = theirs ? { message } : { message, status: 'resolved' as const };
	const what = theirs ? 'updated' : 'resolved';
	return tell(hearing, alert, { row, locked, patch, hashes: row, what });
}

async function tell(
	hearing: Hearing,
	alert: Alert,
	told: {
		readonly row: AlertRow;
		readonly locked: { readonly id: number; readonly before: IncidentRecord };
		readonly patch: IncidentPatch;
		readonly hashes: Pick<AlertRow, 'lastHash' | 'textHash'>;
		readonly what: Heard['what'];
	}
): Promise<Heard> {
	const { context } = hearing;
	const { row, locked, patch, hashes, what } = told;
	const moved = await moveIncident(context, SYSTEM, locked, patch, trail(hearing, alert));
	await noteTold(context.tx, row.id, hashes, context.now);
	return moved ? { what, incidentId: locked.id } : ignored(row);
}

/** Has anybody said a word on it, or that they are on it? */
function isTakenOver({ acknowledgedAt, updates, corrections }: IncidentRecord): boolean {
	return acknowledgedAt !== null || [...updates, ...corrections].some(({ author }) => author);
}

/** Services that an alert names, by whether there are such. */
async function servicesNamed(
	{ tx }: CommandContext,
	{ services }: Alert
): Promise<{ known: string[]; unknown: string[] }> {
	const found = new Set((await servicesOf(tx, services)).map(({ slug }) => slug));
	return {
		known: services.filter((slug) => found.has(slug)),
		unknown: services.filter((slug) => !found.has(slug))
	};
}

async function impactOf(context: CommandContext, alert: Alert): Promise<IncidentPatch['impact']> {
	const { known } = await servicesNamed(context, alert);
	return Object.fromEntries(known.map((slug) => [slug, DEFAULT_IMPACT[alert.severity]]));
}

/** What the record of events keeps of how it came about. */
function trail({ owner }: Hearing, { source }: Alert): Changed {
	return { alert: [null, source], deliveredBy: [null, owner.email] };
}
