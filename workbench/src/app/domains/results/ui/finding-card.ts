import { ChangeDetectionStrategy, Component, computed, input, linkedSignal } from '@angular/core';

import { ClauseText } from '../../../api/models/clause-text';
import { Finding } from '../../../api/models/finding';
import { Icon } from '../../../shared/ui/icon';
import { flowing } from '../util/flowing-text';
import { STATUS_WORD } from '../util/risk-words';
import { Piece, wordDifferences } from '../util/word-differences';
import { RiskChip } from './risk-chip';

/** One finding: what differs, why that matters, and both texts side by side with their words compared. */
@Component({
  selector: 'cb-finding-card',
  imports: [Icon, RiskChip],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './finding-card.css',
  templateUrl: './finding-card.html',
})
export class FindingCard {
  readonly finding = input.required<Finding>();
  /** Opened from outside: the clause was asked for. */
  readonly isAsked = input(false);

  protected readonly isOpen = linkedSignal(() => this.isAsked() || this.finding().risk === 'high');
  protected readonly status = computed(() => STATUS_WORD[this.finding().status]);
  /** Only of an open card: comparing the words of all of them would take long. */
  protected readonly pieces = computed<Piece[]>(() => {
    const { standard_clauses: ours, contract_clauses: theirs } = this.finding();
    return this.isOpen() ? wordDifferences(textOf(ours), textOf(theirs)) : [];
  });
  protected readonly hasBoth = computed(
    () => this.finding().standard_clauses.length > 0 && this.finding().contract_clauses.length > 0,
  );
}

function textOf(clauses: readonly ClauseText[]): string {
  return clauses.map((clause) => flowing(clause.text)).join('\n\n');
}
