import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { Router } from '@angular/router';

import { SavedComparison } from '../../../api/models/saved-comparison';
import { Icon } from '../../../shared/ui/icon';
import { StatePanel } from '../../../shared/ui/state-panel';
import { MatrixTable, Place } from '../ui/matrix-table';
import { ResultErrors } from '../ui/result-errors';
import { RiskFilter } from '../ui/risk-filter';
import { MatrixFilter, NO_FILTER, matrixOf } from '../util/matrix';
import { riskCounts } from '../util/risk-words';
import { ContractView } from './contract-view';
import { ResultHead } from './result-head';

/** A comparison: the overview of all contracts, or one of them. */
@Component({
  selector: 'cb-comparison-view',
  imports: [ContractView, Icon, MatrixTable, ResultErrors, ResultHead, RiskFilter, StatePanel],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './comparison-view.css',
  templateUrl: './comparison-view.html',
})
export class ComparisonView {
  readonly result = input.required<SavedComparison>();
  readonly contract = input<string>();
  readonly clause = input<string>();

  protected readonly filter = signal<MatrixFilter>(NO_FILTER);
  protected readonly comparisons = computed(() => this.result().results.results.comparisons);
  protected readonly matrix = computed(() => matrixOf(this.comparisons(), this.filter()));
  protected readonly clauses = computed(() => matrixOf(this.comparisons()).columns);
  protected readonly counts = computed(() => riskCounts(this.comparisons().flatMap((one) => one.findings)));
  protected readonly ordered = computed(() => matrixOf(this.comparisons()).rows.map((row) => row.comparison));
  protected readonly place = computed(() =>
    this.ordered().findIndex((one) => one.contract_id === this.contract()),
  );
  protected readonly shown = computed(() => this.ordered()[this.place()] ?? null);
  private readonly router = inject(Router);

  protected change(change: Partial<MatrixFilter>): void {
    this.filter.update((filter) => ({ ...filter, ...change }));
  }

  protected open(place: Place): void {
    const queryParams = { contract: place.contract, clause: place.clause };
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge' });
  }
}
