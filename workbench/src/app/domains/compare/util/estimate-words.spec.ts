import { costWords } from './estimate-words';

describe('what a comparison will take', () => {
  it.each([
    [null, 'About 1.5K tokens of the model'],
    [0, 'About 1.5K tokens of the model'],
    [0.004, 'About 1.5K tokens of the model, under $0.01'],
    [0.126, 'About 1.5K tokens of the model, $0.13'],
  ])('at a cost of %s dollars is told as %s', (estimated_cost, words) => {
    expect(costWords({ prompt_tokens: 1_000, completion_tokens: 500, estimated_cost })).toBe(words);
  });
});
