import { DAY as WHOLE_DAY, weekdayOf, zoneOf } from '#lib/domain/zone.ts';
import { MANAGER_EMAIL } from './company.ts';
import { DAY, HOUR, MINUTE } from './office-hours.ts';
import type { DemoStep } from './step.ts';

/** Days rostered before today and after it. */
const BACK = 28;
const AHEAD = 28;

/** Hours of the wall clock at which shifts begin and end. */
const MORNING = 8;
const EVENING = 20;
const DESK_FROM = 9;
const DESK_TO = 18;

const LEAD = 'старший смены';
const NETWORKS = 'сети';
const WORKPLACES = 'рабочие места';
const DESK = 'диспетчер';

const mail = (login: string) => `${login}@bazis.example`;

/**
 * Four teams in turn: a day, a night, two days off. The first one is on duty now, led this once
 * by the one who looks at the demo: there is a watch to take over, and all other days are free
 * to be planned.
 */
const TEAMS: readonly (readonly [lead: string, networks: string, workplaces: string])[] = [
	[mail('yu.savina'), mail('d.orlov'), mail('i.hasanov')],
	[mail('o.lebedeva'), mail('p.gromov'), mail('m.zaytsev')],
	[mail('r.gareev'), mail('a.kuzmin'), mail('n.belova')],
	[mail('e.fomina'), mail('i.timofeev'), mail('v.panina')]
];

const DISPATCHER = mail('s.ershova');

/** Those who let the public schedule name them. */
const NAMED = [
	MANAGER_EMAIL,
	mail('d.orlov'),
	mail('o.lebedeva'),
	mail('n.belova'),
	mail('s.ershova')
];

/** How many have to be there, beside the rule every portal begins with. */
const WANTED = [
	{ position: LEAD, from: 0, to: 24, workdays: false },
	{ position: NETWORKS, from: 0, to: 24, workdays: false },
	{ position: DESK, from: DESK_FROM, to: DESK_TO, workdays: true }
] as const;

/** Whose night is not filled yet, so many days ahead: planners have something to do. */
const ILL = { member: mail('p.gromov'), from: 3, to: 7 };

/** What one shift leaves for the next, the latest last. */
const NOTES = [
	'Ночь прошла спокойно. Резервные копии собраны все, кроме TS-02: перезапустил, проверьте к обеду.',
	'По эквайрингу жду ответа банка, обещали до 21:00. Если не ответят — звонить дежурному, номер в карточке.',
	'Заменили картридж на 4 этаже, запасных осталось два: заказ у снабжения.',
	'«Вектор» просил не звонить до 10:00, по их заявке ждём доступ в серверную.',
	'Канал до Тулы дважды моргнул в 03:10 и 03:40, провайдер открыл обращение. Смотрите график потерь.',
	'Очередь разобрали, просроченных нет. По почте наблюдаем доставку после обновления.',
	'В 22:00 окно работ на терминалах: TS-03 уйдёт в перезагрузку, пользователи предупреждены.',
	'Две заявки от «Медтехники» ждут их ответа, напомнил вчера. Завтра утром можно закрывать.'
];

/** The roster of four weeks back and four ahead, as it was planned and lived through. */
export function rosterSteps(now: number, timeZone: string): DemoStep[] {
	const zone = zoneOf(timeZone);
	const today = zone.dayAt(now);
	const plannedAt = Math.floor((now - (BACK + 1) * DAY) / 1000) * 1000;
	const at = (day: number, hour: number) => zone.instantOf(day * WHOLE_DAY + hour * HOUR);
	const night = now < at(today, MORNING) || now >= at(today, EVENING);
	const begun = now < at(today, MORNING) ? today - 1 : today;
	// So that the first team is the one on duty.
	const turnOf = (team: number, day: number) =>
		(((day - begun + team + (night ? 1 : 0)) % 4) + 4) % 4;
	const days = Array.from({ length: BACK + AHEAD + 1 }, (_, place) => today - BACK + place);
	const shiftsOf = (team: number, member: string) =>
		days.flatMap((day) => {
			const ill = member === ILL.member && day >= today + ILL.from && day < today + ILL.to;
			const turn = turnOf(team, day);
			if (turn === 0) return [{ startsAt: at(day, MORNING), endsAt: at(day, EVENING) }];
			if (turn !== 1 || ill) return [];
			return [{ startsAt: at(day, EVENING), endsAt: at(day + 1, MORNING) }];
		});
	const planner = MANAGER_EMAIL;
	const regular = TEAMS.flatMap((members, team) =>
		members.map((member, place) => ({
			member,
			position: [LEAD, NETWORKS, WORKPLACES][place] ?? LEAD,
			times: shiftsOf(team, member)
		}))
	);
	const isNow = ({ startsAt, endsAt }: { startsAt: number; endsAt: number }) =>
		startsAt <= now && now < endsAt;
	const [lead, ...others] = regular;
	const rostered = lead
		? [
				{ ...lead, member: MANAGER_EMAIL, times: lead.times.filter(isNow) },
				{ ...lead, times: lead.times.filter((time) => !isNow(time)) },
				...others
			]
		: regular;
	const desk = {
		member: DISPATCHER,
		position: DESK,
		times: days
			.filter((day) => weekdayOf(day) < 5)
			.map((day) => ({ startsAt: at(day, DESK_FROM), endsAt: at(day, DESK_TO) }))
	};
	const relieved = days
		.flatMap((day) => [at(day, MORNING), at(day, EVENING)])
		.filter((moment) => moment <= now);
	return [
		...NAMED.map((actor): DemoStep => ({ do: 'named', at: plannedAt, actor })),
		...WANTED.map(({ position, from, to, workdays }): DemoStep => ({
			do: 'wanted',
			at: plannedAt,
			actor: planner,
			rule: {
				position,
				days: days.slice(0, 7).map((_, day) => !workdays || day < 5),
				fromMinute: from * 60,
				toMinute: to * 60,
				least: 1
			}
		})),
		...[...rostered, desk].map((series): DemoStep => ({
			do: 'roster',
			at: plannedAt,
			actor: planner,
			...series
		})),
		...handovers(relieved.slice(-NOTES.length), (moment) => leadBefore(moment)),
		...days
			.flatMap((day) => [MORNING, DESK_FROM, DESK_TO, EVENING].map((hour) => at(day, hour)))
			.filter((moment) => moment > plannedAt && moment <= now)
			.map((moment): DemoStep => ({ do: 'tick', at: moment }))
	];

	/** Who leads the shift that is relieved at a moment. */
	function leadBefore(moment: number): string {
		const before = rostered.find(
			({ position, times }) => position === LEAD && times.some(({ endsAt }) => endsAt === moment)
		);
		return before?.member ?? planner;
	}
}

function handovers(relieved: readonly number[], leadBefore: (at: number) => string): DemoStep[] {
	return relieved.flatMap((moment, place): DemoStep[] => {
		const handover = `handover${place}`;
		const body = NOTES[place] ?? '';
		const author = leadBefore(moment);
		const next = relieved[place + 1];
		const written: DemoStep = {
			do: 'handover',
			at: moment - 9 * MINUTE,
			actor: author,
			handover,
			body
		};
		// The latest is left for whoever looks at the demo.
		if (next === undefined) return [written];
		return [written, { do: 'accept', at: moment + 4 * MINUTE, actor: leadBefore(next), handover }];
	});
}
