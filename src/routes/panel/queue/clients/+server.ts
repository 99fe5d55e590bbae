import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** Nobody looks through more of them under a field. */
const OFFERED = 20;

/** Those whose name or e-mail holds what is typed, for the field of the requester. */
export const GET: RequestHandler = async ({ locals, url }) => {
	const { queries } = locals.portal;
	const typed = folded((url.searchParams.get('q') ?? '').trim());
	// Staff file tickets in their own name too.
	const people = [...(await queries.clients()), ...(await queries.staff())];
	const found = people.filter(({ name, email }) => folded(`${name} ${email}`).includes(typed));
	return json(found.slice(0, OFFERED));
};

function folded(text: string): string {
	return text.toLowerCase().replaceAll('ё', 'е');
}
