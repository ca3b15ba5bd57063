import { TestBed } from '@angular/core/testing';

import { aJobKind } from '../util/job-kind-samples';
import { JobKind, PLAIN_WORDS } from '../util/job-kinds';
import { JobTypesClient } from './job-types-client';
import { JobTypesStore } from './job-types-store';

const COMPARISON = aJobKind({
  name: 'contract_comparison',
  result_type: 'comparison',
  words: { item: 'contract', items: 'contracts', done: 'analysed' },
  exports: ['pdf', 'docx', 'csv', 'json'],
});

/** A store, and how often it asked. The first answers may be failures. */
function begun(failures = 0): { store: JobTypesStore; asked: () => number } {
  let count = 0;
  const list = (): Promise<readonly JobKind[]> =>
    ++count > failures ? Promise.resolve([COMPARISON, aJobKind()]) : Promise.reject(new Error('lost'));
  const providers = [{ provide: JobTypesClient, useValue: { list } }];
  return { store: TestBed.configureTestingModule({ providers }).inject(JobTypesStore), asked: () => count };
}

describe('the kinds of jobs', () => {
  it('are asked for once, however many pages want them', async () => {
    const { store, asked } = begun();
    await Promise.all([store.load(), store.load()]);
    await store.load();
    expect(asked()).toBe(1);
    expect(store.types()).toHaveLength(2);
  });

  it('say what items are called and what results can be kept as', async () => {
    const { store } = begun();
    await store.load();
    expect(store.wordsOf('file_analysis').items).toBe('files');
    expect(store.wordsOfResult('comparison').item).toBe('contract');
    expect(store.exportsOf('comparison')).toEqual(['pdf', 'docx', 'csv', 'json']);
    expect(store.exportsOf('file_analysis')).toEqual(['json']);
  });

  it('have plain words and JSON where nothing is known of them', async () => {
    const { store } = begun();
    await store.load();
    expect(store.wordsOf('another')).toEqual(PLAIN_WORDS);
    expect([store.wordsOfResult('another'), store.exportsOf('another')]).toEqual([PLAIN_WORDS, ['json']]);
  });

  it('are done without when they cannot be read, and asked for again', async () => {
    const { store, asked } = begun(1);
    await store.load();
    expect(store.wordsOf('file_analysis')).toEqual(PLAIN_WORDS);
    await store.load();
    expect([asked(), store.wordsOf('file_analysis').item]).toEqual([2, 'file']);
  });
});
