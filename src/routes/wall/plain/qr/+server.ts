import { error } from '@sveltejs/kit';
import { typedCode } from '#lib/domain/screen-code.ts';
import { drawQr } from '#lib/screens/qr.ts';
import type { RequestHandler } from './$types';

/** The code of a television that cannot draw it itself, leading to where staff type it in. */
export const GET: RequestHandler = ({ url }) => {
	const code = typedCode(url.searchParams.get('code') ?? '');
	if (code === null) error(400, { message: 'invalid_input' });
	const { size, path } = drawQr(`${url.origin}/panel/screens?code=${code}`);
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>`;
	return new Response(svg, { headers: { 'content-type': 'image/svg+xml' } });
};
