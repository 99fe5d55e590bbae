/** A file as it came in: nothing of it is believed. */
export interface Upload {
	readonly name: string;
	readonly bytes: Uint8Array;
}

/** A file that was looked into and may be kept. */
export interface Inspected {
	/** Made harmless. */
	readonly name: string;
	/** The type it will be served as. */
	readonly type: string;
	readonly bytes: Uint8Array;
}
