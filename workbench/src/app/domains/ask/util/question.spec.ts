import { EXAMPLES, LONGEST, NO_QUESTION, missingOf, requestOf } from './question';

const ASKED = {
  ...NO_QUESTION,
  text: ' Which law governs? ',
  contracts: new Set(['contract_a', 'contract_b']),
};

describe('a question', () => {
  it('is not complete without words and a contract', () => {
    expect(missingOf({ ...ASKED, text: '  a ' })).toContain('question');
    expect(missingOf({ ...ASKED, text: 'a'.repeat(LONGEST + 1) })).toContain('2,000');
    expect(missingOf({ ...ASKED, contracts: new Set() })).toContain('contract');
    expect(requestOf(NO_QUESTION)).toBeNull();
  });

  it('is sent without the space around it', () => {
    expect(requestOf(ASKED)).toEqual({
      question: 'Which law governs?',
      contract_ids: ['contract_a', 'contract_b'],
      modelSelection: 'primary',
    });
  });

  it.each(EXAMPLES)('may be “%s”', (text) => {
    expect(missingOf({ ...ASKED, text })).toBe('');
  });
});
