/** A stretch of text that is in both, only in the first, or only in the second. */
export interface Piece {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

const WORDS = /\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu;
/** Longer texts are shown without differences: finding them would take too long. */
const MOST_CELLS = 9_000_000;

/** What changed between two texts, word by word. */
export function wordDifferences(before: string, after: string): Piece[] {
  const one = before.match(WORDS) ?? [];
  const other = after.match(WORDS) ?? [];
  const start = commonStart(one, other);
  const end = commonEnd(one, other, start);
  const middle = between(one.slice(start, one.length - end), other.slice(start, other.length - end));
  const pieces: Piece[] = [
    { kind: 'same', text: one.slice(0, start).join('') },
    ...middle,
    { kind: 'same', text: one.slice(one.length - end).join('') },
  ];
  return joined(pieces);
}

function commonStart(one: readonly string[], other: readonly string[]): number {
  let count = 0;
  while (count < one.length && count < other.length && one[count] === other[count]) count++;
  return count;
}

function commonEnd(one: readonly string[], other: readonly string[], start: number): number {
  const most = Math.min(one.length, other.length) - start;
  let count = 0;
  while (count < most && one[one.length - 1 - count] === other[other.length - 1 - count]) count++;
  return count;
}

/** The longest common sequence of words, walked through from the start. */
function between(one: readonly string[], other: readonly string[]): Piece[] {
  const width = other.length + 1;
  if (one.length * width > MOST_CELLS) {
    return [
      { kind: 'removed', text: one.join('') },
      { kind: 'added', text: other.join('') },
    ];
  }
  const longest = longestFrom(one, other, width);
  const pieces: Piece[] = [];
  let i = 0;
  let j = 0;
  while (i < one.length || j < other.length) {
    const down = longest[(i + 1) * width + j] ?? -1;
    const right = longest[i * width + j + 1] ?? -1;
    if (i < one.length && j < other.length && one[i] === other[j]) {
      pieces.push({ kind: 'same', text: one[i++] ?? '' });
      j++;
    } else if (j >= other.length || (i < one.length && down >= right))
      pieces.push({ kind: 'removed', text: one[i++] ?? '' });
    else pieces.push({ kind: 'added', text: other[j++] ?? '' });
  }
  return pieces;
}

/** For each pair of places, how many words the two texts have in common from there on. */
function longestFrom(one: readonly string[], other: readonly string[], width: number): Uint16Array {
  const longest = new Uint16Array((one.length + 1) * width);
  for (let i = one.length - 1; i >= 0; i--) {
    for (let j = other.length - 1; j >= 0; j--) {
      const below = longest[(i + 1) * width + j] ?? 0;
      const beside = longest[i * width + j + 1] ?? 0;
      const both = (longest[(i + 1) * width + j + 1] ?? 0) + 1;
      longest[i * width + j] = one[i] === other[j] ? both : Math.max(below, beside);
    }
  }
  return longest;
}

/** Changes that follow one another as one, with the spaces between them; so are stretches that are the same. */
function joined(pieces: readonly Piece[]): Piece[] {
  const found: Piece[] = [];
  let run = { removed: '', added: '' };
  let same = '';
  const flush = (): void => {
    found.push(
      { kind: 'removed', text: run.removed },
      { kind: 'added', text: run.added },
      { kind: 'same', text: same },
    );
    [run, same] = [{ removed: '', added: '' }, ''];
  };
  for (const { kind, text } of pieces) {
    if (kind === 'same') {
      same += text;
      continue;
    }
    const isGap = (run.removed || run.added) && same.trim() === '';
    if (isGap) run = { removed: run.removed + same, added: run.added + same };
    else flush();
    same = '';
    run = { ...run, [kind]: run[kind] + text };
  }
  flush();
  return found.filter((piece) => piece.text !== '');
}
