import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';

import { Quote } from '../../../api/models/quote';
import { Icon } from '../../../shared/ui/icon';
import { counted } from '../../../shared/util/format';
import { AnswerLine } from '../util/answer-lines';
import { AnswerChip } from './answer-chip';
import { Confidence } from './confidence';

/** A contract's answer, also while it is written: what it says, how sure that is, and the passages that show it. */
@Component({
  selector: 'cb-answer-card',
  imports: [AnswerChip, Confidence, Icon, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './answer-card.css',
  templateUrl: './answer-card.html',
})
export class AnswerCard {
  readonly line = input.required<AnswerLine>();

  protected readonly words = computed(() => {
    const { state, text } = this.line();
    return text || (state === 'not_stated' ? 'The contract does not say.' : '');
  });
  protected readonly limits = computed(() => {
    const answer = this.line().answer;
    if (!answer) return '';
    const { read, dropped_quotes: dropped } = answer;
    const limits = [];
    if (!read.complete)
      limits.push(`Read ${read.clauses} of ${counted(read.of, 'clause')}: the rest is too long.`);
    if (dropped) limits.push(`${counted(dropped, 'quote')} left out: not in the contract word by word.`);
    return limits.join(' ');
  });

  protected placeOf(quote: Quote): string {
    return [quote.clause_number, quote.clause_heading].filter(Boolean).join(' ') || 'Before the first clause';
  }
}
