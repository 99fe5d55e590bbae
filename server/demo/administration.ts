import type { Actor, Viewer } from '#lib/domain/people.ts';
import type { Commands, NewPerson, Queries } from '../portal.ts';

/** Who wrote the name of its firm otherwise than the others did: two organisations to be merged. */
const MISSPELT: Readonly<Record<string, string>> = {
	'office@romashka.example': 'ООО Ромашка',
	'office@vektor.example': 'ООО "Вектор"'
};

/** Has left the firm: nobody signs in with it any more. */
const LEAVER: NewPerson = {
	name: 'Вадим Кротов',
	email: 'krotov@stroyinvest.example',
	role: 'client',
	organization: 'ООО «Стройинвест»',
	password: 'bazis-demo-leaver'
};

interface Administers {
	readonly commands: Pick<
		Commands,
		'createPerson' | 'updatePerson' | 'blockPerson' | 'createApiToken'
	>;
	readonly queries: Pick<Queries, 'accounts'>;
}

/** Accounts in every state, and keys to the API. */
export async function administerDemo(
	{ commands, queries }: Administers,
	admin: NonNullable<Viewer>,
	manager: Actor
): Promise<void> {
	for (const [email, organization] of Object.entries(MISSPELT))
		for (const { id } of (await queries.accounts(admin, { q: email })).items)
			await commands.updatePerson(admin, id, { organization });
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
