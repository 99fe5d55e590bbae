import ipaddr from 'ipaddr.js';

/**
 * Under what an address is counted. Whoever has one IPv6 address has the 2⁶⁴ of its network, so
 * they are counted as one; an IPv4 address is one, however it is written.
 */
export function addressKey(address: string): string {
	if (!ipaddr.isValid(address)) return address;
	const parsed = ipaddr.process(address);
	if (parsed instanceof ipaddr.IPv4) return parsed.toString();
	const network = parsed.parts.slice(0, 4).map((part) => part.toString(16));
	return `${network.join(':')}::/64`;
}
