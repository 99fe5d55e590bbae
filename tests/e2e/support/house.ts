import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A directory to start the portal in, whose build can be called by another name. */
export interface House {
	readonly directory: string;
	/** From its next start on the portal says that it runs this build. */
	rename(build: string): Promise<void>;
	remove(): Promise<void>;
}

/** The very files of the build, under a name of our own; what Node needs to run lies beside it. */
export async function aHouse(build: string): Promise<House> {
	const directory = await mkdtemp(join(tmpdir(), 'portal-house-'));
	await mkdir(join(directory, 'build'));
	for (const name of await readdir('build'))
		if (name !== 'build-id') await symlink(resolve('build', name), join(directory, 'build', name));
	const rename = (to: string) => writeFile(join(directory, 'build', 'build-id'), `${to}\n`);
	await rename(build);
	return { directory, rename, remove: () => rm(directory, { recursive: true, force: true }) };
}
