import { ComponentFixture, TestBed } from '@angular/core/testing';

import { ItemView } from '../../../api/models/item-view';
import { JobTypesClient } from '../data/job-types-client';
import { JobsClient } from '../data/jobs-client';
import { aJobKind } from '../util/job-kind-samples';
import { aJob } from '../util/job-samples';
import { JobDetails } from './job-details';

const USAGE = { model_calls: 0, total_tokens: 0, estimated_cost: 0 };
const ITEM: ItemView = {
  item_id: '00000',
  index: 0,
  subject: 'prices.csv',
  status: 'completed',
  attempts: 1,
  cached: false,
  error: null,
  progress: 100,
  reused: false,
  seconds: 1,
  tokens: 0,
};

/** The details of a job of files with these items, drawn. */
async function drawn(
  items: readonly ItemView[],
  more: object = {},
  continuation: string | null = null,
): Promise<ComponentFixture<JobDetails>> {
  const job = { ...aJob({ job_type: 'file_analysis' }), usage: USAGE, artifacts: [], ...more };
  const client = {
    read: () => Promise.resolve(job),
    items: () => Promise.resolve({ items, continuation }),
  };
  TestBed.configureTestingModule({
    providers: [
      { provide: JobsClient, useValue: client },
      { provide: JobTypesClient, useValue: { list: () => Promise.resolve([aJobKind()]) } },
    ],
  });
  const fixture = TestBed.createComponent(JobDetails);
  fixture.componentRef.setInput('jobId', 'job-1');
  fixture.componentRef.setInput('version', '1');
  for (let turn = 0; turn < 3; turn++) await fixture.whenStable();
  return fixture;
}

function textsOf({ nativeElement: page }: ComponentFixture<JobDetails>, selector: string): string[] {
  const found = (page as HTMLElement).querySelectorAll(selector);
  return [...found].map((element) => (element.textContent ?? '').replace(/\s+/g, ' ').trim());
}

describe('the details of a job', () => {
  it('name its items by their subjects, the failed ones first', async () => {
    const failed: ItemView = {
      ...ITEM,
      item_id: '00001',
      index: 1,
      subject: 'Osprey',
      contract_id: 'contract_gone',
      status: 'failed',
      error: 'The contract was deleted.',
    };
    const page = await drawn([ITEM, failed]);
    expect(textsOf(page, 'li .title')).toEqual(['Osprey', 'prices.csv']);
    expect(textsOf(page, 'li .error')).toEqual(['The contract was deleted.']);
  });

  it('lead to the files that it made', async () => {
    const artifacts = [{ name: 'a b.csv', media_type: 'text/csv', size: 10 }];
    const page = await drawn([ITEM], { artifacts });
    const links = (page.nativeElement as HTMLElement).querySelectorAll('cb-artifacts a');
    expect([...links].map((link) => link.getAttribute('href'))).toEqual([
      '/api/jobs/job-1/artifacts/a%20b.csv',
    ]);
  });

  it('have more items to show, in the words of its type', async () => {
    expect(textsOf(await drawn([ITEM], {}, 'next'), 'button')).toEqual(['More files']);
  });
});
