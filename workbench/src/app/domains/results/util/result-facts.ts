import { counted, moment } from '../../../shared/util/format';
import { ItemWords } from '../../jobs/util/job-kinds';
import { isPlain } from './plain-result';
import { AnyResult } from './result-kinds';

/** The line under a result's title: of how many items, when, by which model, and what is missing. */
export function factsOf(result: AnyResult, words: ItemWords): string {
  const rows: readonly object[] = result.overview;
  const model = rows[0] && 'model' in rows[0] ? rows[0].model : '';
  const facts = [counted(rows.length, words.item, words.items)];
  if (result.created_date) facts.push(moment(result.created_date));
  if (typeof model === 'string' && model) facts.push(model);
  if (result.errors.length) facts.push(`${result.errors.length} failed`);
  if (result.not_analysed) facts.push(`${result.not_analysed} not begun`);
  return facts.join(' · ');
}

/** What goes with a result that is deleted, and what stays. */
export function goneWords(result: AnyResult, words: ItemWords): string {
  const gone = `It goes for good, with what it says of each ${words.item}`;
  return isPlain(result)
    ? `${gone} and with the files that its job made.`
    : `${gone}. The ${words.items} stay.`;
}
