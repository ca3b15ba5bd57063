import { ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';

import { JobTypesClient } from '../../jobs/data/job-types-client';
import { aJobKind } from '../../jobs/util/job-kind-samples';
import { ResultFilter, ResultsClient } from '../data/results-client';
import { aResultRow } from '../util/result-samples';
import { ResultList } from './result-list';

const ROWS = [
  aResultRow({ id: 'a', type: 'file_analysis', title: 'Analysis: prices.csv', counts: { tab_separated: 1 } }),
  aResultRow({ id: 'b', type: 'another_type', title: 'Something', items: 3 }),
];

/** The list, drawn, and what was asked for. */
async function drawn(): Promise<{ fixture: ComponentFixture<ResultList>; asked: ResultFilter[] }> {
  const asked: ResultFilter[] = [];
  const list = (_user: string, filter: ResultFilter): Promise<unknown> => {
    asked.push(filter);
    return Promise.resolve({ results: ROWS, total: 2, continuation: null });
  };
  TestBed.configureTestingModule({
    providers: [
      provideRouter([]),
      { provide: ResultsClient, useValue: { list } },
      { provide: JobTypesClient, useValue: { list: () => Promise.resolve([aJobKind()]) } },
    ],
  });
  const fixture = TestBed.createComponent(ResultList);
  for (let turn = 0; turn < 3; turn++) await fixture.whenStable();
  return { fixture, asked };
}

describe('the list of results', () => {
  it('has those of types without a view, by name and in their own words', async () => {
    const page = (await drawn()).fixture.nativeElement as HTMLElement;
    const facts = [...page.querySelectorAll('li .soft')].map((line) => line.textContent?.trim());
    expect(facts[0]).toMatch(/^File analysis · 1 file ·/);
    expect(facts[1]).toMatch(/^Another type · 3 items ·/);
    expect(page.querySelector('li .chip')?.textContent).toContain('tab separated');
  });

  it('is filtered by any type that the server has', async () => {
    const { fixture, asked } = await drawn();
    const select = (fixture.nativeElement as HTMLElement).querySelector('select');
    if (!select) throw new Error('There is no choice of types.');
    expect([...select.options].map((option) => option.text)).toEqual([
      'Any type',
      'Comparison',
      'Question',
      'File analysis',
    ]);
    select.value = 'file_analysis';
    select.dispatchEvent(new Event('change'));
    expect(asked.at(-1)).toEqual({ text: '', type: 'file_analysis' });
  });
});
