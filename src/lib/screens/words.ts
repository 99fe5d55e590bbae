import type {
	Board,
	ScreenCommandName,
	ScreenState,
	ScreenTheme,
	ScreenTurn,
	Sound,
	Takeover
} from '#lib/domain/screen.ts';
import type { Tone } from '#lib/format/labels.ts';
import { m } from '#lib/paraglide/messages.js';

type Labels<K extends string> = Readonly<Record<K, () => string>>;

export const boardLabel: Labels<Board> = {
	noc: m.wall_board_noc,
	desk: m.screens_board_desk,
	managers: m.screens_board_managers,
	lobby: m.screens_board_lobby,
	rotation: m.screens_board_rotation
};

export const screenStateLabel: Labels<ScreenState> = {
	waiting: m.screens_state_waiting,
	online: m.screens_state_online,
	dark: m.screens_state_dark
};

export const screenStateTone: Readonly<Record<ScreenState, Tone>> = {
	waiting: 'neutral',
	online: 'ok',
	dark: 'critical'
};

export const themeLabel: Labels<ScreenTheme> = {
	dark: m.screens_theme_dark,
	light: m.screens_theme_light,
	hours: m.screens_theme_hours
};

export const turnLabel: Labels<ScreenTurn> = {
	none: m.screens_turn_none,
	left: m.screens_turn_left,
	right: m.screens_turn_right
};

export const takeoverLabel: Labels<Takeover> = {
	board: m.screens_takeover_board,
	on: m.screens_takeover_on,
	off: m.screens_takeover_off
};

export const soundLabel: Labels<Sound> = {
	off: m.screens_sound_off,
	critical: m.screens_sound_critical,
	major: m.screens_sound_major
};

export const commandLabel: Labels<Exclude<ScreenCommandName, 'board' | 'mute'>> = {
	reload: m.screens_reload,
	identify: m.screens_identify
};
