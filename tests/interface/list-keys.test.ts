import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, type AST } from 'svelte/compiler';
import { describe, expect, it } from 'vitest';

/** What is said or measured of a thing: two things may say the same, and the page goes blank. */
const SAID =
	/^(name|title|label|text|subject|words?|line|fault|message|does|days|hours|weekday|d|at|from|to|startsAt|endsAt)$/;

/** Lists whose `name` is that of a field or a group, or of which the database holds each once. */
const NAMED_ONCE: readonly string[] = [
	'src/lib/kpi/KpiTable.svelte',
	'src/lib/site/BilingualFields.svelte',
	'src/lib/site/StaleTexts.svelte',
	'src/lib/tickets/ConflictTable.svelte',
	'src/routes/(public)/docs/+page.svelte',
	'src/routes/(public)/queue/+page.svelte',
	'src/routes/panel/documents/DocumentFields.svelte',
	'src/routes/panel/incidents/[number]/IncidentForm.svelte',
	'src/routes/panel/queue/QueueFilters.svelte',
	'src/routes/panel/queue/[number]/EditWords.svelte',
	'src/routes/panel/queue/[number]/TicketForm.svelte',
	'src/routes/panel/site/ContactsForm.svelte',
	'src/routes/panel/users/NewAccountDrawer.svelte',
	'src/routes/panel/users/[id]/ProfileForm.svelte'
];
/** Lists of which each has another number. */
const NUMBERED: readonly string[] = [
	// Each stretch of a chart begins at another moment.
	'src/lib/components/chart/TimeFigure.svelte at',
	// The periods of a service's availability are told by their length.
	'src/routes/(public)/services/[slug]/+page.svelte days'
];

interface List {
	readonly file: string;
	/** As it is written. */
	readonly key: string;
	/** The last word of it: `name` of `service.name`; null when it is no plain path. */
	readonly last: string | null;
	readonly byPlace: boolean;
}

const FILES = readdirSync('src', { withFileTypes: true, recursive: true })
	.filter(({ name }) => name.endsWith('.svelte'))
	.map(({ parentPath, name }) => join(parentPath, name));
const LISTS = FILES.flatMap(listsOf);

function listsOf(file: string): List[] {
	const source = readFileSync(file, 'utf8');
	const found: List[] = [];
	const look = (node: unknown): void => {
		if (typeof node !== 'object' || node === null) return;
		if (isList(node)) found.push(listOf(file, source, node));
		for (const inner of Object.values(node)) look(inner);
	};
	look(parse(source, { modern: true }).fragment);
	return found;
}

function isList(node: object): node is AST.EachBlock {
	return 'type' in node && node.type === 'EachBlock';
}

/** The parser tells of every node where it stands, its types do not. */
function isPlaced(node: object): node is { readonly start: number; readonly end: number } {
	return 'start' in node && 'end' in node;
}

function listOf(file: string, source: string, { key, index }: AST.EachBlock): List {
	if (!key || !isPlaced(key)) return { file, key: '', last: null, byPlace: false };
	const written = source.slice(key.start, key.end);
	const last = /^(?:\w+\.)*(\w+)$/.exec(written)?.[1] ?? null;
	return { file, key: written, last, byPlace: written === index };
}

function mayMeetTwice({ file, last, byPlace }: List): boolean {
	if (byPlace) return false;
	if (last === null) return true;
	if (last === 'name' && NAMED_ONCE.includes(file)) return false;
	return SAID.test(last) && !NUMBERED.includes(`${file} ${last}`);
}

describe('the key of a list', () => {
	it('is found in every part of the interface', () => {
		expect(LISTS.length).toBeGreaterThan(150);
		expect(LISTS.some(({ byPlace }) => byPlace)).toBe(true);
	});

	it('is nothing that two of it may have in common', () => {
		const doubtful = LISTS.filter(mayMeetTwice).map(({ file, key }) => `${file} (${key})`);
		expect(doubtful).toEqual([]);
	});
});
