import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

import { SavedQuery } from '../../../api/models/saved-query';
import { linesOf } from '../util/answer-lines';
import { AnswersView } from './answers-view';
import { ResultHead } from './result-head';

/** The saved answers to a question. */
@Component({
  selector: 'cb-query-view',
  imports: [AnswersView, ResultHead],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styles: `
    :host {
      display: grid;
      gap: var(--gap-5);
      grid-template-columns: minmax(0, 1fr);
    }
    .question {
      font: italic 400 19px/1.5 var(--serif);
      overflow-wrap: anywhere;
    }
  `,
  template: `
    <cb-result-head [result]="result()" />
    @if (!result().metadata.title.includes(result().query_text)) {
      <p class="question"><span class="visually-hidden">The question: </span>“{{ result().query_text }}”</p>
    }
    <cb-answers-view [lines]="lines()" [summary]="result().results.answer_summary" />
  `,
})
export class QueryView {
  readonly result = input.required<SavedQuery>();
  protected readonly lines = computed(() => linesOf(this.result().results));
}
