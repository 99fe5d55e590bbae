import { HttpMethodEnum, koaBody, type KoaBodyMiddlewareOptions } from 'koa-body';
import { DomainError } from '#lib/domain/errors.ts';

/** Room for the longest text a schema allows, in any script, and not for more. */
const LARGEST = '128kb';

const ONLY_JSON: Partial<KoaBodyMiddlewareOptions> = {
	json: true,
	jsonLimit: LARGEST,
	jsonStrict: true,
	urlencoded: false,
	text: false,
	multipart: false,
	onError: (error) => {
		// Only what is no gzip after all carries no status; it is the sender's fault as well.
		throw 'status' in error ? error : new DomainError('invalid_input', { message: error.message });
	}
};

/** Parses a JSON body; other kinds are left alone and so are empty to the schema. */
export const jsonBody = koaBody(ONLY_JSON);

/** The same for DELETE, which tells its reason in a body. */
export const deletionBody = koaBody({ ...ONLY_JSON, parsedMethods: [HttpMethodEnum.DELETE] });
