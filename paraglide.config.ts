import type { CompilerOptions } from '@inlang/paraglide-js';

/**
 * How messages are compiled, for Vite, Vitest and the checks alike. The locale comes from
 * `src/hooks*.ts`, which override `getLocale`: the page's own language is the only source on
 * either side, so no strategy of Paraglide's own is wanted in the bundle.
 */
export const messages: CompilerOptions = {
	project: './project.inlang',
	outdir: './src/lib/paraglide',
	strategy: ['globalVariable', 'baseLocale'],
	isServer: 'import.meta.env.SSR',
	// TypeScript takes twice as long over them as all the rest: a build and the tests do without.
	emitTsDeclarations: false,
	emitReadme: false
};

/** With types, for the checks and for whoever writes code. */
export const typedMessages: CompilerOptions = { ...messages, emitTsDeclarations: true };
