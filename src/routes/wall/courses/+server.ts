import { json } from '@sveltejs/kit';
import { found } from '#lib/forms/refusal.ts';
import { readWallCourses } from '../courses.ts';
import type { RequestHandler } from './$types';

/** What the managers' board draws, read anew while it hangs; nothing in it is for staff alone. */
export const GET: RequestHandler = async ({ locals }) =>
	json(await found(readWallCourses(locals.portal)));
