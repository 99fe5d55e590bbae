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
