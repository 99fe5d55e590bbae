/** What may be wrong with a file; each has words of its own in the interface. */
export type FileFault =
	| 'file_kind'
	| 'file_too_large'
	| 'file_empty'
	/** The content is not what the extension says. */
	| 'file_mismatch'
	/** Cut off, or contradicting itself. */
	| 'file_broken'
	/** More comes out of it than ever belongs into a document. */
	| 'file_bomb'
	/** Opens with a password only: nobody can look into it. */
	| 'file_encrypted'
	| 'file_macros'
	/** XML that defines a document type: how few letters become a gigabyte, or a local file. */
	| 'file_dtd'
	/** Parts that would be unpacked outside of their folder. */
	| 'file_paths'
	/** An archive within. */
	| 'file_nested'
	/** Is another kind of file at the same time. */
	| 'file_twofold'
	/** Two parts of one name. */
	| 'file_unsafe';

/** Ends the looking into a file as soon as one part of it is at fault. */
export class FaultyFile extends Error {
	readonly fault: FileFault;

	constructor(fault: FileFault) {
		super(fault);
		this.fault = fault;
	}
}
