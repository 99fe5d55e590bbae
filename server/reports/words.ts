import type { ReportLanguage } from '#lib/domain/report.ts';
import type { ReportWords } from './report-words.ts';
import { EN } from './words-en.ts';
import { RU } from './words-ru.ts';

export const WORDS: Readonly<Record<ReportLanguage, ReportWords>> = { ru: RU, en: EN };
