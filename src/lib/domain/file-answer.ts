/**
 * Headers under which a file of somebody's is given out, whoever serves it: as an attachment, never
 * shown in the portal's own name, kept by nobody, and of the type it was found to be.
 */
export function fileHeaders(file: {
	readonly name: string;
	readonly type: string;
	/** Bytes. */
	readonly size: number;
}): Record<string, string> {
	return {
		'Content-Type': file.type,
		'Content-Length': String(file.size),
		'Content-Disposition': attachmentDisposition(file.name),
		'X-Content-Type-Options': 'nosniff',
		'Cache-Control': 'private, no-store',
		'Content-Security-Policy': `sandbox; default-src 'none'; frame-ancestors 'none'`,
		'Cross-Origin-Resource-Policy': 'same-origin'
	};
}

/** RFC 6266: the name in plain letters for old programs, and as it is (RFC 8187) for all others. */
export function attachmentDisposition(name: string): string {
	const plain = name.replace(/[^ -~]/g, '_').replace(/["\\%]/g, '_');
	const whole = encodeURIComponent(name).replace(
		/['()*]/g,
		(sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`
	);
	return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}
