import { factsOf, goneWords } from './result-facts';
import { PlainResult, isComparison, isPlain, isQuery, resultOf } from './plain-result';

const WORDS = { item: 'file', items: 'files', done: 'analysed' };
const READ = {
  id: 'result_1',
  type: 'table_profile',
  record: 'result',
  user_id: 'ann',
  job_id: 'job_1',
  created_date: '2026-01-31T08:30:00Z',
  modified_date: '2026-01-31T08:30:00Z',
  metadata: { title: 'Analysis: prices.csv', description: '12 rows, 3 columns', job_id: 'job_1' },
  overview: [{ file_id: 'file_1', filename: 'prices.csv', rows: 12, columns: 3 }],
  errors: [],
  not_analysed: 0,
  analysis: { rows: 12, columns: [] },
};

/** What is made of an answer, which must be plain. */
function plain(read: unknown): PlainResult {
  const result = resultOf(read);
  if (!isPlain(result)) throw new Error('It is not plain.');
  return result;
}

describe('a result of a type that the page has no view of', () => {
  it('has its own fields apart from those that all results have', () => {
    const result = plain(READ);
    expect(Object.keys(result.own)).toEqual(['analysis']);
    expect(result.metadata).toEqual({ title: 'Analysis: prices.csv', description: '12 rows, 3 columns' });
    expect([result.overview.length, result.items]).toEqual([1, []]);
  });

  it('has what became of its items, and why some have nothing', () => {
    const error = {
      item_id: '00001',
      subject: 'broken.csv',
      message: 'It is not a table.',
      file_id: 'file_2',
    };
    const result = plain({ ...READ, items: [{ rows: 12 }], errors: [error] });
    expect(result.items).toEqual([{ rows: 12 }]);
    expect(result.errors).toEqual([
      { item_id: '00001', subject: 'broken.csv', message: 'It is not a table.' },
    ]);
  });

  it.each([[{}], [null], ['text'], [[]], [{ metadata: null, errors: 'none', overview: {}, items: 3 }]])(
    'can be shown whatever is missing of it: %j',
    (read) => {
      const result = plain(read);
      expect(result.metadata.title).toBe('Result');
      expect([result.errors, result.overview, result.items, result.not_analysed]).toEqual([[], [], [], 0]);
      expect(factsOf(result, WORDS)).toBe('0 files');
    },
  );

  it('says of how many items it is, in its own words', () => {
    const result = plain({ ...READ, errors: [{ item_id: '1', message: 'No.' }], not_analysed: 2 });
    expect(factsOf(result, WORDS)).toMatch(/^1 file · .*2026.* · 1 failed · 2 not begun$/);
    expect(goneWords(result, WORDS)).toContain(
      'what it says of each file and with the files that its job made',
    );
  });
});

describe('a result that the page has a view of', () => {
  it.each([
    ['comparison', true, false],
    ['query', false, true],
  ])('is left as it is: %s', (type, comparison, query) => {
    const read = { ...READ, type, overview: [{ model: 'offline-extractive' }] };
    const result = resultOf(read);
    expect(result).toBe(read);
    expect([isComparison(result), isQuery(result), isPlain(result)]).toEqual([comparison, query, false]);
    expect(factsOf(result, { ...WORDS, item: 'contract' })).toMatch(/^1 contract · .* · offline-extractive$/);
    expect(goneWords(result, WORDS)).toBe(
      'It goes for good, with what it says of each file. The files stay.',
    );
  });
});
