import { Piece, wordDifferences } from './word-differences';

const side = (pieces: Piece[], kind: Piece['kind']): string =>
  pieces
    .filter((piece) => piece.kind === 'same' || piece.kind === kind)
    .map((piece) => piece.text)
    .join('');

describe('the differences between two texts', () => {
  it('are the words that are in one of them only', () => {
    expect(wordDifferences('within 30 days of receipt', 'within 60 days of receipt')).toEqual([
      { kind: 'same', text: 'within ' },
      { kind: 'removed', text: '30' },
      { kind: 'added', text: '60' },
      { kind: 'same', text: ' days of receipt' },
    ]);
  });

  it('are one where only a space is between them', () => {
    expect(wordDifferences('Customer may end it', 'Either party may end it')).toEqual([
      { kind: 'removed', text: 'Customer' },
      { kind: 'added', text: 'Either party' },
      { kind: 'same', text: ' may end it' },
    ]);
  });

  it('of equal texts are none', () => {
    expect(wordDifferences('the same', 'the same')).toEqual([{ kind: 'same', text: 'the same' }]);
    expect(wordDifferences('', '')).toEqual([]);
  });

  it.each([
    ['', 'new words'],
    ['old words', ''],
    ['a b c d e f', 'b x d y f z'],
    ['Ärger, 5 % of fees.', 'Ärger; 10 % of all fees!'],
  ])('between %o and %o give both texts back whole', (before, after) => {
    const pieces = wordDifferences(before, after);
    expect(side(pieces, 'removed')).toBe(before);
    expect(side(pieces, 'added')).toBe(after);
  });

  it('of very long texts are not looked for', () => {
    const long = (word: string): string => `${word} `.repeat(4_000);
    expect(wordDifferences(long('a'), long('b')).map((piece) => piece.kind)).toEqual([
      'removed',
      'added',
      'same',
    ]);
  });
});
