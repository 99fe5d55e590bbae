import { rm } from 'node:fs/promises';
import bundled from '@sparticuz/chromium';
import { openBrowser } from '../e2e/support/browser.ts';

/**
 * Unpacks the browser before two tests want it at once: the second would start what the first has
 * not finished unpacking. One that an earlier run has left half unpacked is unpacked anew.
 */
export default async function setup(): Promise<void> {
	try {
		await tryOut();
	} catch {
		await rm(await bundled.executablePath(), { force: true });
		await tryOut();
	}
}

async function tryOut(): Promise<void> {
	const browser = await openBrowser();
	await browser.close();
}
