import { ChangeDetectionStrategy, Component, computed, input, model } from '@angular/core';

import { whole } from '../../../shared/util/format';
import { AnswerState } from '../util/answer-lines';
import { ANSWER, OUTCOMES } from '../util/answer-words';

/** Chooses what became of contracts, each with how many there are of it. */
@Component({
  selector: 'cb-answer-filter',
  changeDetection: ChangeDetectionStrategy.OnPush,
  styles: `
    fieldset {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      margin: 0;
      padding: 0;
      border: 0;
    }
  `,
  template: `
    <fieldset>
      <legend class="visually-hidden">Answers that are shown</legend>
      @for (choice of choices(); track choice.state) {
        <label class="chip pick">
          <input
            type="radio"
            name="answers-shown"
            [checked]="chosen() === choice.state"
            (change)="chosen.set(choice.state)"
          />
          {{ choice.word }} <strong class="numbers">{{ whole(choice.count) }}</strong>
        </label>
      }
    </fieldset>
  `,
})
export class AnswerFilterChips {
  readonly counts = input.required<Readonly<Record<AnswerState, number>>>();
  readonly total = input.required<number>();
  readonly chosen = model.required<AnswerState | ''>();
  protected readonly choices = computed(() => [
    { state: '' as const, word: 'All', count: this.total() },
    ...OUTCOMES.filter((state) => state !== 'failed' || this.counts().failed).map((state) => ({
      state,
      word: ANSWER[state].word,
      count: this.counts()[state],
    })),
  ]);
  protected readonly whole = whole;
}
