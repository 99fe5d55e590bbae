import { readdirSync } from 'node:fs';
import { relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
	PANEL_GROUPS,
	SITE_BAR,
	SITE_FEEDS,
	SITE_MORE,
	sectionOf
} from '#lib/components/sections.ts';

const ROUTES = new Set(
	readdirSync('src/routes', { withFileTypes: true, recursive: true })
		.filter(({ name }) => name === '+page.svelte' || name === '+server.ts')
		.map(({ parentPath }) => `/${relative('src/routes', parentPath)}`)
		.map((route) => route.replace(/\/\([a-z]+\)/g, '') || '/')
);
const CONTRACT = {
	site: '/queue /kpi /incidents /shifts /reports /docs /faq /about /contacts /services /news',
	panel: `/panel /panel/queue /panel/incidents /panel/kpi /panel/services /panel/shifts
		/panel/reports /panel/documents /panel/news /panel/faq /panel/screens /panel/users
		/panel/audit /panel/settings`
};
const there = (pages: string) => pages.split(/\s+/).filter((page) => ROUTES.has(page));
const SITE = [...SITE_BAR, ...SITE_MORE];
const PANEL = PANEL_GROUPS.flat();

describe('the sections', () => {
	it('lead to pages that are there', () => {
		for (const { href } of [...SITE, ...SITE_FEEDS, ...PANEL])
			expect([href, ROUTES.has(href.replace('/wall/noc', '/wall/[board]'))]).toEqual([href, true]);
	});

	it('leave out no page of the site or the panel that is there', () => {
		const linked = [...SITE, ...PANEL].map(({ href }) => href);
		expect(there(CONTRACT.site).filter((page) => !linked.includes(page))).toEqual([]);
		expect(there(CONTRACT.panel).filter((page) => !linked.includes(page))).toEqual([]);
	});

	it('are told by an address within them, the nearest first', () => {
		expect(sectionOf(PANEL, '/panel/queue/BC-1042')?.href).toBe('/panel/queue');
		expect(sectionOf(PANEL, '/panel/somewhere')?.href).toBe('/panel');
		expect(sectionOf(SITE, '/queueing')).toBeUndefined();
	});
});
