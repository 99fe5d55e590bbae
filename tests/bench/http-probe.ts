import { Agent, get } from 'node:http';
import { setPriority } from 'node:os';
import { clock, serve } from './processes.ts';

export type HttpProbe = {
	/** Asks at a steady pace, whether the last answer came or not; resolves with the latencies. */
	ask(question: {
		readonly port: number;
		readonly path: string;
		readonly perSecond: number;
		readonly count: number;
	}): Promise<Float64Array>;
};

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

function once(port: number, path: string, startedAt = clock()): Promise<number> {
	return new Promise((resolve, reject) => {
		const request = get({ agent, host: '127.0.0.1', port, path }, (response) => {
			response.resume();
			response.on('end', () => {
				if (response.statusCode === 200) resolve(clock() - startedAt);
				else reject(new Error(`${path}: ${response.statusCode ?? 'no answer'}`));
			});
		});
		request.on('error', (error) => {
			// A kept connection that the server closed just then: a browser asks again, too.
			if (request.reusedSocket) resolve(once(port, path, startedAt));
			else reject(error);
		});
	});
}

try {
	// The screens' process must not keep the one that holds the watch from running.
	setPriority(-10);
} catch {
	// Only the superuser may; the figures are then a little worse than the truth.
}

const probe: HttpProbe = {
	async ask({ port, path, perSecond, count }) {
		const startedAt = clock();
		const answers: Promise<number>[] = [];
		for (let index = 0; index < count; index += 1) {
			const wait = startedAt + (index * 1_000) / perSecond - clock();
			if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
			answers.push(once(port, path));
		}
		return Float64Array.from(await Promise.all(answers));
	}
};

serve(probe);
