import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Alert } from '#lib/domain/alert.ts';
import type { Audience } from '#lib/domain/audience.ts';
import type { Commands, Person } from '#server/portal.ts';
import { createStopTokens } from '#server/sessions/stop-token.ts';
import { SETUP_KEY, setUpDigest } from '#server/sessions/set-up-token.ts';
import { anAlert } from '../../support/alerts.ts';
import { DAY, HOUR, MINUTE } from '../../support/clock.ts';
import { OFFICE, PASSWORD } from '../../support/factories.ts';
import { aFile } from '../../support/files.ts';
import { lawHolds } from '../../support/law.ts';
import { createWorld, SECRET, type World } from '../../support/world.ts';

let world: World;
let manager: Person;
let admin: Person;
let owner: Person;
let other: Person;
let everyone: Audience[];
/** Nobody's screen changes. */
const NOBODY: Audience[] = [];

beforeAll(async () => {
	world = await createWorld();
	const { make } = world;
	manager = await make.aManager();
	admin = await make.anAdmin();
	owner = await make.aClient();
	other = await make.aClient();
	everyone = ['public', 'staff', `client:${owner.id}`, `client:${other.id}`];
	await world.tick();
	for (let made = 0; made < 5; made++) {
		world.clock.advance(MINUTE);
		const ticket = await make.aTicket({ by: made % 2 ? owner : other, priority: 'high' });
		if (made > 2) await world.commands.updateTicket(manager, ticket.number, { status: 'waiting' });
	}
	await make.anIncident({ by: manager });
});
afterAll(() => world.close());

interface Case {
	readonly name: string;
	/** Makes what the command needs, outside the law; returns the command. */
	readonly prepare: () => Promise<() => Promise<unknown>>;
	/** Whose state must differ afterwards. */
	readonly moves: () => readonly Audience[];
}

const A_POLICY = {
	priority: 'low',
	responseMinutes: 60,
	resolutionMinutes: 600,
	warningPercent: 30,
	calendar: 1
} as const;
async function policyOfLow() {
	const { policies } = await world.queries.slaBook();
	const policy = policies.find((one) => one.priority === 'low' && one.service === null);
	if (!policy) throw new Error('no policy');
	return policy;
}

const owned = () => world.make.aTicket({ by: owner });
async function solved(status: 'resolved' | 'closed' = 'resolved') {
	const { number } = await owned();
	world.clock.advance(HOUR);
	const ticket = await world.commands.updateTicket(manager, number, { status: 'resolved' });
	if (status === 'resolved') return ticket;
	return world.commands.updateTicket(manager, number, { status });
}
type Patch = Parameters<Commands['updateTicket']>[2];
type PatchMade = Patch | (() => Patch | Promise<Patch>);
const made = (patch: PatchMade) => (typeof patch === 'function' ? patch() : patch);
const patching = (name: string, patch: PatchMade, first: PatchMade[] = []): Case => ({
	name,
	prepare: async () => {
		const { number } = await owned();
		for (const step of first) await world.commands.updateTicket(manager, number, await made(step));
		world.clock.advance(MINUTE);
		const wanted = await made(patch);
		return () => world.commands.updateTicket(manager, number, wanted);
	},
	moves: () => everyone
});
const incident = (
	name: string,
	patch: Parameters<Commands['updateIncident']>[2],
	first: Parameters<Commands['updateIncident']>[2][] = []
): Case => ({
	name,
	prepare: async () => {
		const { number } = await world.make.anIncident({ by: manager });
		for (const step of first) await world.commands.updateIncident(manager, number, step);
		world.clock.advance(MINUTE);
		return () => world.commands.updateIncident(manager, number, patch);
	},
	moves: () => everyone
});

let alerts = 0;
const aNewAlert = (given: Partial<Alert> = {}) =>
	anAlert({ fingerprint: `law-${++alerts}`, ...given });

/** An incident that live screens no longer show. */
async function gone() {
	const { number } = await world.make.anIncident({ by: manager });
	await world.commands.updateIncident(manager, number, { status: 'resolved' });
	await world.pass(2 * DAY);
	return world.queries.incident(manager, number);
}

