/**
 * Under what an address is counted. Whoever has one IPv6 address has the 2⁶⁴ of its network, so
 * they are counted as one; an IPv4 address is one, however it is written.
 */
export function addressKey(address: string): string {
	const groups = groupsOf(address);
	if (groups === null) return address;
	const [high = 0, low = 0] = groups.slice(6);
	if (groups.slice(0, 6).join() === MAPPED)
		return [high >> 8, high & 255, low >> 8, low & 255].join('.');
	const network = groups.slice(0, 4).map((group) => group.toString(16));
	return `${network.join(':')}::/64`;
}

/** What an IPv4 address begins with where it is written as IPv6. */
const MAPPED = '0,0,0,0,0,65535';

/** The eight groups of an IPv6 address; null for anything else. */
function groupsOf(address: string): number[] | null {
	const [bare = ''] = address.split('%', 1);
	const [left = '', right, ...more] = bare
		.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, asGroups)
		.split('::');
	if (!bare.includes(':') || more.length > 0) return null;
	const head = left === '' ? [] : left.split(':');
	const tail = right === undefined || right === '' ? [] : right.split(':');
	const missing = 8 - head.length - tail.length;
	if (right === undefined ? missing !== 0 : missing < 1) return null;
	const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
	if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return null;
	return groups.map((group) => Number.parseInt(group, 16));
}

/** The last four bytes may stand as in IPv4. */
function asGroups(_whole: string, ...bytes: string[]): string {
	const [a = 0, b = 0, c = 0, d = 0] = bytes.map(Number);
	return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}
