import { countWords, lookOf, resultLooks } from './result-words';

describe('a result in a list', () => {
  it('says how its contracts fared, the worst first, and nothing of nothing', () => {
    const words = countWords({ none: 1, low: 0, high: 2 });
    expect(words.map(({ count, word }) => `${count} ${word}`)).toEqual(['2 high', '1 no risk']);
  });

  it('says how many state what was asked', () => {
    const words = countWords({ not_stated: 3, stated: 4 });
    expect(words.map(({ count, word }) => `${count} ${word}`)).toEqual(['4 stated', '3 not stated']);
  });

  it('says how many there are of what this page has no words for', () => {
    const words = countWords({ tab_separated: 2, high: 1, none_such: 0 });
    expect(words.map(({ count, word }) => `${count} ${word}`)).toEqual(['1 high', '2 tab separated']);
  });

  it('of a type that this page has no view of is called by its name', () => {
    expect(lookOf('query').word).toBe('Question');
    expect(lookOf('table_profile')).toEqual({ type: 'table_profile', word: 'Table profile', icon: 'report' });
  });
});

describe('the types of results', () => {
  it('are those that the page knows, and what the server has beside them', () => {
    const words = resultLooks(['query', 'table_profile']).map(({ word }) => word);
    expect(words).toEqual(['Comparison', 'Question', 'File analysis', 'Table profile']);
    expect(resultLooks([])).toHaveLength(3);
  });
});
