import type * as argon2 from '@node-rs/argon2';

/** What passwords are hashed and compared by. */
export type Hashing = Pick<typeof argon2, 'hash' | 'verify'>;

/**
 * Who hashes in this file of tests: nobody named is whoever keeps what was hashed once. A file that
 * is about signing in asks for the real thing, one about the hashing itself for one that counts.
 */
export const hashing: { by: 'kept' | 'real' | Hashing } = { by: 'kept' };