const inDays = (days: number) => ({
	startsAt: new Date(world.clock.now() + days * DAY).toISOString(),
	endsAt: new Date(world.clock.now() + days * DAY + HOUR).toISOString()
});

/** One entry for each command: a new command without one does not compile, and fails below. */
/** Areas with files of their own (`law-*.test.ts`) keep their cases there. */
const CASES: Partial<Record<keyof Commands, readonly Case[]>> = {
	createTicket: [
		{
			name: 'a client files a ticket',
			prepare: async () => () => owned(),
			moves: () => everyone
		},
		{
			name: 'staff file a ticket of last week for somebody new',
			prepare: async () => {
				const { slug: service } = await world.make.aService();
				return () =>
					world.commands.createTicket(manager, {
						subject: 'Перенос из журнала',
						description: '',
						service,
						priority: 'critical',
						requester: `new-${world.clock.now()}@bazis.example`,
						requesterName: 'Новый Клиент',
						externalId: `INC${world.clock.now()}`,
						createdAt: new Date(world.clock.now() - 7 * DAY).toISOString()
					});
			},
			moves: () => everyone
		},
		{
			name: 'the same key again changes nothing',
			prepare: async () => {
				const { slug: service } = await world.make.aService();
				const file = () =>
					world.commands.createTicket(
						owner,
						{ subject: 'Дважды', description: 'Дважды', service, priority: 'low' },
						'law-1'
					);
				await file();
				return file;
			},
			moves: () => NOBODY
		}
	],
	updateTicket: [
		patching('work begins', { status: 'in_progress' }),
		patching('a ticket waits', { status: 'waiting' }),
		patching('it goes on after waiting', { status: 'in_progress' }, [{ status: 'waiting' }]),
		patching('it is resolved', { status: 'resolved' }),
		patching('it is reopened', { status: 'in_progress' }, [{ status: 'resolved' }]),
		patching('it is closed', { status: 'closed' }, [{ status: 'resolved' }]),
		patching('a closed one is reopened', { status: 'in_progress' }, [
			{ status: 'resolved' },
			{ status: 'closed' }
		]),
		patching('it is cancelled by staff', { status: 'cancelled' }),
		patching('it becomes critical', { priority: 'critical' }),
		patching('it is assigned', () => ({ assignee: manager.email })),
		patching('its assignee is taken away', { assignee: null }, [
			() => ({ assignee: manager.email })
		]),
		patching('it moves to another service', async () => ({
			service: (await world.make.aService()).slug
		})),
		patching('its words are mended', { subject: 'Другое', description: 'Иначе' }),
		{ ...patching('a patch that changes nothing', { priority: 'normal' }), moves: () => NOBODY }
	],
	cancelTicket: [
		{
			name: 'a client takes its ticket back',
			prepare: async () => {
				const { number } = await owned();
				return () => world.commands.cancelTicket(owner, number);
			},
			moves: () => everyone
		}
	],
	commentTicket: [
		{
			name: 'staff reply for the first time',
			prepare: async () => {
				const ticket = await owned();
				world.clock.advance(MINUTE);
				return () => world.make.aReply(ticket, manager);
			},
			moves: () => everyone
		},
		{
			name: 'a client answers what it was asked',
			prepare: async () => {
				const ticket = await owned();
				await world.commands.updateTicket(manager, ticket.number, { status: 'waiting' });
				world.clock.advance(HOUR);
				return () => world.make.aReply(ticket, owner);
			},
			moves: () => everyone
		},
		{
			name: 'staff reply with a file',
			prepare: async () => {
				const { number } = await owned();
				world.clock.advance(MINUTE);
				const files = [aFile()];
				return () =>
					world.commands.commentTicket(manager, number, { body: 'Вот', internal: false, files });
			},
			moves: () => everyone
		},
		{
			name: 'an internal note with a file moves nothing at all',
			prepare: async () => {
				const { number } = await owned();
				world.clock.advance(MINUTE);
				const files = [aFile()];
				return () =>
					world.commands.commentTicket(manager, number, { body: 'Вот', internal: true, files });
			},
			moves: () => NOBODY
		},
		{
			name: 'an internal note moves nothing at all',
			prepare: async () => {
				const ticket = await owned();
				world.clock.advance(MINUTE);
				return () => world.make.aNote(ticket, manager);
			},
			moves: () => NOBODY
		}
	],
	reopenTicket: [
		{
			name: 'a client reopens what was resolved',
			prepare: async () => {
				const { number } = await solved();
				return () => world.commands.reopenTicket(owner, number, { body: 'Не помогло' });
			},
			moves: () => everyone
		},
		{
			name: 'a client reopens what was closed and rated',
			prepare: async () => {
				const { number } = await solved('closed');
				await world.commands.rateTicket(owner, number, { score: 2, comment: 'Плохо' });
				return () => world.commands.reopenTicket(owner, number, { body: 'Не помогло' });
			},
			moves: () => everyone
		}
	],
	rateTicket: [
		{
			name: 'a client rates: staff and itself see it, nobody else',
			prepare: async () => {
				const { number } = await solved();
				return () => world.commands.rateTicket(owner, number, { score: 5, comment: 'Быстро' });
			},
			moves: () => ['staff', `client:${owner.id}`]
		},
		{
			name: 'a client thinks better of it',
			prepare: async () => {
				const { number } = await solved();
				await world.commands.rateTicket(owner, number, { score: 5, comment: '' });
				return () => world.commands.rateTicket(owner, number, { score: 4, comment: '' });
			},
			moves: () => ['staff', `client:${owner.id}`]
		},
		{
			name: 'a rating of a closed ticket moves the staff’s figure, and no ticket',
			prepare: async () => {
				const { number } = await solved('closed');
				return () => world.commands.rateTicket(owner, number, { score: 5, comment: '' });
			},
			moves: () => ['staff']
		}
	],
	readTicket: [
		{
			name: 'a client looks at a reply: nobody else is told',
			prepare: async () => {
				const ticket = await owned();
				await world.make.aReply(ticket, manager);
				return () => world.commands.readTicket(owner, ticket.number);
			},
			moves: () => [`client:${owner.id}`]
		},
		{
			name: 'a client has seen one of two replies',
			prepare: async () => {
				const ticket = await owned();
				await world.make.aReply(ticket, manager);
				await world.make.aReply(ticket, manager);
				return () => world.commands.readTicket(owner, ticket.number, 1);
			},
			moves: () => [`client:${owner.id}`]
		},
		{
			name: 'a client looks at a ticket that was closed: its count of unread ones goes down',
			prepare: async () => {
				const { number } = await solved('closed');
				return () => world.commands.readTicket(owner, number);
			},
			moves: () => [`client:${owner.id}`]
		},
		{
			name: 'what was looked at before is looked at again',
			prepare: async () => {
				const ticket = await owned();
				await world.make.aReply(ticket, manager);
				await world.commands.readTicket(owner, ticket.number);
				return () => world.commands.readTicket(owner, ticket.number, 1);
			},
			moves: () => NOBODY
		}
	],
	deleteTicket: [
		{
			name: 'a ticket is deleted before its client has read the reply',
			prepare: async () => {
				const ticket = await owned();
				await world.make.aReply(ticket, manager);
				return () => world.commands.deleteTicket(admin, ticket.number, 'Дубль');
			},
			moves: () => everyone
		},
		{
			name: 'an open ticket is deleted',
			prepare: async () => {
				const { number } = await owned();
				return () => world.commands.deleteTicket(admin, number, 'Проверка связи');
			},
			moves: () => everyone
		},
		{
			name: 'a ticket linked to incidents is deleted: they lose it',
			prepare: async () => {
				const { number } = await owned();
				for (const { number: at } of [await world.make.anIncident({ by: manager }), await gone()])
					await world.commands.linkTicket(manager, at, number);
				return () => world.commands.deleteTicket(admin, number, 'Проверка связи');
			},
			moves: () => everyone
		},
		{
			name: 'a closed ticket is deleted: the figures lose it',
			prepare: async () => {
				const { number } = await solved('closed');
				return () => world.commands.deleteTicket(admin, number, 'По просьбе клиента');
			},
			moves: () => everyone
		}
	],
	saveReply: [
		{
			name: 'staff keep a reply for later',
			prepare: async () => () =>
				world.commands.saveReply(manager, { title: 'Привет', body: '{name}!', shared: true }),
			moves: () => NOBODY
		}
	],
	deleteReply: [
		{
			name: 'a kept reply is taken away',
			prepare: async () => {
				const reply = { title: 'Лишний', body: 'x', shared: false };
				const { id } = await world.commands.saveReply(manager, reply);
				return () => world.commands.deleteReply(manager, id);
			},
			moves: () => NOBODY
		}
	],
	saveView: [
		{
			name: 'a view of the queue is kept',
			prepare: async () => () =>
				world.commands.saveView(manager, { name: 'Почта', query: 'service=mail' }),
			moves: () => NOBODY
		}
	],
	deleteView: [
		{
			name: 'a view is taken away',
			prepare: async () => {
				const view = { name: 'Лишний', query: 'tab=mine' };
				const { id } = await world.commands.saveView(manager, view);
				return () => world.commands.deleteView(manager, id);
			},
			moves: () => NOBODY
		}
	],
	moveView: [
		{
			name: 'a view moves before another',
			prepare: async () => {
				await world.commands.saveView(manager, { name: 'Первый', query: 'tab=mine' });
				const view = { name: 'Второй', query: 'tab=waiting' };
				const { id } = await world.commands.saveView(manager, view);
				return () => world.commands.moveView(manager, id, 'up');
			},
			moves: () => NOBODY
		}
	],
	createIncident: [
		{
			name: 'an incident of two services opens',
			prepare: async () => {
				const services = [(await world.make.aService()).slug, (await world.make.aService()).slug];
				return () => world.make.anIncident({ by: manager, services, severity: 'critical' });
			},
			moves: () => everyone
		},
		{
			name: 'an incident of a service that suffers already',
			prepare: async () => {
				const { slug } = await world.make.aService();
				await world.make.anIncident({ by: manager, services: [slug], severity: 'critical' });
				return () => world.make.anIncident({ by: manager, services: [slug], severity: 'minor' });
			},
			moves: () => everyone
		}
	],
	updateIncident: [
		incident('the cause is found', { status: 'identified', message: 'Причина найдена.' }),
		incident('only something is said', { message: 'Работаем.' }),
		incident('it gets worse', { severity: 'critical' }),
		incident('it is resolved', { status: 'resolved', message: 'Исправлено.' }),
		incident('it comes back', { status: 'investigating', message: 'Снова.' }, [
			{ status: 'resolved' }
		]),
		{
			name: 'it hits another service, and one less',
			prepare: async () => {
				const [first, second] = [
					(await world.make.aService()).slug,
					(await world.make.aService()).slug
				];
				const { number } = await world.make.anIncident({ by: manager, services: [first] });
				world.clock.advance(MINUTE);
				return () =>
					world.commands.updateIncident(manager, number, {
						impact: { [first]: 'operational', [second]: 'major_outage' }
					});
			},
			moves: () => everyone
		},
		{
			name: 'its times are corrected',
			prepare: async () => {
				const { number } = await world.make.anIncident({ by: manager });
				world.clock.advance(HOUR);
				await world.commands.updateIncident(manager, number, { status: 'resolved' });
				return () =>
					world.commands.updateIncident(manager, number, {
						startedAt: new Date(world.clock.now() - 2 * HOUR).toISOString(),
						resolvedAt: new Date(world.clock.now() - HOUR / 2).toISOString(),
						reason: 'По журналу мониторинга'
					});
			},
			moves: () => everyone
		},
		{
			name: 'one that has left the screens is corrected and stays away',
			prepare: async () => {
				const { number } = await gone();
				return () =>
					world.commands.updateIncident(manager, number, {
						startedAt: new Date(world.clock.now() - 9 * DAY).toISOString(),
						reason: 'По журналу мониторинга'
					});
			},
			moves: () => NOBODY
		}
	],
	receiveAlerts: [
		{
			name: 'monitoring notices something at two services, and one nobody knows',
			prepare: async () => {
				const services = [(await world.make.aService()).slug, (await world.make.aService()).slug];
				const alert = aNewAlert({ services: [...services, 'nobody'], severity: 'critical' });
				return () => world.commands.receiveAlerts(manager, [alert, aNewAlert()], 'ru');
			},
			moves: () => everyone
		},
		{
			name: 'it says the same again',
			prepare: async () => {
				const alert = aNewAlert();
				await world.commands.receiveAlerts(manager, [alert], 'ru');
				return () => world.commands.receiveAlerts(manager, [alert], 'ru');
			},
			moves: () => NOBODY
		},
		{
			name: 'it gets worse, and another trouble of the same delivery is over',
			prepare: async () => {
				const { slug } = await world.make.aService();
				const [worse, over] = [aNewAlert({ services: [slug] }), aNewAlert()];
				await world.commands.receiveAlerts(manager, [worse, over], 'ru');
				world.clock.advance(MINUTE);
				const said = [
					{ ...worse, severity: 'critical', message: 'Хуже' },
					{ ...over, state: 'resolved' }
				] as const;
				return () => world.commands.receiveAlerts(manager, said, 'ru');
			},
			moves: () => everyone
		},
		{
			name: 'it is over, but somebody is on it',
			prepare: async () => {
				const alert = aNewAlert();
				const { incidents } = await world.commands.receiveAlerts(manager, [alert], 'ru');
				await world.commands.acknowledgeIncident(manager, incidents[0] ?? '');
				world.clock.advance(MINUTE);
				const over = { ...alert, state: 'resolved' } as const;
				return () => world.commands.receiveAlerts(manager, [over], 'ru');
			},
			moves: () => everyone
		}
	],
	linkTicket: [
		{
			name: 'a ticket is linked: staff alone are told',
			prepare: async () => {
				const [{ number }, ticket] = [await world.make.anIncident({ by: manager }), await owned()];
				return () => world.commands.linkTicket(manager, number, ticket.number);
			},
			moves: () => ['staff']
		},
		{
			name: 'a ticket is linked to one that has left the screens',
			prepare: async () => {
				const [{ number }, ticket] = [await gone(), await owned()];
				return () => world.commands.linkTicket(manager, number, ticket.number);
			},
			moves: () => NOBODY
		}
	],
	unlinkTicket: [
		{
			name: 'a ticket is taken off: staff alone are told',
			prepare: async () => {
				const [{ number }, ticket] = [await world.make.anIncident({ by: manager }), await owned()];
				await world.commands.linkTicket(manager, number, ticket.number);
				return () => world.commands.unlinkTicket(manager, number, ticket.number);
			},
			moves: () => ['staff']
		}
	],
	writePostmortem: [
		{
			name: 'a draft is for staff alone',
			prepare: async () => {
				const { number } = await world.make.anIncident({ by: manager });
				return () =>
					world.commands.writePostmortem(manager, number, { body: 'Черновик', published: false });
			},
			moves: () => ['staff']
		},
		{
			name: 'it is published',
			prepare: async () => {
				const { number } = await world.make.anIncident({ by: manager });
				return () =>
					world.commands.writePostmortem(manager, number, { body: 'Разбор', published: true });
			},
			moves: () => everyone
		},
		{
			name: 'it is published when the incident has left the screens',
			prepare: async () => {
				const { number } = await gone();
				return () =>
					world.commands.writePostmortem(manager, number, { body: 'Разбор', published: true });
			},
			moves: () => NOBODY
		}
	],
	acknowledgeIncident: [
		{
			name: 'somebody has seen one that has left the screens',
			prepare: async () => {
				const { number } = await gone();
				return () => world.commands.acknowledgeIncident(manager, number);
			},
			moves: () => NOBODY
		},
		{
			name: 'somebody is on it',
			prepare: async () => {
				const { number } = await world.make.anIncident({ by: manager });
				world.clock.advance(MINUTE);
				return () => world.commands.acknowledgeIncident(manager, number);
			},
			moves: () => everyone
		}
	],
	setServiceState: [
		{
			name: 'a service is set by hand',
			prepare: async () => {
				const { slug } = await world.make.aService();
				return () => world.commands.setServiceState(manager, slug, 'maintenance');
			},
			moves: () => everyone
		},
		{
			name: 'a better state by hand does not hide an incident',
			prepare: async () => {
				const { slug } = await world.make.aService();
				await world.make.anIncident({ by: manager, services: [slug], severity: 'critical' });
				return () => world.commands.setServiceState(manager, slug, 'degraded');
			},
			moves: () => NOBODY
		}
	],
	updateService: [
		{
			name: 'a service is renamed, and with it what speaks of it',
			prepare: async () => {
				const { slug } = await world.make.aService();
				await world.make.anIncident({ by: manager, services: [slug] });
				await world.make.aMaintenance({ by: manager, services: [slug], ...inDays(2) });
				return () => world.commands.updateService(manager, slug, { name: 'Под новым именем' });
			},
			moves: () => everyone
		},
		{
			name: 'a service is hidden, and no ticket tells of it any more',
			prepare: async () => {
				const { slug } = await world.make.aService();
				await world.make.aTicket({ service: slug });
				return () => world.commands.updateService(manager, slug, { hidden: true });
			},
			moves: () => everyone
		},
		{
			name: 'a service is shown again, at another place',
			prepare: async () => {
				const { slug } = await world.make.aService();
				await world.commands.updateService(manager, slug, { hidden: true });
				return () => world.commands.updateService(manager, slug, { hidden: false, position: 1 });
			},
			moves: () => everyone
		},
		{
			name: 'a hidden service fails',
			prepare: async () => {
				const { slug } = await world.make.aService();
				await world.commands.updateService(manager, slug, { hidden: true });
				return () => world.commands.setServiceState(manager, slug, 'major_outage', 'Проверка');
			},
			moves: () => NOBODY
		}
	],
	createMaintenance: [
		{
			name: 'works are planned',
			prepare: async () => () => world.make.aMaintenance({ by: manager, ...inDays(1) }),
			moves: () => everyone
		}
	],
	updateMaintenance: [
		...(
			[
				['begin early', 'in_progress'],
				['are cancelled', 'cancelled']
			] as const
		).map(([what, status]) => ({
			name: `works ${what}`,
			prepare: async () => {
				const { number } = await world.make.aMaintenance({ by: manager, ...inDays(1) });
				return () => world.commands.updateMaintenance(manager, number, { status });
			},
			moves: () => everyone
		})),
		{
			name: 'works end early',
			prepare: async () => {
				const { number } = await world.make.aMaintenance({ by: manager, ...inDays(1) });
				await world.commands.updateMaintenance(manager, number, { status: 'in_progress' });
				return () => world.commands.updateMaintenance(manager, number, { status: 'done' });
			},
			moves: () => everyone
		},
		{
			name: 'works are moved to other services and another time',
			prepare: async () => {
				const { number } = await world.make.aMaintenance({ by: manager, ...inDays(1) });
				const { slug } = await world.make.aService();
				return () =>
					world.commands.updateMaintenance(manager, number, { services: [slug], ...inDays(3) });
			},
			moves: () => everyone
		}
	],
	createService: [
		{
			name: 'a service is added',
			prepare: async () => () => world.make.aService(),
			moves: () => everyone
		},
		{
			name: 'a service is added before all others',
			prepare: async () => () => world.make.aService({ position: 0 }),
			moves: () => everyone
		}
	],
	createPerson: [
		{
			name: 'a person is added',
			prepare: async () => () => world.make.aClient(),
			moves: () => NOBODY
		}
	],
	updateProfile: [
		{
			name: 'a client takes another name: staff and itself see it on its tickets',
			prepare: async () => {
				await owned();
				await solved('closed');
				return () => world.commands.updateProfile(owner, { name: `Имя ${world.clock.now()}` });
			},
			moves: () => ['staff', `client:${owner.id}`]
		},
		{
			name: 'a client who was staff takes another name: its assigned tickets show it',
			prepare: async () => {
				const former = await world.make.aManager();
				const { number } = await owned();
				await world.commands.updateTicket(manager, number, { assignee: former.email });
				await world.commands.changeRole(admin, former.id, 'client');
				const client: Person = { ...former, role: 'client' };
				return () => world.commands.updateProfile(client, { name: 'Теперь Клиентка' });
			},
			moves: () => ['staff', `client:${owner.id}`]
		},
		{
			name: 'a client chooses language and letters',
			prepare: async () => () =>
				world.commands.updateProfile(other, { language: 'en', mail: false }),
			moves: () => NOBODY
		}
	],
	stopMail: [
		{
			name: 'somebody stops letters by the key in one',
			prepare: async () => {
				const key = createStopTokens(SECRET).sign(owner.id);
				return () => world.commands.stopMail(key);
			},
			moves: () => NOBODY
		}
	],
	changePassword: [
		{
			name: 'somebody changes its password',
			prepare: async () => {
				const person = await world.make.aClient();
				const session = await world.queries.session(await world.tokenOf(person));
				const passwords = { current: PASSWORD, password: `${PASSWORD}!` };
				return () =>
					world.commands.changePassword(person, session?.id ?? '', passwords, {
						address: '192.0.2.7'
					});
			},
			moves: () => NOBODY
		}
	],
	createSlaPolicy: [
		{
			name: 'a service is promised something of its own',
			prepare: async () => {
				const { slug } = await world.make.aService();
				return () => world.commands.createSlaPolicy(admin, { ...A_POLICY, service: slug });
			},
			moves: () => NOBODY
		}
	],
	updateSlaPolicy: [
		{
			name: 'a promise changes for tickets to come',
			prepare: async () => {
				const { id } = await policyOfLow();
				return () => world.commands.updateSlaPolicy(admin, id, { warningPercent: 20 });
			},
			moves: () => NOBODY
		}
	],
	deleteSlaPolicy: [
		{
			name: 'a service is promised what all others are',
			prepare: async () => {
				const { slug } = await world.make.aService();
				const { id } = await world.commands.createSlaPolicy(admin, { ...A_POLICY, service: slug });
				return () => world.commands.deleteSlaPolicy(admin, id);
			},
			moves: () => NOBODY
		}
	],
	createCalendar: [
		{
			name: 'a calendar is added',
			prepare: async () => () => world.make.aCalendar({ by: admin }),
			moves: () => NOBODY
		}
	],
	updateCalendar: [
		{
			name: 'a calendar changes',
			prepare: async () => {
				const { id } = await world.make.aCalendar({ by: admin });
				return () =>
					world.commands.updateCalendar(admin, id, { ...OFFICE, name: 'Офис в другом городе' });
			},
			moves: () => NOBODY
		}
	],
	recalculateSla: [
		{
			name: 'every open ticket is held to the policies of today',
			prepare: async () => {
				await world.make.aTicket({ by: owner, priority: 'low' });
				world.clock.advance(2 * MINUTE);
				const { id } = await policyOfLow();
				await world.commands.updateSlaPolicy(admin, id, { responseMinutes: 1 });
				return () => world.commands.recalculateSla(admin);
			},
			moves: () => everyone
		},
		{
			name: 'what is right already is left alone',
			prepare: async () => {
				await world.tick();
				await world.commands.recalculateSla(admin);
				return () => world.commands.recalculateSla(admin);
			},
			moves: () => NOBODY
		}
	],
	recordMetric: [
		{
			name: 'something is measured for the first time: staff see it, nobody else',
			prepare: async () => () =>
				world.commands.recordMetric(manager, `metric_${world.clock.now()}`, { value: 3.5 }),
			moves: () => ['staff']
		},
		{
			name: 'something is measured again',
			prepare: async () => {
				await world.commands.recordMetric(manager, 'orders_per_hour', { value: 10 });
				return () => world.commands.recordMetric(manager, 'orders_per_hour', { value: 25 });
			},
			moves: () => ['staff']
		}
	],
	setUp: [
		{
			name: 'the first administrator is made',
			prepare: async () => {
				await world.database.write(async (tx) => {
					await tx.run(`INSERT INTO meta (key, value) VALUES ($1, $2)`, [
						SETUP_KEY,
						setUpDigest('once')
					]);
				});
				const person = { name: 'Первый', email: 'first@bazis.example', password: PASSWORD };
				return () => world.commands.setUp('once', person);
			},
			moves: () => NOBODY
		}
	],
	signIn: [
		{
			name: 'somebody signs in',
			prepare: async () => () => world.tokenOf(admin),
			moves: () => NOBODY
		}
	],
	signOut: [
		{
			name: 'somebody signs out',
			prepare: async () => {
				const session = await world.queries.session(await world.tokenOf(admin));
				return () => world.commands.signOut(session?.id ?? '');
			},
			moves: () => NOBODY
		}
	]
};

