import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { messageChunks } from './message-chunks.ts';
import { messages, typedMessages } from './paraglide.config.ts';

export default defineConfig(({ command }) => ({
	plugins: [paraglideVitePlugin(command === 'serve' ? typedMessages : messages), sveltekit()],
	css: {
		preprocessorOptions: {
			// Bootstrap 5.3 still speaks Sass's old module language.
			scss: {
				quietDeps: true,
				silenceDeprecations: ['import', 'global-builtin', 'color-functions']
			}
		}
	},
	build: {
		// A font inlined as `data:` would be refused by the page's own policy.
		assetsInlineLimit: 0,
		rolldownOptions: {
			output: { codeSplitting: { groups: [{ name: messageChunks() }] } }
		}
	}
}));
