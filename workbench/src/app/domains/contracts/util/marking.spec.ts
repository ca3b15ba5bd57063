import { marked } from './marking';

describe('a quote in a text', () => {
  it('is cut out of it', () => {
    expect(marked('one two three', 4, 7)).toEqual({ before: 'one ', quote: 'two', after: ' three' });
  });

  it('is marked as far as the text goes', () => {
    expect(marked('one two', -5, 3)).toEqual({ before: '', quote: 'one', after: ' two' });
    expect(marked('one two', 4, 99)).toEqual({ before: 'one ', quote: 'two', after: '' });
  });

  it.each([
    [9, 12],
    [-9, -2],
    [NaN, NaN],
    [4, 4],
  ])('from %d to %d is not in it', (start, end) => {
    expect(marked('one two', start, end)).toEqual({ before: 'one two', quote: '', after: '' });
  });
});
