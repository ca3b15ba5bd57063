import { NOTHING_CHOSEN, missingOf, requestOf } from './choice';

const CHOSEN = { ...NOTHING_CHOSEN, standard: 'contract_s', others: new Set(['contract_a', 'contract_b']) };

describe('a choice', () => {
  it('is not complete without a standard and another', () => {
    expect(missingOf(NOTHING_CHOSEN)).toContain('standard');
    expect(missingOf({ ...NOTHING_CHOSEN, standard: 'contract_s' })).toContain('at least one');
    expect(requestOf(NOTHING_CHOSEN)).toBeNull();
  });

  it('without clauses is about all of them', () => {
    expect(requestOf(CHOSEN)).toEqual({
      priority: 5,
      request: {
        standardContractId: 'contract_s',
        compareContractIds: ['contract_a', 'contract_b'],
        comparisonMode: 'clauses',
        selectedClauses: 'all',
        modelSelection: 'primary',
      },
    });
  });

  it('names its clauses, unless the contracts are compared in full', () => {
    const named = { ...CHOSEN, clauses: new Set(['indemnity'] as const) };
    expect(requestOf(named)?.request.selectedClauses).toEqual(['indemnity']);
    expect(requestOf({ ...named, mode: 'full' })?.request.selectedClauses).toBe('all');
  });
});
