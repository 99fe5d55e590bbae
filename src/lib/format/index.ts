export * from './durations.ts';
export * from './fuse.ts';
export * from './labels.ts';
export * from './locale.ts';
export * from './moments.ts';
export * from './numbers.ts';
export * from './people.ts';
export * from './periods.ts';
