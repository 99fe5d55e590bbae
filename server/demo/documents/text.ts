/** A text of headings and paragraphs; a line that begins with «— » is one of a list. */
export interface LetterText {
	readonly title: string;
	/** «Утверждён 12.10.2026» and the like, under the title. */
	readonly note: string;
	readonly chapters: readonly {
		readonly heading: string;
		readonly lines: readonly string[];
	}[];
}

/** A table. */
export interface SheetText {
	/** Of the sheet. */
	readonly name: string;
	readonly columns: readonly {
		readonly title: string;
		/** In letters. */
		readonly width: number;
	}[];
	readonly rows: readonly (readonly string[])[];
}

/** One file of a document of the demo company. */
export interface Edition {
	/** How long ago it came. */
	readonly daysAgo: number;
	/** Login of whoever brought it. */
	readonly author: string;
	/** Name of the file; its extension says what it is made as. */
	readonly file: string;
	/** What is new in it. */
	readonly note: string;
	readonly text: LetterText | SheetText;
}

/** A document of the demo company with all its files, the oldest first. */
export interface DemoDocument {
	readonly title: string;
	readonly category: string;
	readonly public: boolean;
	readonly editions: readonly Edition[];
}
