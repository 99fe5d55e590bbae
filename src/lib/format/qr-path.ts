/** The dark modules of a QR code as one SVG path: each run of a row is a bar one unit high. */
export function qrPath(modules: readonly (readonly boolean[])[]): string {
	const bars: string[] = [];
	for (const [y, row] of modules.entries()) {
		let from = -1;
		for (let x = 0; x <= row.length; x++) {
			const dark = row[x] === true;
			if (dark && from < 0) from = x;
			if (dark || from < 0) continue;
			bars.push(`M${from} ${y}h${x - from}v1h${from - x}z`);
			from = -1;
		}
	}
	return bars.join('');
}
