import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal } from '@angular/core';

import { ItemView } from '../../../api/models/item-view';
import { ProblemPanel } from '../../../shared/ui/problem-panel';
import { Skeleton } from '../../../shared/ui/skeleton';
import { duration, moment, whole } from '../../../shared/util/format';
import { Problem, problemOf } from '../../../shared/util/problem';
import { JobTypesStore } from '../data/job-types-store';
import { JobsClient, ReadJob } from '../data/jobs-client';
import { Artifacts } from '../feature-artifacts/artifacts';
import { subjectOf } from '../util/subjects';

const ORDER: Readonly<Record<ItemView['status'], number>> = {
  failed: 0,
  processing: 1,
  not_analysed: 2,
  waiting: 3,
  completed: 4,
  deleted: 5,
};
const WORD: Readonly<Record<ItemView['status'], string>> = {
  failed: 'Failed',
  processing: 'At work',
  not_analysed: 'Not begun',
  waiting: 'Waiting',
  completed: 'Done',
  deleted: 'Deleted',
};

/** What a job took, and what became of each of its items: those that failed first, with the reason. */
@Component({
  selector: 'cb-job-details',
  imports: [Artifacts, ProblemPanel, Skeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './job-details.css',
  templateUrl: './job-details.html',
})
export class JobDetails {
  readonly jobId = input.required<string>();
  /** Changes whenever the job did, so that what is shown is read anew. */
  readonly version = input.required<string>();

  protected readonly job = signal<ReadJob | null>(null);
  protected readonly items = signal<readonly ItemView[]>([]);
  protected readonly more = signal<string | null>(null);
  protected readonly problem = signal<Problem | null>(null);
  protected readonly ordered = computed(() =>
    [...this.items()].sort(
      (one, other) => ORDER[one.status] - ORDER[other.status] || one.index - other.index,
    ),
  );
  protected readonly facts = computed(() => {
    const job = this.job();
    return job ? factsOf(job) : [];
  });
  protected readonly wordOf = (item: ItemView): string => (item.reused ? 'Kept' : WORD[item.status]);
  protected readonly itemsWord = computed(() => this.types.wordsOf(this.job()?.job_type ?? '').items);
  protected readonly subjectOf = subjectOf;
  protected readonly whole = whole;
  private readonly client = inject(JobsClient);
  private readonly types = inject(JobTypesStore);

  constructor() {
    void this.types.load();
    effect(() => {
      this.version();
      void this.load(this.jobId());
    });
  }

  protected async load(jobId: string): Promise<void> {
    try {
      const [job, page] = await Promise.all([this.client.read(jobId), this.client.items(jobId)]);
      this.job.set(job);
      this.items.set(page.items);
      this.more.set(page.continuation);
      this.problem.set(null);
    } catch (error) {
      this.problem.set(problemOf(error));
    }
  }

  protected async loadMore(continuation: string): Promise<void> {
    try {
      const page = await this.client.items(this.jobId(), continuation);
      this.items.update((items) => [...items, ...page.items]);
      this.more.set(page.continuation);
    } catch (error) {
      this.problem.set(problemOf(error));
    }
  }
}

function factsOf(job: ReadJob): (readonly [string, string])[] {
  const { usage } = job;
  const facts: [string, string][] = [
    ['Submitted', moment(job.created_date)],
    ['Took', job.elapsed_time === null ? '–' : duration(job.elapsed_time)],
    ['Priority', String(job.priority)],
    ['Model calls', whole(usage.model_calls)],
    ['Tokens', whole(usage.total_tokens)],
  ];
  if (usage.estimated_cost > 0) facts.push(['Cost', `$${usage.estimated_cost.toFixed(3)}`]);
  return facts;
}
