import type { AccountLetter } from './account-facts.ts';

/** What letters about accounts say, in one language. */
export interface AccountWords {
	readonly letters: Readonly<
		Record<AccountLetter, { subject: string; lead: string; action?: string; after: string }>
	>;
	/** Where the portal does not know its own address. */
	readonly openPath: (path: string) => string;
	readonly doNotAnswer: string;
}

const RU: AccountWords = {
	letters: {
		confirm: {
			subject: 'Подтвердите почту',
			lead: 'Кто-то, скорее всего вы, зарегистрировал этот адрес на портале «Базис-Центра».',
			action: 'Подтвердить почту',
			after:
				'Ссылка действует три дня и один раз. Если это были не вы, ничего не делайте: без подтверждения войти нельзя.'
		},
		known: {
			subject: 'У вас уже есть учётная запись',
			lead: 'Этот адрес только что указали при регистрации, но учётная запись с ним уже есть. Войдите с прежним паролем, а если не помните его — задайте новый.',
			action: 'Задать новый пароль',
			after: 'Если это были не вы, ничего не делайте: ничего не изменилось.'
		},
		reset: {
			subject: 'Новый пароль',
			lead: 'Для вашей учётной записи запросили новый пароль.',
			action: 'Задать новый пароль',
			after:
				'Ссылка действует один час и один раз. Если это были не вы, ничего не делайте: пароль останется прежним.'
		},
		invite: {
			subject: 'Приглашение на портал',
			lead: 'Для вас создали учётную запись на портале «Базис-Центра». Задайте пароль, чтобы войти.',
			action: 'Принять приглашение',
			after: 'Ссылка действует семь дней и один раз.'
		},
		password_changed: {
			subject: 'Пароль изменён',
			lead: 'Пароль вашей учётной записи на портале изменён, на всех других устройствах вход завершён.',
			after: 'Если это были не вы, сразу задайте новый пароль и напишите нам.'
		},
		factor_on: {
			subject: 'Второй фактор включён',
			lead: 'Теперь для входа на портал нужен ещё и код из приложения.',
			after: 'Если это были не вы, сразу задайте новый пароль и напишите нам.'
		},
		factor_off: {
			subject: 'Второй фактор отключён',
			lead: 'Для входа на портал больше не нужен код из приложения: достаточно пароля.',
			after: 'Если это были не вы, сразу задайте новый пароль и напишите нам.'
		}
	},
	openPath: (path) => `Откройте на портале страницу ${path}`,
	doNotAnswer: 'Это письмо отправлено автоматически, отвечать на него не нужно.'
};

const EN: AccountWords = {
	letters: {
		confirm: {
			subject: 'Confirm your e-mail',
			lead: 'Somebody, most likely you, registered this address with the Bazis Center portal.',
			action: 'Confirm your e-mail',
			after:
				'The link works once, within three days. If it was not you, do nothing: nobody can sign in without it.'
		},
		known: {
			subject: 'You already have an account',
			lead: 'This address was just given for a registration, but there is an account with it already. Sign in with your password, or set a new one if you have forgotten it.',
			action: 'Set a new password',
			after: 'If it was not you, do nothing: nothing has changed.'
		},
		reset: {
			subject: 'New password',
			lead: 'A new password was asked for your account.',
			action: 'Set a new password',
			after:
				'The link works once, within an hour. If it was not you, do nothing: the password stays as it is.'
		},
		invite: {
			subject: 'Invitation to the portal',
			lead: 'An account on the Bazis Center portal was made for you. Set a password to sign in.',
			action: 'Accept the invitation',
			after: 'The link works once, within seven days.'
		},
		password_changed: {
			subject: 'Password changed',
			lead: 'The password of your account on the portal was changed, and every other device was signed out.',
			after: 'If it was not you, set a new password at once and write to us.'
		},
		factor_on: {
			subject: 'Second factor turned on',
			lead: 'From now on signing in takes a code from your app as well.',
			after: 'If it was not you, set a new password at once and write to us.'
		},
		factor_off: {
			subject: 'Second factor turned off',
			lead: 'Signing in no longer takes a code from your app: the password is enough.',
			after: 'If it was not you, set a new password at once and write to us.'
		}
	},
	openPath: (path) => `Open this page on the portal: ${path}`,
	doNotAnswer: 'This message was sent automatically; there is no need to answer.'
};

export const ACCOUNT_WORDS: Readonly<Record<'ru' | 'en', AccountWords>> = { ru: RU, en: EN };
