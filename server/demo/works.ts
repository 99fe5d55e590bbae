import { expertsOf } from './company.ts';
import type { Scene } from './finished-ticket.ts';
import { DAY, HOUR, MINUTE } from './office-hours.ts';
import type { DemoStep } from './step.ts';

/** Works on one or more services. */
export interface WorksPlan {
	readonly title: string;
	readonly message: string;
	readonly services: readonly string[];
	readonly hours: number;
}

/** What is done again and again; the simulator plans these too. */
export const WORKS: readonly WorksPlan[] = [
	{
		title: 'Обновление сервера терминалов TS-03',
		message: 'Сеансы на TS-03 завершатся. Работайте на TS-01 и TS-02.',
		services: ['terminals'],
		hours: 2
	},
	{
		title: 'Обновления безопасности почтовых серверов',
		message: 'Узлы обновляются по очереди, возможны короткие обрывы связи с почтой.',
		services: ['mail'],
		hours: 3
	},
	{
		title: 'Обновление платформы 1С',
		message: 'Базы будут закрыты. Сохраните документы и выйдите из программы до начала работ.',
		services: ['1c'],
		hours: 2
	},
	{
		title: 'Замена коммутаторов ядра сети',
		message: 'Интернет и VPN будут недоступны до 15 минут в пределах окна работ.',
		services: ['internet', 'vpn'],
		hours: 4
	},
	{
		title: 'Перенос архива на новую систему хранения',
		message: 'Общие папки останутся доступны для чтения.',
		services: ['files', 'backup'],
		hours: 5
	},
	{
		title: 'Обновление прошивки IP-АТС',
		message: 'Звонки прервутся на несколько минут, входящие попадут на автоответчик.',
		services: ['telephony'],
		hours: 1
	}
];

/** Works of the past weeks by night, one under way, and those to come. */
export function maintenanceSteps({ now, hours }: Scene): DemoStep[] {
	const steps: DemoStep[] = [];
	const plan = (key: string, index: number, startsAt: number, plannedAt: number) => {
		const works = WORKS[index % WORKS.length];
		const [expert] = expertsOf(works?.services[0] ?? '');
		if (!works || !expert) return;
		const endsAt = startsAt + works.hours * HOUR;
		const { title, message, services } = works;
		const actor = expert.email;
		steps.push(
			{ do: 'plan', at: plannedAt, works: key, actor, title, message, services, startsAt, endsAt },
			...[startsAt, endsAt].filter((at) => at < now).map((at) => ({ do: 'tick' as const, at }))
		);
	};
	const whole = (at: number) => Math.floor(at / 1000) * 1000;
	for (const [place, days] of [52, 44, 37, 30, 23, 16, 9].entries()) {
		const night = hours.atHour(now - days * DAY, 1);
		plan(`past${place}`, place, whole(night), whole(night - 2 * DAY));
	}
	plan('now', 0, whole(now - 32 * MINUTE), whole(now - 26 * HOUR));
	for (const [place, days] of [1, 4, 9].entries())
		plan(
			`next${place}`,
			place + 1,
			whole(hours.atHour(now + days * DAY, 1)),
			whole(now - 5 * HOUR)
		);
	return steps;
}
