import type { Block } from './document.ts';
import type { ReportSource } from './source.ts';
import type { Voice } from './voice.ts';

export interface ShiftsTold {
	readonly count: number;
}

export async function readShifts(_source: ReportSource): Promise<ShiftsTold> {
	return { count: 0 };
}

export function shiftConclusion(_told: ShiftsTold, voice: Voice): string[] {
	return [voice.words.conclusion.noShifts];
}

export function shiftDetails(_told: ShiftsTold, voice: Voice): Block[] {
	return [{ is: 'text', text: voice.words.notes.noShifts }];
}

export function shiftsInShort(told: ShiftsTold, voice: Voice): Block[] {
	return shiftDetails(told, voice);
}
