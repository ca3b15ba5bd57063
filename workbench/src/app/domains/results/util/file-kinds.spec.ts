import { fileKinds, fileName } from './file-kinds';

describe('what a result can be kept as', () => {
  it('is what its type has, in one order', () => {
    const words = (...kinds: Parameters<typeof fileKinds>[0]): string[] =>
      fileKinds(kinds).map(({ word }) => word);
    expect(words('json', 'csv', 'docx', 'pdf')).toEqual(['PDF', 'Word', 'CSV', 'JSON']);
    expect(words('json')).toEqual(['JSON']);
  });
});

describe('the file of a result', () => {
  it('is named as the result, with what it is', () => {
    expect(fileName('Query: Which law governs? (3/4)', 'pdf')).toBe('Query Which law governs (3 4).pdf');
  });

  it('has a name in any case', () => {
    expect(fileName('???', 'csv')).toBe('Result.csv');
    expect(fileName('a'.repeat(500), 'docx')).toHaveLength(155);
  });
});
