import { createContext } from 'svelte';
import type { Live } from './live.svelte.ts';

/** The application's clock and stream: `setLive` in the root layout, `useLive` everywhere else. */
export const [useLive, setLive] = createContext<Live>();
