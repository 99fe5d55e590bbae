import { SYSTEM, type Actor } from '#lib/domain/people.ts';
import type { Commands, NewPerson } from '../portal.ts';

/** What an administrator of the demo company has done besides the daily work. */
const LATECOMERS: readonly NewPerson[] = [
	// Who knows its own firm by heart writes its name otherwise each time.
	{
		name: 'Игнат Рябов',
		email: 'ryabov@romashka.example',
		role: 'client',
		organization: 'ООО Ромашка'
	},
	{
		name: 'Ульяна Сафонова',
		email: 'safonova@vektor.example',
		role: 'client',
		organization: 'ООО "Вектор"'
	}
];

/** Has left the firm: nobody signs in with it any more. */
const LEAVER: NewPerson = {
	name: 'Вадим Кротов',
	email: 'krotov@stroyinvest.example',
	role: 'client',
	organization: 'ООО «Стройинвест»',
	password: 'bazis-demo-leaver'
};

type Administers = Pick<Commands, 'createPerson' | 'blockPerson' | 'createApiToken'>;

/** Accounts in every state, and keys to the API. */
export async function administerDemo(
	commands: Administers,
	admin: Actor,
	manager: Actor
): Promise<void> {
	for (const person of LATECOMERS) await commands.createPerson(SYSTEM, person);
	const { person } = await commands.createPerson(admin, LEAVER);
	await commands.blockPerson(admin, person.id);
	await commands.createApiToken(admin, {
		name: 'Мониторинг Zabbix',
		scopes: ['hooks', 'metrics.write'],
		days: null
	});
	await commands.createApiToken(manager, {
		name: 'Выгрузка заявок в 1С',
		scopes: ['read', 'tickets.write'],
		days: 90
	});
}
