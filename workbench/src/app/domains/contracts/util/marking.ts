/** A text cut at a quote: before it, the quote, after it. */
export interface Marked {
  readonly before: string;
  readonly quote: string;
  readonly after: string;
}

/** The text with what lies between two offsets as its quote, as far as that is in it. */
export function marked(text: string, start: number, end: number): Marked {
  const from = Math.max(0, start);
  const to = Math.min(text.length, end);
  if (!(from < to)) return { before: text, quote: '', after: '' };
  return { before: text.slice(0, from), quote: text.slice(from, to), after: text.slice(to) };
}
