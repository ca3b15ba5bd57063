import { tokenUse, tokenWords } from './token-budget';

describe('the budget of tokens', () => {
  it('is what is left of 50,000 beside 8,000 for the question and the answer', () => {
    expect(tokenUse([]).available).toBe(42_000);
  });

  it('is kept by what fills it, and not by one token more', () => {
    expect(tokenUse([40_000, 2_000]).isOver).toBe(false);
    expect(tokenUse([40_000, 2_001])).toEqual({ used: 42_001, available: 42_000, isOver: true, share: 100 });
  });

  it('is what the server says, when it has', () => {
    expect(tokenUse([600], 500)).toEqual({ used: 600, available: 500, isOver: true, share: 100 });
  });

  it('is told in words', () => {
    expect(tokenWords(tokenUse([12_300]))).toBe('12.3K of 42K tokens');
  });
});
