import { json } from '@sveltejs/kit';
import { isDomainError } from '#lib/domain/errors.ts';
import { foreseenOf } from '../foreseen.ts';
import type { RequestHandler } from './$types';

/** The same that the form's button tells without script, for a form that is being filled in. */
export const GET: RequestHandler = async ({ locals, url }) => {
	try {
		return json(
			await foreseenOf(locals.portal, locals.viewer, Object.fromEntries(url.searchParams))
		);
	} catch (refused) {
		if (!isDomainError(refused)) throw refused;
		const status =
			refused.code === 'invalid_input' ? 400 : refused.code === 'unavailable' ? 503 : 403;
		return json({ code: refused.code, issues: refused.issues }, { status });
	}
};
