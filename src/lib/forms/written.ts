/** Kinds of fields in which nobody writes. */
const SILENT = new Set(['hidden', 'submit', 'button', 'reset', 'image']);

/** What somebody chose: no property tells what a choice was before, as the pages set it by script. */
const chosen = new WeakSet<EventTarget>();

/**
 * Does a form of the page hold what would be lost with it? Forms that only ask for something, as
 * a search or a filter do, hold nothing: what they ask for can be asked for again.
 */
export function holdsWritten(): boolean {
	// What can no longer be sent is left to be copied.
	if (document.querySelector('[data-left]') !== null) return true;
	return [...document.forms].some((form) => form.method === 'post' && isWritten(form));
}

/** Notices what is chosen from now on, since no field can say so later; returns how to stop. */
export function noticeChoices(): () => void {
	const notice = ({ target }: Event) => {
		if (target) chosen.add(target);
	};
	document.addEventListener('change', notice);
	return () => document.removeEventListener('change', notice);
}

/** What a form held has been kept. */
export function forgetChoices(form: HTMLFormElement): void {
	for (const field of form.elements) chosen.delete(field);
}

function isWritten(form: HTMLFormElement): boolean {
	// What a form came back with stands in its fields as if it had always been there.
	if (form.querySelector('[data-refused], [data-written]') !== null) return true;
	if (form.matches('[data-written]')) return true;
	return [...form.elements].some(isFieldWritten);
}

function isFieldWritten(field: Element): boolean {
	if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
	if (field instanceof HTMLSelectElement) return chosen.has(field);
	if (!(field instanceof HTMLInputElement) || SILENT.has(field.type)) return false;
	if (field.type === 'file') return (field.files?.length ?? 0) > 0;
	if (field.type === 'checkbox' || field.type === 'radio') return chosen.has(field);
	return field.value !== field.defaultValue;
}
