import { kindOf, matches } from './contract-words';

const CONTRACT = { id: 'contract_1', title: 'Software Licence', filename: 'Marlpit.pdf', original: null };

describe('a contract in a list', () => {
  it('is found by all of the words, in any order and case', () => {
    expect(matches(CONTRACT, 'licence MARLPIT')).toBe(true);
    expect(matches(CONTRACT, 'licence osprey')).toBe(false);
    expect(matches(CONTRACT, '')).toBe(true);
  });

  it.each([
    ['a.pdf', 'PDF'],
    ['a.DOCX', 'Word'],
    ['a.md', 'Markdown'],
    ['a.txt', 'Text'],
    [null, 'Text'],
  ])('of the file %s is shown as %s', (filename, kind) => {
    expect(kindOf({ filename, original: null })).toBe(kind);
  });
});
