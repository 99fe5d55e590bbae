/** An event of a calendar. Times are ISO 8601. */
export interface CalendarEvent {
	/** The same for as long as the event lives, unique in the world. */
	readonly uid: string;
	readonly title: string;
	readonly description: string;
	readonly startsAt: string;
	readonly endsAt: string;
	readonly changedAt: string;
	/** Grows with every change. */
	readonly sequence: number;
	readonly status: 'CONFIRMED' | 'CANCELLED';
	readonly url: string;
}

const encoder = new TextEncoder();
const LONGEST = 75;

/** A calendar as RFC 5545 writes it: CRLF, text escaped, lines folded at 75 bytes. */
export function calendarText(name: string, events: readonly CalendarEvent[]): string {
	const lines = [
		'BEGIN:VCALENDAR',
		'VERSION:2.0',
		'PRODID:-//Bazis Center//Portal//RU',
		'CALSCALE:GREGORIAN',
		'METHOD:PUBLISH',
		`NAME:${escaped(name)}`,
		`X-WR-CALNAME:${escaped(name)}`,
		...events.flatMap((event) => [
			'BEGIN:VEVENT',
			`UID:${escaped(event.uid)}`,
			`DTSTAMP:${stamp(event.changedAt)}`,
			`LAST-MODIFIED:${stamp(event.changedAt)}`,
			`SEQUENCE:${event.sequence}`,
			`DTSTART:${stamp(event.startsAt)}`,
			`DTEND:${stamp(event.endsAt)}`,
			`SUMMARY:${escaped(event.title)}`,
			...(event.description === '' ? [] : [`DESCRIPTION:${escaped(event.description)}`]),
			`STATUS:${event.status}`,
			`URL:${event.url}`,
			'TRANSP:TRANSPARENT',
			'END:VEVENT'
		]),
		'END:VCALENDAR'
	];
	return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function escaped(text: string): string {
	return text
		.replace(/\\/g, '\\\\')
		.replace(/;/g, '\\;')
		.replace(/,/g, '\\,')
		.replace(/\r\n|\r|\n/g, '\\n')
		.replace(/[^\P{Cc}\t]/gu, '');
}

/** `20261123T140000Z` */
function stamp(at: string): string {
	return `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** Bytes are counted, and no letter is cut in two. */
function folded(line: string): string {
	const parts: string[] = [];
	let part = '';
	let bytes = 0;
	for (const letter of line) {
		const size = encoder.encode(letter).length;
		// A continued line begins with a space, which counts.
		if (bytes + size > LONGEST - (parts.length > 0 ? 1 : 0)) {
			parts.push(part);
			part = '';
			bytes = 0;
		}
		part += letter;
		bytes += size;
	}
	return [...parts, part].join('\r\n ');
}
