import { Readable } from 'node:stream';
import { fileHeaders } from '#lib/domain/file-answer.ts';
import { found } from '#lib/forms/refusal.ts';
import type { StoredFile } from '#server/portal.ts';

/** A file as the answer of a page: as an attachment, whoever sent it. Asked for by HEAD, without it. */
export async function fileResponse(
	{ request, url }: { readonly request: Request; readonly url: URL },
	file: StoredFile
): Promise<Response> {
	const headers = fileHeaders(file);
	if (request.method === 'HEAD') return new Response(null, { headers });
	return new Response(asBody(Readable.toWeb(await found(file.open(), url))), { headers });
}

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
