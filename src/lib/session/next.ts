/**
 * Where to go after signing in. Only a path of this very origin: `//evil`, `/\evil`, absolute
 * addresses and control characters (which browsers drop while parsing) would lead elsewhere.
 */
export function safeNext(next: unknown, fallback: string): string {
	if (typeof next !== 'string' || next.length > 2_000) return fallback;
	if (!/^\/(?![/\\])/.test(next) || /[\p{Cc}\\]/u.test(next)) return fallback;
	const base = 'http://portal.invalid';
	if (!URL.canParse(next, base)) return fallback;
	const target = new URL(next, base);
	if (target.origin !== base || target.pathname.startsWith('//')) return fallback;
	return target.pathname + target.search + target.hash;
}
