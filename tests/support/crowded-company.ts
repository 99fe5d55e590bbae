import type { World } from './world.ts';

/** A company in which much is going on, and where its public things are found. */
export interface Company {
	/** The address of a route with its parameters filled in. */
	addressOf(route: string): string;
}

const SERVICES = [
	['portal', 'Портал клиентов', 'Заявки, договоры и документы клиентов в одном окне'],
	['acquiring', 'Эквайринг', 'Приём карт и оплата по QR-коду в магазинах и на сайтах'],
	['mail', 'Почта', 'Корпоративные ящики, календари и защита от спама'],
	['1c', '1С:Предприятие', 'Базы бухгалтерии, торговли и зарплаты, обмен и ЭДО'],
	['telephony', 'Телефония', 'Номера, голосовое меню и запись разговоров'],
	['vpn', 'VPN', 'Удалённый доступ сотрудников и связь между офисами'],
	['files', 'Файловое хранилище', 'Общие папки отделов, права и предыдущие версии'],
	['terminals', 'Терминальные серверы', 'Удалённые рабочие столы и программы на них'],
	['backup', 'Резервное копирование', 'Копии серверов и баз, проверка восстановления'],
	['internet', 'Интернет-каналы', 'Основные и резервные каналы, Wi-Fi в офисах'],
	['video', 'Видеосвязь', 'Переговорные, совещания и вебинары'],
	['print', 'Печать', 'Принтеры, МФУ, сканирование и расходные материалы']
] as const;

const PRIORITIES = ['low', 'normal', 'normal', 'high', 'critical'] as const;
const TICKETS = 150;
const HOUR = 3_600_000;

/** Fills a portal with what its public pages show: a long queue, incidents, planned works. */
export async function aCrowdedCompany(world: World): Promise<Company> {
	const { make, commands, clock } = world;
	const manager = await make.aManager({ name: 'Екатерина Воробьёва' });
	const client = await make.aClient();
	for (const [slug, name, description] of SERVICES)
		await make.aService({ slug, name, description });
	const services = SERVICES.map(([slug]) => slug);
	const pick = <T>(from: readonly T[], at: number): T | undefined => from[at % from.length];
	for (let at = 0; at < TICKETS; at += 1) {
		const { number } = await make.aTicket({
			by: client,
			service: pick(services, at) ?? 'mail',
			priority: pick(PRIORITIES, at) ?? 'normal'
		});
		if (at % 3 === 0) await commands.updateTicket(manager, number, { status: 'in_progress' });
		if (at % 7 === 0) await commands.updateTicket(manager, number, { status: 'waiting' });
		if (at % 11 === 0) await commands.updateTicket(manager, number, { status: 'resolved' });
		if (at % 10 === 0) await world.pass(2 * HOUR);
	}
	let incident = '';
	for (const [at, title] of [
		'Не проходят платежи через эквайринг',
		'Почта доставляется с задержкой',
		'Медленный доступ к файловому хранилищу'
	].entries()) {
		const made = await make.anIncident({
			by: manager,
			title,
			severity: at === 0 ? 'critical' : 'major',
			services: [pick(services, at + 1) ?? 'mail'],
			message: 'Терминалы и оплата на сайтах отвечают «Нет связи с банком». Проверяем шлюз.'
		});
		incident = made.number;
		for (const message of [
			'Затронуты все точки. Наличные и возвраты работают, банк подключён к разбору.',
			'Каналы до банка исправны, соединение обрывается при рукопожатии TLS.'
		])
			await commands.updateIncident(manager, incident, { message, status: 'identified' });
	}
	await commands.updateIncident(manager, incident, { message: 'Решено.', status: 'resolved' });
	for (let day = 1; day <= 3; day += 1)
		await make.aMaintenance({
			by: manager,
			title: 'Обновления безопасности почтовых серверов',
			message: 'Узлы обновляются по очереди, возможны короткие обрывы связи с почтой.',
			services: [pick(services, day) ?? 'mail'],
			startsAt: new Date(clock.now() + day * 24 * HOUR).toISOString(),
			endsAt: new Date(clock.now() + day * 24 * HOUR + 3 * HOUR).toISOString()
		});
	const { slug } = await make.aNews();
	return {
		addressOf: (route) =>
			route
				.replace('[number]', incident)
				.replace('[slug]', route.startsWith('/news') ? slug : 'mail')
	};
}
