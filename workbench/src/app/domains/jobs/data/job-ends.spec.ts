import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';

import { JobRow } from '../../../api/models/job-row';
import { Toasts } from '../../../shared/data/toasts';
import { aJobKind } from '../util/job-kind-samples';
import { aJob } from '../util/job-samples';
import { JobEnds } from './job-ends';
import { JobTypesClient } from './job-types-client';
import { JobTypesStore } from './job-types-store';

/** What is said of a job that came to its end. */
async function told(job: JobRow): Promise<string> {
  const list = (): Promise<unknown> => Promise.resolve([aJobKind()]);
  TestBed.configureTestingModule({
    providers: [provideRouter([]), { provide: JobTypesClient, useValue: { list } }],
  });
  await TestBed.inject(JobTypesStore).load();
  TestBed.inject(JobEnds).tell([job]);
  return TestBed.inject(Toasts).all()[0]?.text ?? '';
}

describe('the end of a job', () => {
  const job = aJob({ title: 'Two files', status: 'completed', items_completed: 1, items_failed: 1 });

  it('is told in the words of its type', async () => {
    expect(await told({ ...job, job_type: 'file_analysis' })).toBe('Two files. 1 file failed.');
  });

  it('is told plainly where nothing is known of its type', async () => {
    expect(await told({ ...job, job_type: 'another' })).toBe('Two files. 1 item failed.');
  });

  it('has its title alone when nothing failed', async () => {
    expect(await told({ ...job, items_failed: 0 })).toBe('Two files');
  });
});
