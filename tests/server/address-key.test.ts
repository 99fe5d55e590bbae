import { describe, expect, it } from 'vitest';
import { addressKey } from '#server/sessions/address-key.ts';

describe('an address is counted', () => {
	it.each(['192.0.2.1', '::ffff:192.0.2.1', '::FFFF:c000:0201', '0:0:0:0:0:ffff:192.0.2.1'])(
		'as the IPv4 address it is: %s',
		(address) => {
			expect(addressKey(address)).toBe('192.0.2.1');
		}
	);

	it.each([
		'2001:db8:1:2::1',
		'2001:DB8:0001:2:ffff:ffff:ffff:ffff',
		'2001:db8:1:2:3::',
		'2001:db8:1:2::192.0.2.1',
		'2001:db8:1:2::1%eth0'
	])('as its network: %s', (address) => {
		expect(addressKey(address)).toBe('2001:db8:1:2::/64');
	});

	it.each([
		['2001:db8:1:3::1', '2001:db8:1:3::/64'],
		['2001:db8::1', '2001:db8:0:0::/64'],
		['::1', '0:0:0:0::/64'],
		['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64']
	])('apart from other networks: %s', (address, key) => {
		expect(addressKey(address)).toBe(key);
	});

	it.each(['', 'unknown', '1::2::3', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '12345::', 'x::1'])(
		'as it stands when it is none: «%s»',
		(address) => {
			expect(addressKey(address)).toBe(address);
		}
	);
});
