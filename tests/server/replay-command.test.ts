import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakePortal } from '../support/fake-portal.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
const FIXTURE = new URL('../support/servicenow-log.csv', import.meta.url).pathname;
const REAL = new URL('../../../shared/data/servicenow-sample.csv.gz', import.meta.url).pathname;
const STATUSES: Record<string, string> = {
	New: 'new',
	Active: 'in_progress',
	Resolved: 'resolved',
	Closed: 'closed'
};

let portal: FakePortal;
beforeEach(async () => {
	portal = await new FakePortal().start();
});
afterEach(() => portal.stop());

function replay(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
	return new Promise((resolve) => {
		execFile(
			process.execPath,
			['server/tools/replay.ts', ...args],
			{ cwd: ROOT },
			(error, stdout, stderr) => {
				const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
				resolve({ code, stdout, stderr });
			}
		);
	});
}

/** Tickets per final status, worked out from the text without the parser under test. */
function expectedCounts(file: string): Record<string, number> {
	const bytes = readFileSync(file);
	const [header = '', ...lines] = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes)
		.toString()
		.trim()
		.split('\n');
	const place = (column: string) => header.split(',').indexOf(column);
	const last = new Map<string, { at: string; state: string }>();
	for (const line of lines) {
		const cells = line.split(',');
		const number = cells[place('number')] ?? '';
		const [day = '', time = ''] = (cells[place('sys_updated_at')] ?? '').split(' ');
		const count = (cells[place('sys_mod_count')] ?? '').padStart(6, '0');
		const at = `${day.split('-').reverse().join('-')} ${time} ${count}`;
		if (at >= (last.get(number)?.at ?? ''))
			last.set(number, { at, state: cells[place('incident_state')] ?? '' });
	}
	const counts: Record<string, number> = {};
	for (const { state } of last.values()) {
		const status = state.startsWith('Awaiting') ? 'waiting' : (STATUSES[state] ?? state);
		counts[status] = (counts[status] ?? 0) + 1;
	}
	return counts;
}

test('the command plays the log, sums up, and plays nothing the second time', async () => {
	const file = existsSync(REAL) ? REAL : FIXTURE;
	const args = ['--url', portal.url, '--token', 'good', file];
	const first = await replay(...args);
	expect(first.stderr).not.toContain('Stopped');
	expect(first.stdout).toContain('refused   0');
	expect(first.code).toBe(0);
	expect(portal.counts()).toEqual(expectedCounts(file));
	for (const [status, count] of Object.entries(expectedCounts(file)))
		expect(first.stdout).toMatch(new RegExp(`^  ${status} +${count}$`, 'm'));

	const second = await replay(...args);
	expect(second.code).toBe(0);
	expect(second.stdout).toContain('(0 filed');
	expect(second.stdout).toContain('updates   0 ');
});

test('the rate is kept', async () => {
	const startedAt = performance.now();
	const { code } = await replay('--url', portal.url, '--token', 'good', '--rate', '50', FIXTURE);
	expect(code).toBe(0);
	expect(performance.now() - startedAt).toBeGreaterThan((portal.received.length / 50) * 900);
});

test('refusals end with 1', async () => {
	portal.interfere = (ticket) => {
		ticket.status = 'cancelled';
	};
	const { code, stdout } = await replay('--url', portal.url, '--token', 'good', FIXTURE);
	expect(code).toBe(1);
	expect(stdout).toContain('INC0900001');
});

test('what cannot work is one clear line', async () => {
	expect(await replay('--url', portal.url, '--token', 'good')).toMatchObject({ code: 2 });
	expect((await replay('--url', 'portal', '--token', 'x', FIXTURE)).stderr).toContain(
		'--url must be'
	);
	const absent = await replay('--url', portal.url, '--token', 'good', 'no-such-file.csv');
	expect(absent).toMatchObject({ code: 1, stdout: '' });
	expect(absent.stderr.trim().split('\n')).toHaveLength(1);
	const refused = await replay('--url', portal.url, '--token', 'bad', FIXTURE);
	expect(refused.code).toBe(1);
	expect(refused.stderr).toContain('the token is not accepted');
});
