import type { Cookies } from '@sveltejs/kit';

/** What stays in the browser between two steps of getting in; none of it is a session. */
export type StepName = 'code' | 'confirm' | 'registration';

/** Seconds each of them may take. */
const SECONDS: Readonly<Record<StepName, number>> = {
	code: 5 * 60,
	confirm: 15 * 60,
	registration: 3 * 86_400
};

function stepCookie(url: URL, step: StepName): { name: string; secure: boolean } {
	const secure = url.protocol === 'https:';
	return { name: `${secure ? '__Host-' : ''}step-${step}`, secure };
}

export function keepStep(cookies: Cookies, url: URL, step: StepName, value: string): void {
	const { name, secure } = stepCookie(url, step);
	const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
	cookies.set(name, value, { ...options, maxAge: SECONDS[step] });
}

export function stepKept(cookies: Cookies, url: URL, step: StepName): string {
	return cookies.get(stepCookie(url, step).name) ?? '';
}

export function forgetStep(cookies: Cookies, url: URL, step: StepName): void {
	const { name, secure } = stepCookie(url, step);
	cookies.delete(name, { path: '/', httpOnly: true, sameSite: 'lax', secure });
}
