import { createHash } from 'node:crypto';
import type Router from '@koa/router';
import { z } from 'zod';
import type { ErrorCode } from '#lib/domain/errors.ts';
import { NAMED } from './answers/named.ts';
import { problem } from './answers/problem.ts';
import type { ApiCall } from './calls/call.ts';
import { API_CALLS } from './calls/index.ts';
import { STATUS } from './problem.ts';

type Json = Record<string, unknown>;

const DIALECT = 'https://spec.openapis.org/oas/3.1/dialect/base';

/** Seconds a copy is good for; a new build has a new document. */
const KEPT_S = 300;

/** `GET /openapi.json`: the same for everybody, so it may be kept by anybody. */
export function openapiRoutes(router: Router, apiPrefix: string): void {
	let made: { text: string; etag: string } | null = null;
	router.get('/openapi.json', (context) => {
		made ??= written(openapiDocument(apiPrefix));
		context.set('Cache-Control', `public, max-age=${KEPT_S}`);
		context.type = 'application/json';
		context.set('ETag', made.etag);
		if (context.get('If-None-Match') === made.etag) context.status = 304;
		else context.body = made.text;
	});
}

function written(document: Json): { text: string; etag: string } {
	const text = JSON.stringify(document);
	const digest = createHash('sha256').update(text).digest('base64url').slice(0, 22);
	return { text, etag: `"${digest}"` };
}

/** The description of the API, made of the very schemas that parse its input. */
export function openapiDocument(apiPrefix: string): Json {
	const calls = Object.entries(API_CALLS);
	const answers = answerSchemas(calls);
	const paths: Record<string, Json> = {};
	for (const [route, call] of calls) {
		const [method = '', path = ''] = route.split(' ');
		const address = path.replace(/:(\w+)/g, '{$1}');
		(paths[address] ??= {})[method.toLowerCase()] = operation(route, call, answers.of);
	}
	return {
		openapi: '3.1.0',
		info: {
			title: 'Bazis Center Portal',
			version: '1',
			description:
				'Errors are `application/problem+json` (RFC 9457) with a stable `code`. Times are ISO ' +
				'8601 in UTC. Unknown fields are refused. Lists are `{items, total?, nextCursor?}`.'
		},
		jsonSchemaDialect: DIALECT,
		servers: [{ url: apiPrefix }],
		tags: [...new Set(calls.map(([, { tag }]) => tag))].map((name) => ({ name })),
		paths,
		components: {
			schemas: answers.named,
			securitySchemes: {
				token: { type: 'http', scheme: 'bearer', description: 'From `POST /token`' },
				session: {
					type: 'apiKey',
					in: 'cookie',
					name: 'session',
					description: 'The cookie of the site; changes need a same-origin `Origin`'
				}
			}
		}
	};
}

/** What one operation says. */
function operation(route: string, call: ApiCall, schemaOf: (answer: z.ZodType) => Json): Json {
	const responses: Record<string, Json> = {};
	for (const [status, { description, schema, contentType }] of Object.entries(call.answers)) {
		const type = contentType ?? (schema ? 'application/json' : null);
		responses[status] = {
			description,
			...(type ? { content: { [type]: schema ? { schema: schemaOf(schema) } : {} } } : {})
		};
	}
	for (const [status, codes] of refusalsOf(route, call))
		// What a call says of a status itself says more.
		responses[status] ??= {
			description: codes.map((code) => `\`${code}\``).join(', '),
			content: { 'application/problem+json': { schema: schemaOf(problem) } }
		};
	const parameters = [...pathParameters(route), ...queryParameters(call), ...keyParameter(call)];
	return {
		operationId: operationId(route),
		summary: call.summary,
		...(call.description === undefined ? {} : { description: call.description }),
		tags: [call.tag],
		...(parameters.length > 0 ? { parameters } : {}),
		...bodyOf(call),
		responses,
		// An empty requirement says that nobody has to be signed in.
		security: [...(call.may === 'anyone' ? [{}] : []), { token: [] }, { session: [] }]
	};
}

