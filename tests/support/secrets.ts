import type { StaffIncident } from '#lib/domain/incident.ts';
import type { FullTicket } from '#lib/domain/ticket.ts';
import type { Person } from '#server/portal.ts';
import { anAlert } from './alerts.ts';
import { MINUTE } from './clock.ts';
import { aFile, docxOf } from './files.ts';
import type { World } from './world.ts';

/** Long enough that no random id, ETag or nonce holds it by chance: three letters once did. */
const MARK = 'zq7zq7';

/** People, tickets and words whose every private field holds a word found nowhere else. */
export interface Planted {
	readonly owner: Person;
	readonly other: Person;
	readonly manager: Person;
	readonly colleague: Person;
	readonly admin: Person;
	readonly ticket: FullTicket;
	readonly closed: FullTicket;
	readonly incident: StaffIncident;
	/** Ids of a file of the conversation and of one of an internal note. */
	readonly files: readonly number[];
	/** What neither anonymous people nor another client may ever read. */
	readonly forbidden: readonly string[];
	/** What the ticket's own client may not read either. */
	readonly forbiddenToOwner: readonly string[];
	/** What the owner may read: the search finds these, so it does search. */
	readonly openToOwner: readonly string[];
}

/** The people; whatever the ticket and the incident hold is written by `writeSecrets`. */
export interface Cast {
	readonly owner: Person;
	readonly other: Person;
	readonly manager: Person;
	readonly colleague: Person;
	readonly admin: Person;
	readonly service: string;
}

export async function hireCast({ make }: World): Promise<Cast> {
	const named = (word: string) => ({
		name: `${MARK}${word}name Иванов`,
		email: `${MARK}${word}@secret.example`,
		organization: `${MARK}${word}firm`
	});
	return {
		owner: await make.aClient(named('owner')),
		other: await make.aClient({ name: 'Другой клиент', email: 'other@bazis.example' }),
		manager: await make.aManager(named('manager')),
		colleague: await make.aManager(named('colleague')),
		admin: await make.anAdmin(named('admin')),
		service: (await make.aService({ slug: 'mail' })).slug
	};
}

/** Does everything that can be done with private words in every field. */
export async function writeSecrets(world: World, cast: Cast): Promise<Planted> {
	const { commands, clock } = world;
	const { owner, manager, colleague, service } = cast;
	const calendar = await world.make.aCalendar({
		by: cast.admin,
		name: `${MARK}calendar`,
		exceptions: [{ date: '2026-08-14', hours: '', name: `${MARK}dayoff` }]
	});
	await commands.createSlaPolicy(cast.admin, {
		priority: 'high',
		service,
		responseMinutes: 60,
		resolutionMinutes: 600,
		warningPercent: 30,
		calendar: calendar.id
	});
	const { ticket: filed } = await commands.createTicket(manager, {
		subject: `${MARK}subject не работает`,
		description: `${MARK}description подробно`,
		service,
		priority: 'critical',
		requester: owner.email,
		externalId: `${MARK}external`
	});
	clock.advance(MINUTE);
	await commands.commentTicket(colleague, filed.number, {
		body: `${MARK}note между нами`,
		internal: true,
		files: [aFile(`${MARK}notefile.txt`, `${MARK}notefile`)]
	});
	await commands.updateTicket(manager, filed.number, {
		status: 'in_progress',
		assignee: manager.email
	});
	await commands.commentTicket(manager, filed.number, {
		body: `${MARK}reply ответ`,
		internal: false
	});
	await commands.commentTicket(owner, filed.number, {
		body: `${MARK}clientreply спасибо`,
		internal: false,
		files: [aFile(`${MARK}file.txt`, `${MARK}filetext`)]
	});
	const ticket = await commands.updateTicket(manager, filed.number, { priority: 'high' });
	await commands.commentTicket(colleague, filed.number, {
		body: `${MARK}note и ещё раз между нами`,
		internal: true
	});

	const files = (await world.queries.attachments(manager, filed.number)).map(({ id }) => id);

	const { ticket: second } = await commands.createTicket(owner, {
		subject: `${MARK}second subject`,
		description: `${MARK}second description`,
		service,
		priority: 'low'
	});
	await commands.updateTicket(manager, second.number, { status: 'resolved' });
	const closed = await commands.updateTicket(manager, second.number, { status: 'closed' });

	const { incident: opened } = await commands.createIncident(colleague, {
		title: 'Недоступна почта',
		severity: 'major',
		services: [service],
		message: 'Разбираемся'
	});
	await commands.acknowledgeIncident(colleague, opened.number);
	await commands.updateIncident(colleague, opened.number, {
		startedAt: new Date(clock.now() - MINUTE).toISOString(),
		reason: `${MARK}note поправка по журналу`
	});
	await commands.linkTicket(colleague, opened.number, filed.number);
	await commands.writePostmortem(colleague, opened.number, {
		body: `${MARK}note черновик разбора`,
		published: false
	});
	await commands.setServiceState(colleague, service, 'degraded', `${MARK}note по звонку`);
	await commands.createMaintenance(colleague, {
		title: 'Плановые работы',
		message: 'Почта будет недоступна',
		services: [service],
		startsAt: new Date(clock.now() + 60 * MINUTE).toISOString(),
		endsAt: new Date(clock.now() + 120 * MINUTE).toISOString()
	});
	const hour = 60 * MINUTE;
	for (const from of [clock.now() - hour, clock.now() + 20 * hour])
		await world.make.aShift({ by: manager, member: colleague.email, from, to: from + 8 * hour });
	const { handover } = await commands.writeHandover(colleague, `${MARK}note передача смены`);
	await commands.acceptHandover(manager, handover.id);
	await commands.receiveAlerts(
		colleague,
		[
			{
				...anAlert({ title: 'Диск заполнен', services: [service] }),
				fingerprint: `${MARK}note отпечаток`
			}
		],
		'ru'
	);
	const incident = await commands.updateIncident(colleague, opened.number, {
		status: 'identified',
		message: 'Причина найдена'
	});

	for (const open of [true, false])
		await commands.createDocument(colleague, {
			title: open ? 'Порядок для всех' : `${MARK}note порядок`,
			category: open ? 'Регламенты' : `${MARK}note раздел`,
			public: open,
			file: {
				name: open ? 'порядок.docx' : `${MARK}note.docx`,
				bytes: docxOf(open ? 'Порядок' : `${MARK}note порядок`)
			}
		});

	const ownersOwn = ['subject', 'description', 'reply', 'clientreply', 'second', 'external'];
	ownersOwn.push('file');
	const ofOthers = ['note', 'colleague', 'admin', 'managerfirm'];
	return {
		...cast,
		ticket,
		closed,
		incident,
		files,
		forbidden: [MARK],
		forbiddenToOwner: ofOthers.map((word) => `${MARK}${word}`),
		openToOwner: ownersOwn.map((word) => `${MARK}${word}`)
	};
}

/** The secrets that a text gives away. */
export function leaks(text: string, secrets: readonly string[]): string[] {
	const lower = text.toLowerCase();
	return secrets.filter((secret) => lower.includes(secret));
}
