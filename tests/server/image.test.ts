import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { filesUnder, importsOf } from '../support/imports.ts';

/** What the last stage of the image takes over of the sources. */
const TAKEN = [
	...readFileSync('Dockerfile', 'utf8').matchAll(/^COPY --from=build .*? \/portal\/(\S+)/gm)
].map(([, path = '']) => path);

const isTaken = (path: string) =>
	TAKEN.some((taken) => path === taken || path.startsWith(`${taken}/`));
const isSource = (path: string) => /^(src|server|migrations|messages|tests|static)\//.test(path);

it('the image holds every file that the server loads', () => {
	expect(TAKEN).toContain('server');
	const loaded = [
		...filesUnder('server'),
		...filesUnder('migrations'),
		...filesUnder('src/lib/domain')
	]
		.flatMap(importsOf)
		.filter(({ to, typeOnly }) => isSource(to) && !typeOnly);
	expect(loaded.length).toBeGreaterThan(300);
	const missing = loaded.filter(({ to }) => !isTaken(to));
	expect(missing.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
});

it('what is uploaded survives a deploy, on Render and in a container', () => {
	const render = readFileSync('render.yaml', 'utf8');
	const [, mount = ''] = /mountPath: (\S+)/.exec(render) ?? [];
	const [, media = ''] = /key: MEDIA_DIR\s+value: (\S+)/.exec(render) ?? [];
	expect(mount).not.toBe('');
	expect(media.startsWith(`${mount}/`)).toBe(true);
	const image = readFileSync('Dockerfile', 'utf8');
	const [, volume = ''] = /^VOLUME (\S+)/m.exec(image) ?? [];
	expect(image).toContain(`MEDIA_DIR=${volume}/`);
	expect(readFileSync('compose.yaml', 'utf8')).toMatch(/- media:\/data\/media/);
});
