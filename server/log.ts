import { pino, type Logger } from 'pino';

/**
 * The log: a JSON line for each entry, so that nothing that came from outside can forge a line.
 * Tokens, cookies and passwords are cut out wherever an entry carries them.
 */
export function createLog(level: string): Logger {
	return pino({
		level,
		base: null,
		redact: {
			paths: [
				'*.authorization',
				'*.cookie',
				'*.password',
				'*.token',
				'authorization',
				'cookie',
				'password',
				'token'
			],
			censor: '…'
		}
	});
}
