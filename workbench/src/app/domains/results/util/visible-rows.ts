/** Which rows of a long table are drawn, and how much room the others take, in pixels. */
export interface VisibleRows {
  readonly first: number;
  readonly last: number;
  readonly above: number;
  readonly below: number;
}

const SPARE = 6;

/** The rows that a window onto so many rows of one height shows, and some more on either side. */
export function visibleRows(
  count: number,
  rowHeight: number,
  scrolled: number,
  windowHeight: number,
): VisibleRows {
  const first = Math.max(0, Math.min(count, Math.floor(scrolled / rowHeight)) - SPARE);
  const last = Math.min(count, Math.ceil((scrolled + windowHeight) / rowHeight) + SPARE);
  return { first, last, above: first * rowHeight, below: (count - last) * rowHeight };
}
