import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  Injector,
  afterNextRender,
  computed,
  inject,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';

import { Cell, Matrix } from '../util/matrix';
import { RISK, STATUS_WORD } from '../util/risk-words';
import { visibleRows } from '../util/visible-rows';
import { RiskChip } from './risk-chip';

/** What was chosen: a contract, and one of its clauses or none. */
export interface Place {
  readonly contract: string;
  readonly clause: string | null;
}

const ROW_HEIGHT = 46;
const WINDOW_HEIGHT = 640;
const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  PageDown: [10, 0],
  PageUp: [-10, 0],
};

/** Contracts by clauses. Only the rows in sight are drawn; arrow keys move from cell to cell. */
@Component({
  selector: 'cb-matrix-table',
  imports: [RiskChip],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './matrix-table.css',
  templateUrl: './matrix-table.html',
})
export class MatrixTable {
  readonly matrix = input.required<Matrix>();
  readonly chosen = output<Place>();

  /** Where the keyboard is: the row, and the column counted from 1; the contract's name is column 0. */
  protected readonly at = signal<readonly [number, number]>([0, 0]);
  protected readonly scrolled = signal(0);
  protected readonly window = computed(() =>
    visibleRows(this.matrix().rows.length, ROW_HEIGHT, this.scrolled(), WINDOW_HEIGHT),
  );
  protected readonly drawn = computed(() =>
    this.matrix().rows.slice(this.window().first, this.window().last),
  );
  protected readonly signOf = (cell: Cell): string => RISK[cell.finding.risk].sign;
  private readonly frame = viewChild.required<ElementRef<HTMLElement>>('frame');
  private readonly injector = inject(Injector);

  protected wordsOf(cell: Cell, label: string): string {
    const { risk, status } = cell.finding;
    const more = cell.count > 1 ? `, ${cell.count} findings` : '';
    return `${label}: ${STATUS_WORD[status]}, risk ${RISK[risk].word.toLowerCase()}${more}`;
  }

  protected isAt(row: number, column: number): boolean {
    return this.at()[0] === row && this.at()[1] === column;
  }

  protected move(event: KeyboardEvent): void {
    const step = MOVES[event.key];
    if (!step) return;
    event.preventDefault();
    const [row, column] = this.at();
    const { rows, columns } = this.matrix();
    this.focus(within(row + step[0], rows.length), within(column + step[1], columns.length + 1));
  }

  private focus(row: number, column: number): void {
    this.at.set([row, column]);
    const frame = this.frame().nativeElement;
    const top = row * ROW_HEIGHT;
    if (top < frame.scrollTop || top > frame.scrollTop + frame.clientHeight - 4 * ROW_HEIGHT) {
      frame.scrollTop = Math.max(0, top - 2 * ROW_HEIGHT);
      this.scrolled.set(frame.scrollTop);
    }
    afterNextRender(() => frame.querySelector<HTMLElement>(`[data-at="${row} ${column}"]`)?.focus(), {
      injector: this.injector,
    });
  }
}

function within(place: number, count: number): number {
  return Math.max(0, Math.min(count - 1, place));
}
