import { expect, it } from 'vitest';
import { codeOf, filesUnder } from '../support/imports.ts';

function filesWith(code: RegExp): string[] {
	return ['src/lib', 'src/routes']
		.flatMap((folder) => filesUnder(folder))
		.filter((file) => code.test(codeOf(file)))
		.sort();
}

/** Boxes whose state is the script's own, and filters, which are asked anew by every change. */
const OF_THE_SCRIPT = [
	'src/lib/kpi/KpiToolbar.svelte',
	'src/routes/panel/queue/KeyHelp.svelte',
	'src/routes/panel/queue/QueueFilters.svelte',
	'src/routes/panel/queue/QueueRow.svelte',
	'src/routes/panel/queue/QueueTable.svelte'
];

it('no box of a form undoes what was ticked before the script is there', () => {
	expect(filesWith(/[\s:]checked=\{/)).toEqual(OF_THE_SCRIPT);
});

/** The list itself, and those that nothing is chosen in by the server. */
const CHOSEN_FROM_ANEW = [
	'src/lib/components/Select.svelte',
	'src/routes/panel/queue/BulkBar.svelte',
	'src/routes/panel/queue/[number]/ReplyPicker.svelte'
];

it('every list of choices is the one that keeps what was chosen before the script is there', () => {
	expect(filesWith(/<select/)).toEqual(CHOSEN_FROM_ANEW);
});
