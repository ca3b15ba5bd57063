import { ChangeDetectionStrategy, Component, computed, input, output, signal } from '@angular/core';

import { AnswerLine } from '../util/answer-lines';
import { visibleRows } from '../util/visible-rows';
import { AnswerChip } from './answer-chip';
import { Confidence } from './confidence';

const ROW_HEIGHT = 52;
const WINDOW_HEIGHT = 640;

/** The answers by contract, one short line each. Only the rows in sight are drawn. */
@Component({
  selector: 'cb-answer-table',
  imports: [AnswerChip, Confidence],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './answer-table.css',
  templateUrl: './answer-table.html',
})
export class AnswerTable {
  readonly lines = input.required<readonly AnswerLine[]>();
  /** The contract whose answer is wanted in full. */
  readonly chosen = output<string>();

  protected readonly scrolled = signal(0);
  protected readonly window = computed(() =>
    visibleRows(this.lines().length, ROW_HEIGHT, this.scrolled(), WINDOW_HEIGHT),
  );
  protected readonly drawn = computed(() => this.lines().slice(this.window().first, this.window().last));
}
