import { acquiring } from './acquiring.ts';
import { backup } from './backup.ts';
import { erp } from './erp.ts';
import { files } from './files.ts';
import { internet } from './internet.ts';
import { mail } from './mail.ts';
import { portal } from './portal.ts';
import { print } from './print.ts';
import type { Repertoire } from './story.ts';
import { telephony } from './telephony.ts';
import { terminals } from './terminals.ts';
import { video } from './video.ts';
import { vpn } from './vpn.ts';

/** Everything that happens to the services of the demo company, by slug. */
export const REPERTOIRES: Readonly<Record<string, Repertoire>> = {
	portal,
	acquiring,
	mail,
	'1c': erp,
	telephony,
	vpn,
	files,
	terminals,
	backup,
	internet,
	video,
	print
};
