import { ChangeDetectionStrategy, Component, inject, input, linkedSignal } from '@angular/core';
import { RouterLink } from '@angular/router';

import { JobRow } from '../../../api/models/job-row';
import { JobStatus } from '../../../api/models/job-status';
import { Now } from '../../../shared/data/now';
import { Icon } from '../../../shared/ui/icon';
import { ProblemPanel } from '../../../shared/ui/problem-panel';
import { Skeleton } from '../../../shared/ui/skeleton';
import { StatePanel } from '../../../shared/ui/state-panel';
import { ago, duration } from '../../../shared/util/format';
import { HistoryStore } from '../data/history-store';
import { JobCommands } from '../data/job-commands';
import { JobTypesStore } from '../data/job-types-store';
import { StatusChip } from '../ui/status-chip';
import { isFinal } from '../util/job-moves';
import { STATUS, canRetry, doneWords, hasResult, typeWord } from '../util/job-words';
import { JobDetails } from './job-details';

/** All jobs, with filters, and what became of their items. */
@Component({
  selector: 'cb-history',
  imports: [Icon, JobDetails, ProblemPanel, RouterLink, Skeleton, StatePanel, StatusChip],
  providers: [HistoryStore],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './history.css',
  templateUrl: './history.html',
})
export class History {
  /** Of the query: the job that is shown open. */
  readonly job = input<string>();
  protected readonly opened = linkedSignal(() => this.job() ?? null);
  protected readonly store = inject(HistoryStore);
  protected readonly commands = inject(JobCommands);
  protected readonly types = inject(JobTypesStore);
  protected readonly now = inject(Now).ms;
  protected readonly statuses = Object.entries(STATUS) as [JobStatus, (typeof STATUS)[JobStatus]][];
  protected readonly typeWord = typeWord;
  protected readonly doneWords = doneWords;
  protected readonly ago = ago;
  protected readonly duration = duration;
  protected readonly isFinal = isFinal;
  protected readonly canRetry = canRetry;
  protected readonly hasResult = hasResult;

  constructor() {
    void this.types.load();
    void this.store.load();
  }

  protected toggle(job: JobRow): void {
    this.opened.update((opened) => (opened === job.id ? null : job.id));
  }

  protected filterByStatus(chosen: string): void {
    this.store.filterBy({ status: this.statuses.find(([status]) => status === chosen)?.[0] ?? '' });
  }

  protected versionOf(job: JobRow): string {
    return `${job.status} ${job.items_completed} ${job.items_failed}`;
  }
}
