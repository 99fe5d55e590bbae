import type { Context } from 'koa';

/**
 * The token a monitoring system shows: as a bearer, as the password of Basic authentication, or in
 * the address, where it can set nothing else. The address is the hooks' alone and loses it here:
 * whatever writes one down later has nothing to write.
 */
export function hookToken(
	context: Pick<Context, 'get' | 'query' | 'querystring' | 'url' | 'originalUrl'>,
	bearer: string | undefined
): string | undefined {
	const { token } = context.query;
	context.querystring = '';
	context.originalUrl = context.url;
	if (bearer !== undefined) return bearer;
	const password = passwordOf(context.get('Authorization'));
	if (password !== undefined) return password;
	return typeof token === 'string' && token !== '' ? token : undefined;
}

function passwordOf(authorization: string): string | undefined {
	const encoded = /^Basic ([A-Za-z0-9+/=_-]+)$/i.exec(authorization)?.[1];
	if (encoded === undefined) return undefined;
	return /^[^:]*:(.+)$/.exec(Buffer.from(encoded, 'base64').toString())?.[1];
}
