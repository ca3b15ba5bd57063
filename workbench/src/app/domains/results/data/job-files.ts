import { Injectable, Signal, effect, inject, signal } from '@angular/core';

import { ArtifactFacts } from '../../../api/models/artifact-facts';
import { JobsClient } from '../../jobs/data/jobs-client';

/** The files that a result's job made. Of a result that was saved by hand, or outlived its job, there are none. */
@Injectable()
export class JobFiles {
  private readonly jobs = inject(JobsClient);

  of(jobId: () => string): Signal<readonly ArtifactFacts[]> {
    const files = signal<readonly ArtifactFacts[]>([]);
    effect((onCleanup) => {
      let isWanted = true;
      onCleanup(() => (isWanted = false));
      files.set([]);
      void this.read(jobId()).then((read) => isWanted && files.set(read));
    });
    return files.asReadonly();
  }

  private async read(jobId: string): Promise<readonly ArtifactFacts[]> {
    try {
      return (await this.jobs.read(jobId)).artifacts;
    } catch {
      return [];
    }
  }
}
