import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { RouterLink } from '@angular/router';
import { Subject, debounceTime } from 'rxjs';

import { Now } from '../../../shared/data/now';
import { Icon } from '../../../shared/ui/icon';
import { ProblemPanel } from '../../../shared/ui/problem-panel';
import { Skeleton } from '../../../shared/ui/skeleton';
import { StatePanel } from '../../../shared/ui/state-panel';
import { ago, counted } from '../../../shared/util/format';
import { JobTypesStore } from '../../jobs/data/job-types-store';
import { ALL_RESULTS, ResultListStore } from '../data/result-list-store';
import { ResultFilter } from '../data/results-client';
import { countWords, lookOf, resultLooks } from '../util/result-words';

const PAUSE_MS = 250;

/** All saved results of the user, with a search in their titles. */
@Component({
  selector: 'cb-result-list',
  imports: [Icon, ProblemPanel, RouterLink, Skeleton, StatePanel],
  providers: [ResultListStore],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './result-list.css',
  templateUrl: './result-list.html',
})
export class ResultList {
  protected readonly store = inject(ResultListStore);
  protected readonly now = inject(Now).ms;
  protected readonly jobTypes = inject(JobTypesStore);
  protected readonly types = computed(() =>
    resultLooks(this.jobTypes.types().map((type) => type.result_type)),
  );
  protected readonly everything = ALL_RESULTS;
  protected readonly ago = ago;
  protected readonly counted = counted;
  protected readonly countWords = countWords;
  protected readonly lookOf = lookOf;
  protected readonly typed = new Subject<string>();

  constructor() {
    void this.jobTypes.load();
    void this.store.load(null);
    this.typed
      .pipe(debounceTime(PAUSE_MS), takeUntilDestroyed())
      .subscribe((text) => this.change({ text: text.trim() }));
  }

  protected change(change: Partial<ResultFilter>): void {
    void this.store.show({ ...this.store.filter(), ...change });
  }
}
