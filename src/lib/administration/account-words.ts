import type { AccountState } from '#lib/domain/account.ts';
import type { ApiTokenView, TokenScope } from '#lib/domain/token-scope.ts';
import type { Tone } from '#lib/format/labels.ts';
import { m } from '#lib/paraglide/messages.js';

export const accountStateLabel: Readonly<Record<AccountState, () => string>> = {
	active: m.admin_state_active,
	unconfirmed: m.admin_state_unconfirmed,
	invited: m.admin_state_invited,
	blocked: m.admin_state_blocked
};

export const accountStateTone: Readonly<Record<AccountState, Tone>> = {
	active: 'ok',
	unconfirmed: 'warning',
	invited: 'planned',
	blocked: 'critical'
};

export const scopeLabel: Readonly<Record<TokenScope, () => string>> = {
	read: m.admin_scope_read,
	'tickets.write': m.admin_scope_tickets,
	'incidents.write': m.admin_scope_incidents,
	'metrics.write': m.admin_scope_metrics,
	hooks: m.admin_scope_hooks,
	manage: m.admin_scope_manage
};

export const tokenStateLabel: Readonly<Record<ApiTokenView['state'], () => string>> = {
	good: m.admin_token_good,
	expired: m.admin_token_expired,
	revoked: m.admin_token_revoked,
	asleep: m.admin_token_asleep
};

export const tokenStateTone: Readonly<Record<ApiTokenView['state'], Tone>> = {
	good: 'ok',
	expired: 'neutral',
	revoked: 'neutral',
	asleep: 'warning'
};
