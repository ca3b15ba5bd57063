import { flowing } from './flowing-text';

describe('a text that flows', () => {
  it('does not end its lines where the file does', () => {
    expect(flowing('within thirty\ndays\t of  receipt ')).toBe('within thirty days of receipt');
  });

  it('keeps its paragraphs and the points of its lists', () => {
    expect(flowing('First.\n \n\nSecond:\n(a) one\n(b) two\n1. three')).toBe(
      'First.\n\nSecond:\n(a) one\n(b) two\n1. three',
    );
  });
});
