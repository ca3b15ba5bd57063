import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { RouterLink } from '@angular/router';
import { Subject, debounceTime } from 'rxjs';

import { ResultRow } from '../../../api/models/result-row';
import { Now } from '../../../shared/data/now';
import { Icon } from '../../../shared/ui/icon';
import { ProblemPanel } from '../../../shared/ui/problem-panel';
import { Skeleton } from '../../../shared/ui/skeleton';
import { StatePanel } from '../../../shared/ui/state-panel';
import { ago, counted } from '../../../shared/util/format';
import { JobKinds } from '../../jobs/data/job-kinds';
import { typeWord } from '../../jobs/util/job-words';
import { ALL_RESULTS, ResultListStore } from '../data/result-list-store';
import { ResultFilter } from '../data/results-client';
import { RESULT_TYPES, countWords } from '../util/result-words';

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
  protected readonly types = RESULT_TYPES;
  protected readonly everything = ALL_RESULTS;
  protected readonly ago = ago;
  protected readonly counted = counted;
  protected readonly countWords = countWords;
  protected readonly typeWord = typeWord;
  protected readonly kinds = inject(JobKinds);
  protected readonly typed = new Subject<string>();

  constructor() {
    void this.store.load(null);
    void this.kinds.load();
    this.typed
      .pipe(debounceTime(PAUSE_MS), takeUntilDestroyed())
      .subscribe((text) => this.change({ text: text.trim() }));
  }

  protected change(change: Partial<ResultFilter>): void {
    void this.store.show({ ...this.store.filter(), ...change });
  }

  protected changeType(chosen: string): void {
    this.change({ type: this.types.find(({ type }) => type === chosen)?.type ?? '' });
  }

  protected lookOf(row: ResultRow): (typeof RESULT_TYPES)[number] | undefined {
    return this.types.find(({ type }) => type === row.type);
  }
}
