// Only the parts of Chart.js that are drawn with, so that the rest stays out of the bundle.
// Nobody imports this at once: it comes when the first chart is on the page.
import {
	BarController,
	BarElement,
	CategoryScale,
	Chart,
	Filler,
	LinearScale,
	LineController,
	LineElement,
	PointElement,
	Tooltip
} from 'chart.js';

Chart.register(
	BarController,
	BarElement,
	CategoryScale,
	Filler,
	LinearScale,
	LineController,
	LineElement,
	PointElement,
	Tooltip
);

// Figures change under the eyes of whoever reads them: nothing slides, for nobody.
Chart.defaults.animation = false;

export { Chart };
