import { pino, type DestinationStream, type Logger } from 'pino';

/**
 * The log: a JSON line for each entry, so that nothing that came from outside can forge a line.
 * Tokens, cookies and passwords are cut out wherever an entry carries them.
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
	return pino(
		{
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
			},
			hooks: { streamWrite: withoutControls }
		},
		destination ?? pino.destination(1)
	);
}

/**
 * JSON escapes the controls of ASCII and leaves those behind it: U+009B begins a command to a
 * terminal as ESC [ does, and others end a line or turn it around where it is shown.
 */
function withoutControls(line: string): string {
	return line.replace(
		/[\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
		(sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`
	);
}
