import { fileName } from './file-kinds';

describe('the file of a result', () => {
  it('is named as the result, with what it is', () => {
    expect(fileName('Query: Which law governs? (3/4)', 'pdf')).toBe('Query Which law governs (3 4).pdf');
  });

  it('has a name in any case', () => {
    expect(fileName('???', 'csv')).toBe('Result.csv');
    expect(fileName('a'.repeat(500), 'docx')).toHaveLength(155);
  });
});
