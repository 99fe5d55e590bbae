import { describe, expect, it } from 'vitest';
import {
	currentEdition,
	differences,
	editionBefore,
	touchedOnly,
	wasName
} from '#lib/forms/conflict.ts';
import { Draft, type Edition } from '#lib/forms/draft.svelte.ts';
import type { Refusal } from '#lib/forms/refusal.ts';

type Field = 'status' | 'priority';
const FIELDS: readonly Field[] = ['status', 'priority'];
const edition = (version: number, status: string, priority: string): Edition<Field> => ({
	version,
	fields: { status, priority }
});

const sent = (status: string, priority: string) => {
	const form = new FormData();
	form.set('status', status);
	form.set('priority', priority);
	return form;
};

describe('a draft beside a live ticket', () => {
	it('keeps what was set after it was sent, upon what was made of it', () => {
		const draft = new Draft(FIELDS, edition(1, 'new', 'low'));
		draft.set('status', 'in_progress');
		draft.set('priority', 'high');
		draft.saved(edition(2, 'in_progress', 'low'), sent('in_progress', 'low'));
		expect(draft.values).toEqual({ status: 'in_progress', priority: 'high' });
		expect([draft.base.version, draft.dirty]).toEqual([2, true]);
	});

	it('shows what others have made since of what was saved, though told before the answer', () => {
		const draft = new Draft(FIELDS, edition(1, 'new', 'low'));
		draft.set('status', 'in_progress');
		draft.follow(edition(2, 'in_progress', 'low'));
		draft.follow(edition(3, 'in_progress', 'high'));
		draft.saved(edition(2, 'in_progress', 'low'), sent('in_progress', 'low'));
		expect(draft.values).toEqual({ status: 'in_progress', priority: 'high' });
		expect([draft.base.version, draft.dirty, draft.theirs]).toEqual([3, false, null]);
	});

	it('follows the ticket while nothing was touched', () => {
		const draft = new Draft(FIELDS, edition(1, 'new', 'low'));
		draft.follow(edition(2, 'in_progress', 'low'));
		expect(draft.values.status).toBe('in_progress');
		expect(draft.base.version).toBe(2);
		expect(draft.theirs).toBeNull();
	});

	it('keeps what was touched and only tells what others did', () => {
		const draft = new Draft(FIELDS, edition(1, 'new', 'low'));
		draft.set('priority', 'high');
		draft.follow(edition(2, 'in_progress', 'low'));
		expect(draft.values).toEqual({ status: 'new', priority: 'high' });
		expect(draft.theirs?.version).toBe(2);
		expect(draft.base.version).toBe(1);
	});

	it('waits as well while something else is being written', () => {
		const draft = new Draft(FIELDS, edition(1, 'new', 'low'));
		draft.follow(edition(2, 'in_progress', 'low'), true);
		expect(draft.values.status).toBe('new');
		expect(draft.theirs?.version).toBe(2);
	});

	it('puts what was touched upon theirs and takes the rest from them', () => {
		const draft = new Draft(FIELDS, edition(1, 'new', 'low'));
		draft.set('priority', 'high');
		draft.rebase(edition(2, 'in_progress', 'normal'));
		expect(draft.values).toEqual({ status: 'in_progress', priority: 'high' });
		expect(draft.dirty).toBe(true);
	});

	it('never goes back to an older version', () => {
		const draft = new Draft(FIELDS, edition(3, 'waiting', 'low'));
		draft.follow(edition(2, 'new', 'low'));
		draft.take(edition(1, 'new', 'low'));
		expect(draft.values.status).toBe('waiting');
	});
});

describe('a refused form', () => {
	const stale: Refusal = {
		code: 'stale_version',
		action: 'update',
		issues: [],
		retryAfter: null,
		values: {
			version: '1',
			status: 'new',
			priority: 'high',
			[wasName('status')]: 'new',
			[wasName('priority')]: 'low'
		},
		stale: {
			currentVersion: 4,
			changedBy: 'Анна Соколова',
			changedAt: null,
			current: { status: 'in_progress', priority: 'normal' }
		}
	};
	const known = edition(1, 'new', 'low');

	it('tells field by field what differs, and which of it was meant', () => {
		const before = editionBefore(stale, FIELDS, known);
		const theirs = currentEdition(stale, FIELDS, known);
		expect(theirs).toEqual(edition(4, 'in_progress', 'normal'));
		expect(
			theirs && differences(FIELDS, before, { status: 'new', priority: 'high' }, theirs)
		).toEqual([
			{ name: 'status', mine: 'new', theirs: 'in_progress', touched: false },
			{ name: 'priority', mine: 'high', theirs: 'normal', touched: true }
		]);
	});

	it('sends only what was touched, so that nobody else’s work is taken back', () => {
		const input = {
			version: '1',
			status: 'new',
			priority: 'high',
			was: { status: 'new', priority: 'low' }
		};
		expect(touchedOnly(input)).toEqual({ version: '1', priority: 'high' });
	});

	it('takes everything for meant when nobody says what it was', () => {
		expect(touchedOnly({ version: '1', status: 'new' })).toEqual({ version: '1', status: 'new' });
	});
});
