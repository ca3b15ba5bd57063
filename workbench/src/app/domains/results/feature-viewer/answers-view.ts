import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  Injector,
  afterNextRender,
  computed,
  inject,
  input,
  signal,
} from '@angular/core';

import { Icon } from '../../../shared/ui/icon';
import { StatePanel } from '../../../shared/ui/state-panel';
import { AnswerCard } from '../ui/answer-card';
import { AnswerFilterChips } from '../ui/answer-filter';
import { AnswerTable } from '../ui/answer-table';
import { ALL_ANSWERS, AnswerFilter, AnswerLine, countsOf, filtered } from '../util/answer-lines';
import { summaryParts } from '../util/summary-parts';

/** The answers to a question: the summary, and each contract's as a card or in a table. For saved and for growing ones. */
@Component({
  selector: 'cb-answers-view',
  imports: [AnswerCard, AnswerFilterChips, AnswerTable, Icon, StatePanel],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './answers-view.css',
  templateUrl: './answers-view.html',
})
export class AnswersView {
  readonly lines = input.required<readonly AnswerLine[]>();
  /** Empty while there is none yet. */
  readonly summary = input.required<string>();

  protected readonly filter = signal<AnswerFilter>(ALL_ANSWERS);
  protected readonly isTable = signal(false);
  protected readonly parts = computed(() => summaryParts(this.summary()));
  protected readonly counts = computed(() => countsOf(this.lines()));
  protected readonly shown = computed(() => filtered(this.lines(), this.filter()));
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly injector = inject(Injector);

  protected change(change: Partial<AnswerFilter>): void {
    this.filter.update((filter) => ({ ...filter, ...change }));
  }

  /** From the table to a contract's whole answer. */
  protected show(contractId: string): void {
    this.isTable.set(false);
    afterNextRender(
      () =>
        this.host.nativeElement
          .querySelector(`[data-contract="${CSS.escape(contractId)}"]`)
          ?.scrollIntoView(),
      { injector: this.injector },
    );
  }
}
