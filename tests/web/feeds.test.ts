import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '#server/portal.ts';
import { DAY, HOUR } from '../support/clock.ts';
import { startSite } from '../support/site.ts';
import type { World } from '../support/world.ts';

let world: World;
let manager: Person;

beforeAll(async () => {
	world = await startSite();
	manager = await world.make.aManager();
});
afterAll(() => world.close());

const get = (path: string, headers: Record<string, string> = {}) =>
	world.call('GET', path, { headers });

describe('the feed of incidents', () => {
	const path = '/feeds/incidents.atom';

	it('tells of incidents with absolute links, and makes what people write inert', async () => {
		const { number } = await world.make.anIncident({
			by: manager,
			title: '<script>alert(1)</script> & ]]> сбой',
			message: 'Раз\n<img src=x onerror=alert(2)>'
		});
		const { status, headers, text } = await get(path);
		expect(status).toBe(200);
		expect(headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
		expect(text).toContain('<feed xmlns="http://www.w3.org/2005/Atom"');
		expect(text).toContain(`<id>${world.url}/incidents/${number}</id>`);
		expect(text).toContain(`href="${world.url}/feeds/incidents.atom"`);
		expect(text).not.toMatch(/<script|<img/);
		expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; ]]&gt; сбой');
	});

	it('is the same until an incident changes, and not sent to who has it', async () => {
		const first = await get(path);
		const tag = first.headers.get('etag') ?? '';
		await world.make.aTicket();
		world.clock.advance(HOUR);
		const again = await get(path, { 'If-None-Match': `"other", W/${tag}` });
		expect([again.status, again.text]).toEqual([304, '']);
		await world.make.anIncident({ by: manager });
		const changed = await get(path, { 'If-None-Match': tag });
		expect(changed.status).toBe(200);
		expect(changed.headers.get('etag')).not.toBe(tag);
	});
});

describe('the calendar of planned works', () => {
	it('is one that calendars can read', async () => {
		const startsAt = new Date(world.clock.now() + DAY).toISOString();
		const { number } = await world.make.aMaintenance({
			by: manager,
			title: 'Обновление почты; все ящики, и общие',
			message: 'Очень длинное объяснение того, что будет происходить ночью.\nПерерыв возможен.',
			startsAt,
			endsAt: new Date(world.clock.now() + DAY + HOUR).toISOString()
		});
		const { headers, text } = await get('/feeds/maintenance.ics');
		expect(headers.get('content-type')).toBe('text/calendar; charset=utf-8');
		expect(text).toMatch(/^BEGIN:VCALENDAR\r\n/);
		expect(text).toMatch(/END:VCALENDAR\r\n$/);
		expect(text.replaceAll('\r\n', '')).not.toContain('\n');
		const encoder = new TextEncoder();
		for (const line of text.split('\r\n'))
			expect(encoder.encode(line).length).toBeLessThanOrEqual(75);
		const whole = text.replaceAll('\r\n ', '');
		expect(whole).toContain('SUMMARY:Обновление почты\\; все ящики\\, и общие\r\n');
		expect(whole).toContain('ночью.\\nПерерыв возможен.\r\n');
		expect(whole).toContain(`UID:${number}@`);
		expect(whole).toContain(`DTSTART:${startsAt.slice(0, 19).replace(/[-:]/g, '')}Z`);
	});
});
