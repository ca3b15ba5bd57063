import { subjectOf } from './subjects';

describe('the name of an item', () => {
  it('is its subject, whether or not the contract is there still', () => {
    expect(subjectOf({ item_id: '00000', subject: 'Marlpit', contract_id: 'contract_a' })).toBe('Marlpit');
  });

  it('is an id where there is no subject', () => {
    expect(subjectOf({ item_id: '00000', subject: '', contract_id: 'contract_a' })).toBe('contract_a');
    expect(subjectOf({ item_id: '00000' })).toBe('00000');
  });
});
