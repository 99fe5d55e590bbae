import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default ts.config(
	{
		ignores: [
			'build/',
			'.svelte-kit/',
			'node_modules/',
			'data/',
			'media/',
			'src/lib/paraglide/',
			'project.inlang/',
			'tests/e2e/shots/'
		]
	},
	{ linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
	js.configs.recommended,
	...ts.configs.strict,
	...svelte.configs.recommended,
	{
		files: ['**/*.svelte', '**/*.svelte.ts', '**/*.svelte.js'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } }
	},
	{
		rules: {
			// The portal is served from the root of its host: there is no base path to resolve.
			'svelte/no-navigation-without-resolve': 'off',
			// Plain sets and maps are listeners and working sets; what is drawn is `$state`.
			'svelte/prefer-svelte-reactivity': 'off',
			// The compiler knows every name, the browser's and Node's alike.
			'no-undef': 'off',
			eqeqeq: 'error',
			// `void` beside a promise is how a listener says that it may be either.
			'@typescript-eslint/no-invalid-void-type': 'off',
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-non-null-assertion': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }
			]
		}
	},
	{
		// A promise that nobody waits for is an error that nobody hears of.
		files: ['server/**/*.ts', 'migrations/**/*.ts', 'src/lib/**/*.ts', 'tests/**/*.ts'],
		ignores: ['src/lib/paraglide/**'],
		languageOptions: { parserOptions: { project: ['tsconfig.json', 'tsconfig.server.json'] } },
		rules: {
			'@typescript-eslint/no-floating-promises': 'error',
			// A handler may be async; a condition may not be a promise.
			'@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
			'@typescript-eslint/await-thenable': 'error',
			'@typescript-eslint/switch-exhaustiveness-check': [
				'error',
				{ considerDefaultExhaustiveForUnions: true }
			]
		}
	},
	{
		// For browsers of televisions that know nothing newer: there every catch has a name.
		files: ['static/wall-plain.js'],
		languageOptions: { ecmaVersion: 5, sourceType: 'script' },
		rules: { '@typescript-eslint/no-unused-vars': ['error', { caughtErrors: 'none' }] }
	}
);
