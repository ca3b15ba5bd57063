import { countWords } from './result-words';

describe('a result in a list', () => {
  it('says how its contracts fared, the worst first, and nothing of nothing', () => {
    const words = countWords({ none: 1, low: 0, high: 2 });
    expect(words.map(({ count, word }) => `${count} ${word}`)).toEqual(['2 high', '1 no risk']);
  });

  it('says how many state what was asked', () => {
    const words = countWords({ not_stated: 3, stated: 4 });
    expect(words.map(({ count, word }) => `${count} ${word}`)).toEqual(['4 stated', '3 not stated']);
  });
});
