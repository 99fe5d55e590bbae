import { encode } from 'uqr';

/** A QR code as squares of one unit: its side, and the path of the dark ones for SVG. */
export interface QrDrawing {
	readonly size: number;
	readonly path: string;
}

/** Draws a text as a QR code with the light border without which cameras do not find it. */
export function drawQr(text: string): QrDrawing {
	const code = encode(text, { border: 4, ecc: 'M' });
	const path = code.data
		.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
		.join('');
	return { size: code.size, path };
}
