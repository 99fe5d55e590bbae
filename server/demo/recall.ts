import type { Details } from './details.ts';
import { REPERTOIRES } from './stories/index.ts';
import type { Story } from './stories/story.ts';

interface Pattern {
	readonly expression: RegExp;
	readonly names: readonly string[];
}

interface Recalled {
	readonly story: Story;
	readonly details: Details;
}

const patterns = new Map<string, Pattern>();

/**
 * Finds the story that a ticket was made from by what it says, so that whoever answers it stays
 * with the matter, after a restart too. Null for tickets that real people have written.
 */
export function recall(ticket: {
	readonly service: string;
	readonly subject: string;
	readonly description: string;
}): Recalled | null {
	const { stories = [] } = REPERTOIRES[ticket.service] ?? {};
	for (const story of stories)
		for (const subject of [story.subject].flat()) {
			const heading = match(subject, ticket.subject);
			const text = heading && match(story.text, ticket.description);
			if (heading && text) return { story, details: { ...text, ...heading } };
		}
	return null;
}

function match(template: string, text: string): Details | null {
	let pattern = patterns.get(template);
	if (!pattern) patterns.set(template, (pattern = patternOf(template)));
	const found = pattern.expression.exec(text);
	if (!found) return null;
	return Object.fromEntries(pattern.names.map((name, index) => [name, found[index + 1] ?? '']));
}

function patternOf(template: string): Pattern {
	const names: string[] = [];
	const source = template
		.split(/(\{[^}]+\}|\[[^|\]]*\|[^\]]*\])/)
		.map((part) => {
			if (part.startsWith('{')) {
				names.push(part.slice(1, -1));
				return '(.+?)';
			}
			if (part.startsWith('[') && part.includes('|'))
				return `(?:${part.slice(1, -1).split('|').map(escape).join('|')})`;
			return escape(part);
		})
		.join('');
	return { expression: new RegExp(`^${source}$`, 'su'), names };
}

function escape(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
