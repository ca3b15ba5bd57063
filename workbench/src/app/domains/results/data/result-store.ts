import { Injectable, inject, signal } from '@angular/core';

import { Problem, problemOf } from '../../../shared/util/problem';
import { JobsClient } from '../../jobs/data/jobs-client';
import { AnyResult } from '../util/result-kinds';
import { ResultsClient } from './results-client';

/** The result that is read, found by its own id or by that of its job. */
@Injectable()
export class ResultStore {
  private readonly results = inject(ResultsClient);
  private readonly jobs = inject(JobsClient);
  private readonly read = signal<AnyResult | null>(null);
  private readonly trouble = signal<Problem | null>(null);
  /** The job that is to bring the result and has not yet. */
  private readonly awaited = signal<string | null>(null);

  readonly result = this.read.asReadonly();
  readonly problem = this.trouble.asReadonly();
  readonly waitsFor = this.awaited.asReadonly();

  async load(jobId: string | undefined, resultId: string | undefined): Promise<void> {
    this.read.set(null);
    this.trouble.set(null);
    this.awaited.set(null);
    try {
      const id = resultId ?? (jobId && (await this.jobs.read(jobId)).result_id);
      if (id) this.read.set(await this.results.read(id));
      else this.awaited.set(jobId ?? null);
    } catch (error) {
      this.trouble.set(problemOf(error));
    }
  }

  async rename(resultId: string, title: string): Promise<void> {
    await this.results.rename(resultId, title);
    this.read.update((result) =>
      result?.id === resultId
        ? Object.assign({}, result, { metadata: { ...result.metadata, title } })
        : result,
    );
  }
}
