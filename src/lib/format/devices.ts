/** What a browser says of itself, as people call it: programs are named in this order. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
	[/\bYaBrowser\//, 'Яндекс Браузер'],
	[/\bEdgA?\//, 'Edge'],
	[/\bOPR\//, 'Opera'],
	[/\bFirefox\/|\bFxiOS\//, 'Firefox'],
	[/\bSamsungBrowser\//, 'Samsung Internet'],
	[/\bChrom(?:e|ium)\/|\bCriOS\//, 'Chrome'],
	[/\bSafari\//, 'Safari']
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
	[/\b(?:iPhone|iPad|iPod)\b/, 'iOS'],
	[/\bAndroid\b/, 'Android'],
	[/\bWindows\b/, 'Windows'],
	[/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
	[/\bCrOS\b/, 'ChromeOS'],
	[/\bLinux\b/, 'Linux']
];

/** «Chrome, Windows» of a `User-Agent`; what is none of those is told as it stands, or null. */
export function deviceText(userAgent: string): string | null {
	const named = (from: typeof BROWSERS) => from.find(([sign]) => sign.test(userAgent))?.[1];
	const known = [named(BROWSERS), named(SYSTEMS)].filter((part) => part !== undefined);
	if (known.length > 0) return known.join(', ');
	const [program = ''] = userAgent.trim().split(/[\s/]/);
	return program === '' ? null : program.slice(0, 40);
}
