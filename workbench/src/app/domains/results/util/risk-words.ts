import { FindingStatus } from '../../../api/models/finding-status';
import { Risk } from '../../../api/models/risk';

/** How a risk is shown: a word, a sign that tells it without colour, and its weight. */
export const RISK: Readonly<
  Record<Risk, { readonly word: string; readonly sign: string; readonly weight: number }>
> = {
  high: { word: 'High', sign: '▲', weight: 3 },
  medium: { word: 'Medium', sign: '◆', weight: 2 },
  low: { word: 'Low', sign: '●', weight: 1 },
  none: { word: 'None', sign: '✓', weight: 0 },
};

/** From the most to the least. */
export const RISKS: readonly Risk[] = ['high', 'medium', 'low', 'none'];

/** How many findings there are of each risk. */
export function riskCounts(findings: readonly { risk: Risk }[]): Readonly<Record<Risk, number>> {
  const counts: Record<Risk, number> = { high: 0, medium: 0, low: 0, none: 0 };
  for (const { risk } of findings) counts[risk]++;
  return counts;
}

export const STATUS_WORD: Readonly<Record<FindingStatus, string>> = {
  present: 'As the standard',
  changed: 'Changed',
  missing: 'Missing',
  extra: 'Extra',
};
