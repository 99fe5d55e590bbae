/** Milliseconds between two calls while a critical incident waits. */
const CALL_EVERY_MS = 12_000;

/** Two falling notes for what is critical, one soft one for what is merely new; hertz. */
const NOTES = { critical: [880, 660], major: [587] } as const;

/**
 * Sounds of a television. Browsers allow none before somebody has pressed something, so the board
 * says that there is none until then.
 */
export class WallSound {
	#context: AudioContext | null = null;
	#allowed = $state(false);
	#calledAt = -Infinity;

	/** Somebody has pressed something: it may be heard. */
	get allowed(): boolean {
		return this.#allowed;
	}

	/** Waits for the first gesture; returns how to end. */
	start(): () => void {
		const allow = () => {
			this.#context ??= new AudioContext();
			void this.#context.resume().then(() => (this.#allowed = true));
		};
		addEventListener('pointerdown', allow);
		addEventListener('keydown', allow);
		return () => {
			removeEventListener('pointerdown', allow);
			removeEventListener('keydown', allow);
			void this.#context?.close();
		};
	}

	/** To be asked each second while a critical incident waits. */
	call(now: number): void {
		if (now - this.#calledAt < CALL_EVERY_MS) return;
		this.#calledAt = now;
		this.#play(NOTES.critical, 0.35);
	}

	/** Something new that need not be answered at once. */
	chime(): void {
		this.#play(NOTES.major, 0.2);
	}

	#play(notes: readonly number[], loudness: number): void {
		const context = this.#context;
		if (!context || context.state !== 'running') return;
		for (const [index, frequency] of notes.entries()) {
			const from = context.currentTime + index * 0.32;
			const tone = context.createOscillator();
			const volume = context.createGain();
			tone.frequency.value = frequency;
			// Swells and dies away: a hard edge would crack in the loudspeaker.
			volume.gain.setValueAtTime(0, from);
			volume.gain.linearRampToValueAtTime(loudness, from + 0.03);
			volume.gain.exponentialRampToValueAtTime(0.001, from + 0.3);
			tone.connect(volume).connect(context.destination);
			tone.start(from);
			tone.stop(from + 0.32);
		}
	}
}
