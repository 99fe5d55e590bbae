import type { ActionResult } from '@sveltejs/kit';
import { deserialize } from '$app/forms';

/** Bytes from which on it is worth telling how far a form has come. */
const WORTH_TELLING = 128 * 1024;

/** Bytes of the files in a form. */
function fileBytes(form: FormData): number {
	let bytes = 0;
	for (const [, value] of form) if (value instanceof File) bytes += value.size;
	return bytes;
}

/** Does it take long enough to tell how far it has come? */
export function isLongUpload(form: FormData): boolean {
	return fileBytes(form) >= WORTH_TELLING;
}

/**
 * Sends a form as Kit does, and tells how far it has come, from 0 to 1: `fetch` cannot say.
 * What does not reach the portal comes back as an error, as it does with Kit.
 */
export function sendTelling(
	action: URL,
	form: FormData,
	told: (part: number) => void
): Promise<ActionResult> {
	return new Promise((resolve) => {
		const request = new XMLHttpRequest();
		const lost = () => resolve({ type: 'error', error: new Error('the form was not sent') });
		request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
			if (lengthComputable && total > 0) told(loaded / total);
		});
		request.addEventListener('error', lost);
		request.addEventListener('abort', lost);
		request.addEventListener('load', () => {
			try {
				const result: ActionResult = deserialize<Record<string, unknown>, Record<string, unknown>>(
					request.responseText
				);
				resolve(result.type === 'error' ? { ...result, status: request.status } : result);
			} catch {
				lost();
			}
		});
		request.open('POST', action);
		request.setRequestHeader('accept', 'application/json');
		request.setRequestHeader('x-sveltekit-action', 'true');
		request.send(form);
	});
}
