import { ChangeDetectionStrategy, Component, computed, effect, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';

import { ProblemPanel } from '../../../shared/ui/problem-panel';
import { Skeleton } from '../../../shared/ui/skeleton';
import { StatePanel } from '../../../shared/ui/state-panel';
import { JobsStore } from '../../jobs/data/jobs-store';
import { ResultStore } from '../data/result-store';
import { isAnalysis, isComparison, isPlain, isQuery } from '../util/plain-result';
import { AnalysisView } from './analysis-view';
import { ComparisonView } from './comparison-view';
import { PlainView } from './plain-view';
import { QueryView } from './query-view';

/** A result, whether it came in the background or while one waited: `?loadJob=` or `?resultId=` says which. */
@Component({
  selector: 'cb-viewer',
  imports: [
    AnalysisView,
    ComparisonView,
    PlainView,
    ProblemPanel,
    QueryView,
    RouterLink,
    Skeleton,
    StatePanel,
  ],
  providers: [ResultStore],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="page">
      @if (store.problem(); as problem) {
        <h1>Result</h1>
        <div class="card"><cb-problem-panel [problem]="problem" (again)="load()" /></div>
      } @else if (comparison(); as result) {
        <cb-comparison-view [result]="result" [contract]="contract()" [clause]="clause()" />
      } @else if (query(); as result) {
        <cb-query-view [result]="result" />
      } @else if (analysis(); as result) {
        <cb-analysis-view [result]="result" />
      } @else if (plain(); as result) {
        <cb-plain-view [result]="result" />
      } @else if (store.waitsFor()) {
        <h1>Result</h1>
        <div class="card">
          <cb-state-panel icon="clock" title="This job has no result yet" [text]="progress()">
            <a class="button" routerLink="/job-history" [queryParams]="{ job: loadJob() }">View the job</a>
          </cb-state-panel>
        </div>
      } @else {
        <h1>Result</h1>
        <div class="card"><cb-skeleton [lines]="8" /></div>
      }
    </div>
  `,
})
export class Viewer {
  /** Of the query. */
  readonly loadJob = input<string>();
  readonly resultId = input<string>();
  readonly contract = input<string>();
  readonly clause = input<string>();

  protected readonly store = inject(ResultStore);
  protected readonly comparison = computed(() => {
    const result = this.store.result();
    return result && isComparison(result) ? result : null;
  });
  protected readonly query = computed(() => {
    const result = this.store.result();
    return result && isQuery(result) ? result : null;
  });
  protected readonly analysis = computed(() => {
    const result = this.store.result();
    return result && isAnalysis(result) ? result : null;
  });
  protected readonly plain = computed(() => {
    const result = this.store.result();
    return result && isPlain(result) ? result : null;
  });
  private readonly jobs = inject(JobsStore);
  private readonly awaited = computed(() => this.jobs.find(this.store.waitsFor() ?? ''));
  protected readonly progress = computed(
    () => this.awaited()?.progress.message ?? 'It ended without one, or has not begun.',
  );
  private readonly arrived = computed(() => this.awaited()?.result_id ?? null);

  constructor() {
    effect(() => void this.store.load(this.loadJob(), this.resultId() ?? undefined));
    effect(() => {
      const resultId = this.arrived();
      if (resultId) void this.store.load(undefined, resultId);
    });
  }

  protected load(): void {
    void this.store.load(this.loadJob(), this.resultId());
  }
}
