/** What the portal itself adds to what monitoring says; read by everybody, as timelines are. */
export interface AlertWords {
	readonly untitled: string;
	readonly down: (name: string) => string;
	readonly over: string;
	readonly unknownServices: (names: readonly string[]) => string;
}

export const ALERT_WORDS: Readonly<Record<'ru' | 'en', AlertWords>> = {
	ru: {
		untitled: 'Сигнал мониторинга',
		down: (name) => `Не отвечает «${name}»`,
		over: 'Мониторинг сообщает, что всё снова работает.',
		unknownServices: (names) =>
			names.length === 1
				? `Сервиса «${names.join('')}» на портале нет.`
				: `Таких сервисов на портале нет: ${names.join(', ')}.`
	},
	en: {
		untitled: 'Monitoring alert',
		down: (name) => `«${name}» does not respond`,
		over: 'Monitoring says that everything works again.',
		unknownServices: (names) =>
			names.length === 1
				? `The portal knows no service «${names.join('')}».`
				: `The portal knows no such services: ${names.join(', ')}.`
	}
};
