import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  computed,
  effect,
  inject,
  input,
  signal,
} from '@angular/core';
import { RouterLink } from '@angular/router';

import { ContractComparison } from '../../../api/models/contract-comparison';
import { Risk } from '../../../api/models/risk';
import { Icon } from '../../../shared/ui/icon';
import { FindingCard } from '../ui/finding-card';
import { RiskChip } from '../ui/risk-chip';
import { RiskFilter } from '../ui/risk-filter';
import { RISK, riskCounts } from '../util/risk-words';

/** One contract of a comparison: its summary and its findings, the riskiest first. */
@Component({
  selector: 'cb-contract-view',
  imports: [FindingCard, Icon, RiskChip, RiskFilter, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './contract-view.css',
  templateUrl: './contract-view.html',
})
export class ContractView {
  readonly comparison = input.required<ContractComparison>();
  readonly clause = input<string>();
  readonly previous = input<ContractComparison>();
  readonly next = input<ContractComparison>();
  readonly position = input.required<string>();

  protected readonly risks = signal<ReadonlySet<Risk>>(new Set());
  protected readonly counts = computed(() => riskCounts(this.comparison().findings));
  protected readonly findings = computed(() =>
    this.comparison()
      .findings.filter((finding) => !this.risks().size || this.risks().has(finding.risk))
      .sort((one, other) => RISK[other.risk].weight - RISK[one.risk].weight),
  );
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);

  constructor() {
    effect(() => {
      const clause = this.clause();
      this.comparison();
      setTimeout(() => this.show(clause));
    });
  }

  private show(clause: string | undefined): void {
    if (!clause) window.scrollTo({ top: 0 });
    else this.host.nativeElement.querySelector(`[data-clause="${CSS.escape(clause)}"]`)?.scrollIntoView();
  }
}
