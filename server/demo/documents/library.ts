import { INSTRUCTIONS } from './instructions.ts';
import { REGULATIONS } from './regulations.ts';
import { TABLES } from './tables.ts';
import type { DemoDocument } from './text.ts';

/** What the demo company has published, in five sections. */
export const LIBRARY: readonly DemoDocument[] = [...REGULATIONS, ...INSTRUCTIONS, ...TABLES];
