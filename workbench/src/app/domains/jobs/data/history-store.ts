import { Injectable, computed, inject, signal } from '@angular/core';

import { JobRow } from '../../../api/models/job-row';
import { Session } from '../../../shared/data/session';
import { Problem, problemOf } from '../../../shared/util/problem';
import { EVERYTHING, HistoryFilter, isWanted } from '../util/job-filter';
import { moved } from '../util/job-moves';
import { JobsClient } from './jobs-client';
import { JobsStore } from './jobs-store';

const PAGE = 200;
const MOST = 2_000;

/** All jobs of the user, as far back as they are kept, with what is heard of them meanwhile. */
@Injectable()
export class HistoryStore {
  private readonly client = inject(JobsClient);
  private readonly session = inject(Session);
  private readonly live = inject(JobsStore);
  private readonly read = signal<readonly JobRow[] | null>(null);
  private readonly trouble = signal<Problem | null>(null);
  private readonly wanted = signal<HistoryFilter>(EVERYTHING);

  readonly problem = this.trouble.asReadonly();
  readonly filter = this.wanted.asReadonly();
  readonly isLoaded = computed(() => this.read() !== null);
  readonly jobs = computed(() => {
    const known = new Map((this.read() ?? []).map((job) => [job.id, job]));
    for (const job of this.live.jobs()) known.set(job.id, moved(known.get(job.id), job));
    return [...known.values()].sort((one, other) => other.created_date.localeCompare(one.created_date));
  });
  readonly found = computed(() => this.jobs().filter((job) => isWanted(job, this.wanted())));
  readonly types = computed(() => [...new Set(this.jobs().map((job) => job.job_type))]);
  readonly isFiltered = computed(() => this.wanted() !== EVERYTHING);

  filterBy(change: Partial<HistoryFilter>): void {
    this.wanted.update((filter) => ({ ...filter, ...change }));
  }

  showAll(): void {
    this.wanted.set(EVERYTHING);
  }

  async load(): Promise<void> {
    this.trouble.set(null);
    try {
      let continuation: string | null | undefined;
      do {
        const page = await this.client.list(this.session.user() ?? '', {
          limit: PAGE,
          ...(continuation && { continuation }),
        });
        this.read.update((read) => [...(read ?? []), ...page.jobs]);
        continuation = page.continuation;
      } while (continuation && (this.read()?.length ?? 0) < MOST);
    } catch (error) {
      this.trouble.set(problemOf(error));
    }
  }
}