it('every command has its case, here or in the file of its area', () => {
	const areas = globSync('law-*.test.ts', { cwd: import.meta.dirname })
		.map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
		.join('\n');
	const elsewhere = (command: string) => new RegExp(`^\\t${command}: \\[`, 'm').test(areas);
	const missing = Object.keys(world.commands).filter(
		(command) => !(command in CASES) && !elsewhere(command)
	);
	expect(missing).toEqual([]);
	for (const cases of Object.values(CASES)) expect(cases.length).toBeGreaterThan(0);
});

describe.each(Object.entries(CASES))('%s', (_command, cases) => {
	it.each(cases)('$name: old snapshot + changes = new snapshot', async ({ prepare, moves }) => {
		const command = await prepare();
		const { moved } = await lawHolds(world, everyone, command);
		expect(moved).toEqual(moves());
	});
});

describe('what the clock records', () => {
	it('thresholds of many tickets at once', async () => {
		await owned();
		const { moved, events } = await lawHolds(world, everyone, () => world.pass(5 * HOUR));
		expect(events.map(({ type }) => type)).toContain('ticket.sla_crossed');
		expect(moved).toEqual(everyone);
	});

	it('works that begin and end', async () => {
		const { services, ...rest } = await world.make.aMaintenance({ by: manager, ...inDays(1) });
		for (const wait of [DAY, HOUR]) {
			const { events, moved } = await lawHolds(world, everyone, () => world.pass(wait));
			const type = wait === DAY ? 'maintenance.started' : 'maintenance.ended';
			expect(events.map((event) => event.type)).toContain(type);
			expect(moved).toEqual(everyone);
			const { state } = await world.snapshot('public');
			const service = state.services.find(({ slug }) => slug === services[0]?.slug);
			expect(service?.state).toBe(wait === DAY ? 'maintenance' : 'operational');
		}
		expect(await world.queries.maintenance(null, rest.number)).toMatchObject({
			status: 'done',
			startedAt: rest.startsAt,
			endedAt: rest.endsAt
		});
	});

	it('an incident that leaves the screens', async () => {
		const { number } = await world.make.anIncident({ by: manager });
		await world.commands.updateIncident(manager, number, { status: 'resolved' });
		const { events } = await lawHolds(world, everyone, () => world.pass(DAY + 1));
		expect(events.map(({ type }) => type)).toContain('incident.left');
		expect((await world.snapshot('public')).state.incidents.map((one) => one.number)).not.toContain(
			number
		);
	});

	it('the turn of the day', async () => {
		await owned();
		const { events, moved } = await lawHolds(world, everyone, () => world.pass(DAY));
		expect(events.map(({ type }) => type)).toContain('figures.turned');
		expect(moved).toEqual(everyone);
	});

	it('a resolved incident that comes back after it had left', async () => {
		const { number } = await world.make.anIncident({ by: manager });
		await world.commands.updateIncident(manager, number, { status: 'resolved' });
		await world.pass(2 * DAY);
		const { moved } = await lawHolds(world, everyone, () =>
			world.commands.updateIncident(manager, number, { status: 'investigating' })
		);
		expect(moved).toEqual(everyone);
	});
});

describe('a conversation', () => {
	it('is the thread read before, with the changes of its ticket', async () => {
		const ticket = await owned();
		for (const viewer of [manager, owner]) {
			const audience = viewer === manager ? 'staff' : (`client:${owner.id}` as const);
			const before = await world.queries.thread(viewer, ticket.number);
			const { changes } = await lawHolds(world, everyone, async () => {
				await world.make.aReply(ticket, manager);
				await world.make.aNote(ticket, manager);
				await world.make.aReply(ticket, owner);
				await world.commands.commentTicket(manager, ticket.number, {
					body: 'С файлом',
					internal: false,
					files: [aFile()]
				});
			});
			const after = await world.queries.thread(viewer, ticket.number);
			const told = (changes.get(audience) ?? []).flatMap((change) =>
				change.op === 'put' && change.kind === 'comment' ? [change.value] : []
			);
			expect([...before.comments, ...told]).toEqual(after.comments);
		}
	});
});
