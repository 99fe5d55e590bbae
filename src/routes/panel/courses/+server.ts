import { json } from '@sveltejs/kit';
import { found } from '#lib/forms/refusal.ts';
import { readCourses } from '../courses.ts';
import type { RequestHandler } from './$types';

/** How the summary's figures went lately, read anew for a page that stays open. */
export const GET: RequestHandler = async ({ locals, url }) =>
	json(await found(readCourses(locals.portal, locals.viewer), url));