/** Codes by their status: those that follow from what the call is, and its own. */
export function refusalsOf(route: string, call: ApiCall): Map<string, string[]> {
	const codes = new Set<ErrorCode>(call.refusals);
	if (call.query || call.body || call.upload || call.idempotent) codes.add('invalid_input');
	if (call.may !== 'anyone') codes.add('not_signed_in');
	if (call.may !== 'anyone' && call.may !== 'signed_in') codes.add('forbidden');
	if (route.includes(':')) codes.add('not_found');
	codes.add('unavailable');
	const byStatus = new Map<string, string[]>();
	for (const code of codes) {
		const status = String(STATUS[code]);
		byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
	}
	return byStatus;
}

function pathParameters(route: string): Json[] {
	return [...route.matchAll(/:(\w+)/g)].map(([, name]) => ({
		name,
		in: 'path',
		required: true,
		schema: { type: 'string' }
	}));
}

function queryParameters({ query }: ApiCall): Json[] {
	if (!query) return [];
	return Object.entries(query.shape).map(([name, field]) => {
		const schema = bare(z.toJSONSchema(field, { ...PLAIN, io: 'input' }));
		return { name, in: 'query', required: !field.safeParse(undefined).success, schema };
	});
}

function keyParameter({ idempotent }: ApiCall): Json[] {
	if (!idempotent) return [];
	return [
		{
			name: 'Idempotency-Key',
			in: 'header',
			description: 'The same key with the same request again has no second effect',
			schema: { type: 'string', minLength: 1, maxLength: 200 }
		}
	];
}

function bodyOf({ body, upload }: ApiCall): Json {
	if (!body && !upload) return {};
	const content: Record<string, Json> = {};
	if (body)
		content['application/json'] = {
			schema: bare(z.toJSONSchema(body, { ...PLAIN, io: 'input' }))
		};
	if (upload) content[upload.contentType] = {};
	const description = upload ? { description: upload.description } : {};
	return { requestBody: { required: true, ...description, content } };
}

/** `POST /tickets/:number/comments` → `postTicketsNumberComments`. */
function operationId(route: string): string {
	return route
		.split(/[^A-Za-z]+/)
		.filter((word) => word !== '')
		.map((word, at) => (at === 0 ? word.toLowerCase() : word[0]?.toUpperCase() + word.slice(1)))
		.join('');
}

/** Numbers without the bounds every JavaScript number has, moments without a line of pattern. */
const PLAIN = {
	target: 'draft-2020-12',
	override({ jsonSchema }) {
		if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
		if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
		if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
	}
} satisfies z.core.ToJSONSchemaParams;

/** Answers as JSON schemas: those with a name, and how each of all is written where it stands. */
function answerSchemas(calls: readonly (readonly [string, ApiCall])[]): {
	named: Record<string, Json>;
	of: (answer: z.ZodType) => Json;
} {
	const ids = new Map([...NAMED].map(([id, schema]) => [schema, id]));
	for (const [route, { answers }] of calls)
		for (const [status, { schema }] of Object.entries(answers))
			if (schema && !ids.has(schema)) ids.set(schema, `${route} ${status}`);
	const registry = z.registry<{ id: string }>();
	for (const [schema, id] of ids) registry.add(schema, { id });
	const uri = (id: string) => `#/components/schemas/${id}`;
	const { schemas } = z.toJSONSchema(registry, { ...PLAIN, io: 'output', uri });
	const written = (id: string) => bare(schemas[id] ?? {});
	return {
		named: Object.fromEntries([...NAMED.keys()].map((id) => [id, written(id)])),
		of(answer) {
			const id = ids.get(answer) ?? '';
			return NAMED.has(id) ? { $ref: uri(id) } : written(id);
		}
	};
}

/** A schema within a document says its dialect and address nowhere else. */
function bare(schema: Json): Json {
	const { $schema: _dialect, $id: _address, ...rest } = schema;
	return rest;
}
