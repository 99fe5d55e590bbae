import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '#server/database/open.ts';
import { migrateTemplate } from './migrated-template.ts';

declare module 'vitest' {
	export interface ProvidedContext {
		/** Path of a migrated SQLite file to copy. */
		sqliteTemplate: string;
	}
}

/** One migrated file for the whole run: a world's own is a copy of it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const directory = await mkdtemp(join(tmpdir(), 'portal-template-'));
	const file = join(directory, 'portal.sqlite');
	await migrateTemplate(await openDatabase(`sqlite:${file}`));
	project.provide('sqliteTemplate', file);
	return () => rm(directory, { recursive: true, force: true });
}
