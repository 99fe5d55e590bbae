/** What a television shows while it waits to be paired. */
export interface ShownCode {
	/** Six characters; shown in two groups. */
	readonly userCode: string;
	readonly uri: string;
	readonly uriComplete: string;
}

export interface Codes extends ShownCode {
	readonly deviceCode: string;
	/** Seconds. */
	readonly expiresIn: number;
	readonly interval: number;
}

/** How long an answer is waited for. */
const PATIENCE_MS = 10_000;

/** Asks for new codes; rejects when they cannot be had now. */
export async function askForCodes(): Promise<Codes> {
	const answer = await post('/api/v1/screens/pair', {});
	if (!answer.ok) throw new Error(`POST /screens/pair answered ${answer.status}`);
	const { deviceCode, userCode, verificationUri, verificationUriComplete, expiresIn, interval } =
		await answer.json();
	return {
		deviceCode,
		userCode,
		uri: verificationUri,
		uriComplete: verificationUriComplete,
		expiresIn,
		interval
	};
}

export type Polled =
	| { readonly state: 'pending' | 'slow_down' | 'expired' }
	| { readonly state: 'paired'; readonly token: string };

/** Asks whether somebody has typed the code; rejects when it cannot be told now. */
export async function poll(deviceCode: string): Promise<Polled> {
	const answer = await post('/api/v1/screens/token', { deviceCode });
	const { token, code } = await answer.json();
	if (answer.ok && typeof token === 'string') return { state: 'paired', token };
	if (code === 'authorization_pending') return { state: 'pending' };
	if (code === 'slow_down') return { state: 'slow_down' };
	if (code === 'expired_token') return { state: 'expired' };
	throw new Error(`POST /screens/token answered ${answer.status}`);
}

/** Posts JSON to an address of this site. */
export function post(address: string, body: object | null): Promise<Response> {
	return fetch(address, {
		method: 'POST',
		headers: { accept: 'application/json', 'content-type': 'application/json' },
		cache: 'no-store',
		signal: AbortSignal.timeout(PATIENCE_MS),
		...(body === null ? {} : { body: JSON.stringify(body) })
	});
}
