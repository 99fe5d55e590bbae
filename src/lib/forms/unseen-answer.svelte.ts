/** What a form was answered with that nobody sees any more: it was left, or taken away meanwhile. */
export interface UnseenAnswer {
	/** Why nothing came of it. */
	readonly text: string;
	/** Where the form stood. */
	readonly href: string;
	/** Longer texts that were sent with it. */
	readonly written: readonly string[];
}

let answer = $state.raw<UnseenAnswer | null>(null);

/** Told by whoever sends forms, shown by the page around them until it is put away. */
export const unseenAnswer = {
	get current(): UnseenAnswer | null {
		return answer;
	},
	tell(next: UnseenAnswer): void {
		answer = next;
	},
	putAway(): void {
		answer = null;
	}
};
