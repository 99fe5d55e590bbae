import type { Commands } from '../portal.ts';

/** Browsers that people of the demo are signed in with besides whoever looks at it. */
const DEVICES: readonly { email: string; address: string; userAgent: string }[] = [
	{
		email: 'manager@bazis.example',
		address: '10.20.4.17',
		userAgent:
			'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 YaBrowser/25.10 Safari/537.36'
	},
	{
		email: 'manager@bazis.example',
		address: '95.165.30.8',
		userAgent:
			'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1'
	},
	{
		email: 'client@bazis.example',
		address: '178.176.74.12',
		userAgent:
			'Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36'
	}
];

/** Signs people of the demo in elsewhere, so that the list of their sessions has something to end. */
export async function signInElsewhere(
	commands: Pick<Commands, 'signIn'>,
	password: string
): Promise<void> {
	for (const { email, ...origin } of DEVICES)
		await commands.signIn('web', { email, password }, origin);
}
