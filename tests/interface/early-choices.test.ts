import { expect, it } from 'vitest';
import { codeOf, filesUnder } from '../support/imports.ts';

/** Boxes whose state is the script's own, and filters, which are asked anew by every change. */
const OF_THE_SCRIPT = [
	'src/lib/kpi/KpiToolbar.svelte',
	'src/routes/panel/queue/KeyHelp.svelte',
	'src/routes/panel/queue/QueueFilters.svelte',
	'src/routes/panel/queue/QueueRow.svelte',
	'src/routes/panel/queue/QueueTable.svelte'
];

it('no box of a form undoes what was ticked before the script is there', () => {
	const undoing = ['src/lib', 'src/routes']
		.flatMap((folder) => filesUnder(folder))
		.filter((file) => /[\s:]checked=\{/.test(codeOf(file)));
	expect(undoing.sort()).toEqual(OF_THE_SCRIPT);
});

/** The list itself, and those that nothing is chosen in by the server. */
const CHOSEN_FROM_ANEW = [
	'src/lib/components/Select.svelte',
	'src/routes/panel/queue/BulkBar.svelte',
	'src/routes/panel/queue/[number]/ReplyPicker.svelte'
];

it('every list of choices is the one that keeps what was chosen before the script is there', () => {
	const lists = ['src/lib', 'src/routes']
		.flatMap((folder) => filesUnder(folder))
		.filter((file) => codeOf(file).includes('<select'));
	expect(lists.sort()).toEqual(CHOSEN_FROM_ANEW);
});
