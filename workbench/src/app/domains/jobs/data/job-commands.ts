import { Injectable, inject } from '@angular/core';

import { JobRow } from '../../../api/models/job-row';
import { Toasts } from '../../../shared/data/toasts';
import { problemOf, sentenceOf } from '../../../shared/util/problem';
import { JobEnds } from './job-ends';
import { JobsClient } from './jobs-client';
import { JobsStore } from './jobs-store';

/** What a user does with a job. What becomes of it is heard as all news are. */
@Injectable({ providedIn: 'root' })
export class JobCommands {
  private readonly client = inject(JobsClient);
  private readonly store = inject(JobsStore);
  private readonly toasts = inject(Toasts);
  private readonly ends = inject(JobEnds);

  async cancel(job: JobRow): Promise<void> {
    await this.attempt('The job could not be cancelled', async () => {
      await this.client.cancel(job.id);
      await this.refresh(job.id);
    });
  }

  async retry(job: JobRow): Promise<void> {
    await this.attempt('The job could not be taken up again', async () => {
      await this.look(await this.client.retry(job.id));
      this.toasts.show('info', 'Taken up again', 'What was done already is kept; the rest is done anew.');
    });
  }

  /** Follow a job that the user started just now, before its stream tells of it. */
  async look(jobId: string): Promise<void> {
    this.store.expect(jobId);
    await this.refresh(jobId);
  }

  private async refresh(jobId: string): Promise<void> {
    this.ends.tell(this.store.take([await this.client.read(jobId)]));
  }

  private async attempt(title: string, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.toasts.show('bad', title, sentenceOf(problemOf(error)));
    }
  }
}
