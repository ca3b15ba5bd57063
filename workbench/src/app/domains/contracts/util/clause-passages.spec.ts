import { Clause } from '../../../api/models/clause';
import { passagesOf } from './clause-passages';

const TEXT = 'Preamble\n1. Term. One year.\n\nsigned';

function clause(start: number, end: number, body_offset: number): Clause {
  const text = TEXT.slice(start, end);
  return {
    clause_id: 'c001',
    clause_type: 'term',
    also: [],
    number: '1',
    heading: 'Term',
    level: 1,
    parent_id: null,
    start,
    end,
    text,
    body_offset,
  };
}

describe('the text of a contract', () => {
  it('is shown whole: clauses and what stands between them', () => {
    const passages = passagesOf(TEXT, [clause(9, 26, 8)]);
    expect(passages.map((passage) => passage.head + passage.body).join('')).toBe(TEXT);
    expect(passages.map((passage) => passage.head)).toEqual(['', '1. Term.', '']);
  });

  it('without clauses is one passage', () => {
    expect(passagesOf(TEXT, []).map((passage) => passage.body)).toEqual([TEXT]);
  });
});
