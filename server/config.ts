import { z } from 'zod';
import { credentials } from '#lib/input/schemas.ts';

const flag = z
	.enum(['0', '1', 'true', 'false', ''])
	.default('0')
	.transform((value) => value === '1' || value === 'true');

const wholeNumber = (fallback: number, min: number, max: number) =>
	z.coerce.number().int().min(min).max(max).default(fallback);

const timeZone = z.string().refine((zone) => {
	try {
		new Intl.DateTimeFormat('en', { timeZone: zone });
		return true;
	} catch {
		return false;
	}
}, 'is not a time zone');

const origin = z.string().transform((address, context) => {
	const url = URL.canParse(address) ? new URL(address) : null;
	const isOrigin = url !== null && url.origin === address.replace(/\/$/, '').toLowerCase();
	if (isOrigin && /^https?:$/.test(url.protocol)) return url.origin;
	context.addIssue('must be an origin such as https://portal.example');
	return z.NEVER;
});

const schema = z.object({
	PORT: wholeNumber(3000, 0, 65_535),
	HOST: z.string().min(1).default('0.0.0.0'),
	ORIGIN: origin.optional(),
	TRUST_PROXY: wholeNumber(0, 0, 10),
	DATABASE_URL: z
		.string()
		.regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, 'must be sqlite:FILE or postgres://…')
		.default('sqlite:data/portal.sqlite'),
	MEDIA_DIR: z.string().min(1).default('media'),
	JWT_SECRET: z
		.string()
		.refine((secret) => Buffer.byteLength(secret) >= 32, 'must be at least 32 bytes')
		.optional(),
	DEMO: flag,
	DEMO_PASSWORD: z.string().min(1).default('bazis-demo'),
	SIMULATOR: flag,
	TIME_ZONE: timeZone.default('Europe/Moscow'),
	LOCALE: z.enum(['ru', 'en']).default('ru'),
	SMTP_URL: z
		.string()
		.refine(
			(url) => /^smtps?:\/\/./.test(url) && URL.canParse(url),
			'must be smtp://… or smtps://…'
		)
		.optional(),
	/** The address letters come from. */
	MAIL_FROM: z
		.string()
		.refine(
			(address) => credentials.shape.email.safeParse(address).success,
			'is not an e-mail address'
		)
		.optional(),
	LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
	/** Nobody could sign in by an address that the sign-in itself refuses. */
	ADMIN_EMAIL: z
		.string()
		.refine(
			(address) => credentials.shape.email.safeParse(address).success,
			'is not an e-mail address'
		)
		.optional(),
	ADMIN_PASSWORD: z.string().optional(),
	EVENT_RETENTION_DAYS: wholeNumber(30, 1, 3_650),
	/** Seconds. */
	SHUTDOWN_TIMEOUT: wholeNumber(25, 1, 600)
});

export type Config = z.output<typeof schema>;

/** Reads the settings. Throws an error of one clear line when one of them is bad. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
	// An empty variable is how hosting panels say «not set».
	const given = Object.fromEntries(
		Object.entries(environment).filter(([, value]) => value !== undefined && value !== '')
	);
	const result = schema.safeParse(given);
	if (result.success) return result.data;
	const [issue] = result.error.issues;
	throw new Error(
		`Bad setting ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}`
	);
}
