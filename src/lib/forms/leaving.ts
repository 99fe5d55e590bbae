import { m } from '#lib/paraglide/messages.js';
import { holdsWritten } from './written.ts';

/** May the page be left? Asks where something written would be lost with it. */
export function mayLeave(): boolean {
	return !holdsWritten() || confirm(m.leave_written());
}
