import { driftAt, themeAt, type ScreenSettings } from '#lib/domain/screen.ts';

/** The hour of the day in a zone. */
export function hourIn(zone: string, now: number): number {
	const text = new Intl.DateTimeFormat('en-GB', {
		timeZone: zone,
		hour: '2-digit',
		hourCycle: 'h23'
	}).format(now);
	return Number(text);
}

/**
 * Fits the page to the television: size, edges, turn, theme. Set by property, since no page of
 * ours may have style attributes in its markup. Returns how to undo all of it.
 */
export function fitPage(settings: ScreenSettings): () => void {
	const page = document.documentElement;
	const { style, dataset } = page;
	style.setProperty('--wall-zoom', String(settings.zoom / 100));
	style.setProperty('--wall-safe', String(settings.safeArea / 100));
	if (settings.turn === 'none') delete dataset['turned'];
	else dataset['turned'] = settings.turn;
	const measure = () => {
		const upright = innerHeight > innerWidth;
		const portrait = settings.turn === 'none' ? upright : !upright;
		if (portrait) dataset['portrait'] = '';
		else delete dataset['portrait'];
	};
	measure();
	addEventListener('resize', measure);
	return () => {
		removeEventListener('resize', measure);
		style.removeProperty('--wall-zoom');
		style.removeProperty('--wall-safe');
		delete dataset['turned'];
		delete dataset['portrait'];
	};
}

/** Moves the picture and turns it light or dark, as is right at this moment. */
export function followHour(settings: ScreenSettings, now: number, zone: string): void {
	const page = document.documentElement;
	const { x, y } = settings.drift ? driftAt(now) : { x: 0, y: 0 };
	page.style.setProperty('--wall-drift', `${x}px ${y}px`);
	const theme = themeAt(settings.theme, hourIn(zone, now));
	if (page.dataset['bsTheme'] !== theme) page.dataset['bsTheme'] = theme;
}
