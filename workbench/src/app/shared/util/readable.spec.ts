import { readable } from './readable';

describe('a name of the API', () => {
  it.each([
    ['file_analysis', 'File analysis'],
    ['rowsLeftOut', 'Rows left out'],
    ['sha256', 'Sha256'],
    ['Counted to 30', 'Counted to 30'],
    ['ID', 'ID'],
    ['', ''],
  ])('%s is read as %s', (name, words) => {
    expect(readable(name)).toBe(words);
  });
});
