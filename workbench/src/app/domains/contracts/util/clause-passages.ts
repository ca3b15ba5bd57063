import { Clause } from '../../../api/models/clause';

/** A stretch of a contract's text as the reader shows it: a clause, or what stands between clauses. */
export interface Passage {
  readonly start: number;
  readonly clause: Clause | null;
  readonly head: string;
  readonly body: string;
}

/** The whole text in passages, in reading order, nothing left out. */
export function passagesOf(text: string, clauses: readonly Clause[]): Passage[] {
  const passages: Passage[] = [];
  let at = 0;
  for (const clause of clauses) {
    if (clause.start > at) passages.push(between(text, at, clause.start));
    const body = clause.start + clause.body_offset;
    passages.push({
      start: clause.start,
      clause,
      head: text.slice(clause.start, body),
      body: text.slice(body, clause.end),
    });
    at = Math.max(at, clause.end);
  }
  if (at < text.length) passages.push(between(text, at, text.length));
  return passages.filter((passage) => (passage.head + passage.body).trim() !== '');
}

function between(text: string, start: number, end: number): Passage {
  return { start, clause: null, head: '', body: text.slice(start, end) };
}
