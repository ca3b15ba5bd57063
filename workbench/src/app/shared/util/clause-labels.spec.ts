import { clauseLabel } from './clause-labels';

describe('a type of clause', () => {
  it.each([
    ['payment_terms', 'Payment Terms'],
    ['limitation_of_liability', 'Limitation of Liability'],
    ['termination_for_convenience', 'Termination for Convenience'],
    ['covenant_not_to_sue', 'Covenant Not to Sue'],
    ['non_compete', 'Non-Compete'],
    ['term', 'Term and Duration'],
  ])('%s is called %s', (type, label) => expect(clauseLabel(type)).toBe(label));
});
