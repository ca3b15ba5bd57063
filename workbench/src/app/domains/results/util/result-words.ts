import { IconName } from '../../../shared/ui/icons';

export type ResultType = 'comparison' | 'query' | 'file_analysis';

/** What is said of a group of contracts in a list: how many, what of, and the tone among `.chip`'s. */
export interface CountWord {
  readonly count: number;
  readonly word: string;
  readonly tone: string;
}

export const RESULT_TYPES: readonly {
  readonly type: ResultType;
  readonly word: string;
  readonly icon: IconName;
}[] = [
  { type: 'comparison', word: 'Comparison', icon: 'compare' },
  { type: 'query', word: 'Question', icon: 'ask' },
  { type: 'file_analysis', word: 'File analysis', icon: 'report' },
];

const COUNTED: readonly (readonly [key: string, word: string, tone: string])[] = [
  ['high', 'high', 'high'],
  ['medium', 'medium', 'medium'],
  ['low', 'low', 'low'],
  ['none', 'no risk', 'none'],
  ['stated', 'stated', 'none'],
  ['not_stated', 'not stated', ''],
];

/** The counts of a result in the order in which they matter; none of nothing. */
export function countWords(counts: Readonly<Record<string, number>>): CountWord[] {
  return COUNTED.map(([key, word, tone]) => ({ count: counts[key] ?? 0, word, tone })).filter(
    ({ count }) => count > 0,
  );
}
