import { IconName } from '../../../shared/ui/icons';
import { readable } from '../../../shared/util/readable';

/** How results of a type are shown in lists. */
export interface ResultLook {
  readonly type: string;
  readonly word: string;
  readonly icon: IconName;
}

/** What is said of a group of items in a list: how many, what of, and the tone among `.chip`'s. */
export interface CountWord {
  readonly count: number;
  readonly word: string;
  readonly tone: string;
}

/** The types that the page has a view of. */
const VIEWED: readonly ResultLook[] = [
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

/** How results of a type are shown, whatever the type is. */
export function lookOf(type: string): ResultLook {
  return VIEWED.find((look) => look.type === type) ?? { type, word: readable(type), icon: 'report' };
}

/** The types of which there may be results: those that the page has a view of, and those that the server names. */
export function resultLooks(named: readonly string[]): ResultLook[] {
  return [...new Set([...VIEWED.map(({ type }) => type), ...named])].map(lookOf);
}

/** The counts of a result in the order in which they matter, and what else is counted after them; none of nothing. */
export function countWords(counts: Readonly<Record<string, number>>): CountWord[] {
  const known = COUNTED.map(([key, word, tone]) => ({ count: counts[key] ?? 0, word, tone }));
  const keys = new Set(COUNTED.map(([key]) => key));
  const others = Object.entries(counts)
    .filter(([key]) => !keys.has(key))
    .map(([key, count]) => ({ count, word: readable(key).toLowerCase(), tone: '' }));
  return [...known, ...others].filter(({ count }) => count > 0);
}
