import { Readable } from 'node:stream';
import { redirect } from '@sveltejs/kit';
import { fileHeaders } from '#lib/domain/file-answer.ts';
import { found } from '#lib/forms/refusal.ts';
import type { RequestHandler } from './$types';

/** A file of a ticket, for whoever may see what it is attached to: asked anew each time. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	// Whether it exists is not told to strangers: all of them are led to the sign-in.
	if (!locals.viewer) redirect(303, `/login?next=${encodeURIComponent(url.pathname)}`);
	const id = /^[1-9]\d{0,14}$/.test(params.id) ? Number(params.id) : 0;
	const file = await found(locals.portal.queries.attachment(locals.viewer, id), url);
	const content = Readable.toWeb(await found(file.open(), url));
	return new Response(asBody(content), { headers: fileHeaders(file) });
};

/** Node's own type of stream and the platform's describe the same thing. */
function asBody(stream: ReturnType<typeof Readable.toWeb>): ReadableStream<Uint8Array> {
	const reader = stream.getReader();
	return new ReadableStream({
		async pull(controller) {
			const { done, value } = await reader.read();
			if (done) controller.close();
			else if (value instanceof Uint8Array) controller.enqueue(value);
		},
		cancel: (reason) => reader.cancel(reason)
	});
}
