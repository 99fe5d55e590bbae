import { describe, expect, it } from 'vitest';
import { isDomainError } from '#lib/domain/errors.ts';
import { formObject, parseInput } from '#lib/input/parse.ts';
import { newIncident } from '#lib/input/incident-schemas.ts';
import * as schemas from '#lib/input/schemas.ts';
import { newShift } from '#lib/input/shifts.ts';

type Schema = Parameters<typeof parseInput>[0];

/** The refusal of each field, or what was understood. */
function read(schema: Schema, raw: unknown): unknown {
	try {
		return parseInput(schema, raw);
	} catch (error) {
		if (!isDomainError(error)) throw error;
		return Object.fromEntries(error.issues.map(({ field, code }) => [field, code]));
	}
}

const TICKET = { subject: 'Почта', description: 'Не приходит', service: 'mail' };

describe('a new ticket', () => {
	it('is taken as it was meant', () => {
		expect(read(schemas.newOwnTicket, TICKET)).toEqual({ ...TICKET, priority: 'normal' });
	});

	it('lacking everything says so at every field', () => {
		expect(read(schemas.newOwnTicket, {})).toEqual({
			subject: 'required',
			description: 'required',
			service: 'required'
		});
	});

	it('of blanks is empty', () => {
		expect(read(schemas.newOwnTicket, { ...TICKET, subject: ' \n\t ' })).toEqual({
			subject: 'required'
		});
	});

	it('cannot forge a line: what breaks one becomes a blank', () => {
		const subject = 'раз\r\nERROR два\u2028три\u0000четыре\u001b[31m';
		expect(read(schemas.newOwnTicket, { ...TICKET, subject })).toMatchObject({
			subject: 'раз ERROR два три четыре [31m'
		});
	});

	it('keeps the lines of its description and nothing a database would refuse', () => {
		const description = 'раз\r\nдва\u0000\u0007\tтри ';
		expect(read(schemas.newOwnTicket, { ...TICKET, description })).toMatchObject({
			description: 'раз\nдва\tтри'
		});
	});

	it('is as long as its fields say, to the letter', () => {
		const subject = 'ж'.repeat(schemas.LIMITS.subject);
		expect(read(schemas.newOwnTicket, { ...TICKET, subject })).toMatchObject({ subject });
		expect(read(schemas.newOwnTicket, { ...TICKET, subject: `${subject}ж` })).toEqual({
			subject: 'too_long'
		});
	});

	it.each(['id', 'role', 'version', 'status', 'requesterId', 'constructor'])(
		'with a field that is not its own is refused: %s',
		(field) => {
			expect(read(schemas.newOwnTicket, { ...TICKET, [field]: 'x' })).toEqual({
				[field]: 'unknown_field'
			});
		}
	);

	it('never lets a prototype in', () => {
		const raw: unknown = JSON.parse(
			'{"subject":"x","description":"x","service":"mail","__proto__":{"role":"admin"}}'
		);
		const parsed = read(schemas.newOwnTicket, raw);
		expect(Reflect.get(Object(parsed), 'role')).toBeUndefined();
		expect(Reflect.get({}, 'role')).toBeUndefined();
	});

	it.each([[[]], [['mail']], [{}], [null], [5], [true], ['Mail'], ['../mail'], ['a'.repeat(65)]])(
		'for a service that is no name of one is refused: %j',
		(service) => {
			expect(read(schemas.newOwnTicket, { ...TICKET, service })).toHaveProperty('service');
			expect(read(schemas.newOwnTicket, { ...TICKET, service })).not.toHaveProperty('subject');
		}
	);

	it.each([[null], [[]], ['text'], [5]])('that is no object is refused: %j', (raw) => {
		expect(read(schemas.newOwnTicket, raw)).toEqual({ body: 'invalid' });
	});

	it.each(['yesterday', '2026-03-03', '2026-03-03T10:00', '1e10'])(
		'filed at %s is refused: a moment names its zone',
		(createdAt) => {
			expect(read(schemas.newTicket, { ...TICKET, createdAt })).toEqual({ createdAt: 'invalid' });
		}
	);
});

describe('an e-mail', () => {
	it('is one, however it is written', () => {
		expect(read(schemas.credentials, { email: ' Anna@Bazis.Example ', password: 'x' })).toEqual({
			email: 'anna@bazis.example',
			password: 'x'
		});
	});

	it.each(['', 'anna', 'a b@c', 'a@b@c', '<a@b>', 'a@b"', `${'a'.repeat(250)}@b.example`])(
		'that is none is refused: %s',
		(email) => {
			expect(read(schemas.credentials, { email, password: 'x' })).toHaveProperty('email');
		}
	);
});

describe('a form', () => {
	const form = (...fields: [string, string][]) => {
		const data = new FormData();
		for (const [name, value] of fields) data.append(name, value);
		return formObject(data);
	};

	it('gathers lists and records by their names', () => {
		expect(
			form(
				['title', 'Сбой'],
				['services[]', 'mail'],
				['services[]', 'files'],
				['impact[mail]', 'degraded'],
				['impact[files]', 'major_outage']
			)
		).toEqual({
			title: 'Сбой',
			services: ['mail', 'files'],
			impact: { mail: 'degraded', files: 'major_outage' }
		});
	});

	it('takes the first of a field that came twice', () => {
		expect(form(['status', 'new'], ['status', 'closed'])).toEqual({ status: 'new' });
	});

	it('pollutes no prototype by the name of a field', () => {
		const parsed = form(['__proto__', 'x'], ['constructor[]', 'x'], ['a[__proto__]', 'x']);
		expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
		expect(Reflect.get({}, 'x')).toBeUndefined();
	});

	it('says a version as a number', () => {
		expect(read(schemas.ticketPatch, { version: '7' })).toEqual({ version: 7 });
		for (const version of ['', '7.5', '-1', '0', 'x', '1e9'])
			expect(read(schemas.ticketPatch, { version })).toHaveProperty('version');
	});
});

it('a state of a service by the prototype’s name is no state', () => {
	const raw: unknown = JSON.parse(
		'{"title":"x","severity":"minor","services":["mail"],"message":"x","impact":{"__proto__":"degraded"}}'
	);
	const parsed = read(newIncident, raw);
	expect(Object.getPrototypeOf(Object(parsed))).toBe(Object.prototype);
});

it.each(['2027-02-30T08:00', '2027-02-29T08:00:00Z', '2027-04-31T08:00'])(
	'a shift of a day that does not exist is refused: %s',
	(startsAt) => {
		const shift = { member: 'anna@bazis.example', position: 'Дежурный' };
		expect(read(newShift, { ...shift, startsAt, endsAt: '2027-05-01T20:00' })).toEqual({
			startsAt: 'invalid'
		});
		expect(
			read(newShift, { ...shift, startsAt: '2028-02-29T08:00', endsAt: '2028-02-29T20:00' })
		).toMatchObject({ startsAt: '2028-02-29T08:00' });
	}
);
