import { ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';

import { aJobKind } from '../../jobs/util/job-kind-samples';
import { JobsClient } from '../../jobs/data/jobs-client';
import { JobTypesClient } from '../../jobs/data/job-types-client';
import { resultOf } from '../util/plain-result';
import { ResultsClient } from '../data/results-client';
import { Viewer } from './viewer';

const READ = {
  id: 'result_1',
  type: 'table_profile',
  user_id: 'ann',
  job_id: 'job_1',
  created_date: '2026-01-31T08:30:00Z',
  metadata: { title: 'Analysis: prices.csv', description: '12 rows, 2 columns' },
  overview: [{ filename: 'prices.csv', rows: 12 }],
  errors: [{ item_id: '00001', subject: 'broken.csv', message: 'It is not a table.' }],
  not_analysed: 0,
  analysis: {
    encoding: 'utf-8',
    columns: [
      { name: 'id', type: 'integer' },
      { name: 'price', type: 'decimal' },
    ],
  },
};
const ARTIFACTS = [{ name: 'profile.csv', media_type: 'text/csv', size: 2_048 }];
const KINDS = [
  aJobKind({ name: 'table_profile', result_type: 'table_profile' }),
  aJobKind({
    name: 'contract_query',
    result_type: 'query',
    words: { item: 'contract', items: 'contracts', done: 'analysed' },
    exports: ['pdf', 'csv', 'json'],
  }),
];

/** The page of a result, drawn. */
async function drawn(
  read: object,
  job: () => Promise<unknown> = () => Promise.resolve({ artifacts: ARTIFACTS }),
): Promise<ComponentFixture<Viewer>> {
  TestBed.configureTestingModule({
    providers: [
      provideRouter([]),
      { provide: ResultsClient, useValue: { read: () => Promise.resolve(resultOf(read)) } },
      { provide: JobsClient, useValue: { read: job } },
      { provide: JobTypesClient, useValue: { list: () => Promise.resolve(KINDS) } },
    ],
  });
  const fixture = TestBed.createComponent(Viewer);
  fixture.componentRef.setInput('resultId', 'result_1');
  // Reading is a promise, and what is drawn then may read more.
  for (let turn = 0; turn < 3; turn++) await fixture.whenStable();
  return fixture;
}

function textsOf({ nativeElement: page }: ComponentFixture<Viewer>, selector: string): string[] {
  const found = (page as HTMLElement).querySelectorAll(selector);
  return [...found].map((element) => (element.textContent ?? '').replace(/\s+/g, ' ').trim());
}

describe('the page of a result', () => {
  it('shows the fields of a type that it has no view of, with tables where they are lists', async () => {
    const page = await drawn(READ);
    expect(textsOf(page, 'h1')).toEqual(['Analysis: prices.csv']);
    expect(textsOf(page, 'section h2')).toEqual(['Downloads', 'Table profile', 'Files']);
    expect(textsOf(page, 'dt')).toEqual(['Analysis', 'Encoding', 'Columns']);
    expect(textsOf(page, 'tbody tr')).toEqual(['idinteger', 'pricedecimal', 'prices.csv12']);
    expect(textsOf(page, 'p')).toContain('12 rows, 2 columns');
  });

  it('names what failed by its subject', async () => {
    const page = await drawn(READ);
    expect(textsOf(page, 'cb-result-errors strong')).toEqual(['broken.csv']);
    expect(textsOf(page, 'cb-result-errors summary')).toEqual(['1 could not be analysed']);
  });

  it('leads to the files that its job made', async () => {
    const page = await drawn(READ);
    const links = (page.nativeElement as HTMLElement).querySelectorAll('cb-artifacts a');
    expect([...links].map((link) => link.getAttribute('href'))).toEqual([
      '/api/jobs/job_1/artifacts/profile.csv',
    ]);
    expect(textsOf(page, 'cb-artifacts a')).toEqual(['Download profile.csv2 kB']);
  });

  it('shows it all the same when the job is gone', async () => {
    const page = await drawn(READ, () => Promise.reject(new Error('gone')));
    expect(textsOf(page, 'cb-artifacts')).toEqual([]);
    expect(textsOf(page, 'h1')).toEqual(['Analysis: prices.csv']);
  });

  it('has nothing to hide where a result has next to nothing', async () => {
    const page = await drawn({ id: 'result_1', type: 'another' });
    expect(textsOf(page, 'h1')).toEqual(['Result']);
    expect(textsOf(page, 'cb-data-tree')).toEqual([]);
  });

  it('offers exactly the forms that the type has', async () => {
    const page = await drawn(READ);
    expect(textsOf(page, '.files button')).toEqual(['Download JSON']);
  });

  it('offers those of a type that it has a view of, as the server says', async () => {
    const results = { answer_summary: '', answers: [], errors: [], contract_ids: [] };
    const page = await drawn({ ...READ, type: 'query', query_text: 'Why?', results });
    expect(textsOf(page, '.files button')).toEqual(['PDF', 'CSV', 'JSON']);
    expect(textsOf(page, 'cb-query-view')).toHaveLength(1);
  });

  it('shows what is in a data file: how it is written, its columns and what is odd about it', async () => {
    const column = { position: 1, nulls: 0, distinct_exact: true, longest: 3, format: null };
    const page = await drawn({
      ...READ,
      type: 'file_analysis',
      errors: [],
      analysis: {
        rows: 1_200,
        encoding: 'utf-8',
        delimiter: '\t',
        header: true,
        notes: [{ code: 'blank_lines', message: 'Two blank lines.' }],
        columns: [
          {
            ...column,
            name: 'id',
            type: 'integer',
            distinct: 1_200,
            min: 1,
            max: 1_200,
            samples: ['1', '2'],
          },
          { ...column, name: 'city', type: 'text', distinct: 31, distinct_exact: false, samples: ['Bern'] },
        ],
      },
    });
    expect(textsOf(page, 'p')).toContain(
      '1,200 rows · 2 columns · utf-8 · separated by tabs · with a header',
    );
    expect(textsOf(page, 'section li')).toEqual(['Two blank lines.']);
    expect(textsOf(page, 'tbody th')).toEqual(['id', 'city']);
    expect(textsOf(page, 'tbody td:nth-child(4)')).toEqual(['1,200', 'about 31']);
  });

  it('names contracts that failed by their subjects, though they were deleted', async () => {
    const error = {
      item_id: '00000',
      contract_id: 'contract_gone',
      subject: 'Osprey',
      message: 'Unreadable.',
    };
    const page = await drawn({
      ...READ,
      type: 'comparison',
      errors: [error],
      results: { results: { comparisons: [] } },
    });
    expect(textsOf(page, 'cb-result-errors strong')).toEqual(['Osprey']);
  });
});
