import { TestBed } from '@angular/core/testing';

import { ResultPage } from '../../../api/models/result-page';
import { aResultRow } from '../util/result-samples';
import { ALL_RESULTS, ResultListStore } from './result-list-store';
import { ResultFilter, ResultsClient } from './results-client';

/** A list whose answers are given by hand, in any order. */
class Answers {
  readonly asked: {
    filter: ResultFilter;
    continuation: string | null;
    answer: (page: ResultPage) => void;
  }[] = [];

  list(_user: string, filter: ResultFilter, continuation: string | null): Promise<ResultPage> {
    return new Promise((answer) => this.asked.push({ filter, continuation, answer }));
  }
}

function page(id: string, continuation: string | null = null): ResultPage {
  return { results: [aResultRow({ id })], total: 2, continuation };
}

function begun(): [ResultListStore, Answers] {
  const answers = new Answers();
  const providers = [ResultListStore, { provide: ResultsClient, useValue: answers }];
  return [TestBed.configureTestingModule({ providers }).inject(ResultListStore), answers];
}

describe('the list of results', () => {
  it('grows by a page at a time', async () => {
    const [store, answers] = begun();
    const first = store.load(null);
    answers.asked[0]?.answer(page('one', 'next'));
    await first;
    const second = store.load('next');
    answers.asked[1]?.answer(page('two'));
    await second;
    expect(store.page()?.results.map(({ id }) => id)).toEqual(['one', 'two']);
    expect(answers.asked.map(({ continuation }) => continuation)).toEqual([null, 'next']);
  });

  it('shows what was asked for last, whatever comes last', async () => {
    const [store, answers] = begun();
    const slow = store.show({ ...ALL_RESULTS, text: 'a' });
    const quick = store.show({ ...ALL_RESULTS, text: 'ab' });
    answers.asked[1]?.answer(page('quick'));
    answers.asked[0]?.answer(page('slow'));
    await Promise.all([slow, quick]);
    expect(store.page()?.results.map(({ id }) => id)).toEqual(['quick']);
    expect(answers.asked[1]?.filter.text).toBe('ab');
  });
});
