import { ChangeDetectionStrategy, Component, computed, input, linkedSignal } from '@angular/core';

import { isPlainText, shapeOf } from '../util/data-shapes';

const AT_FIRST = 50;
const AT_ONCE = 200;

/** Any value of JSON to read: texts, fields by their names, tables, and parts that are drawn when they are opened. */
@Component({
  selector: 'cb-data-tree',
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './data-tree.css',
  templateUrl: './data-tree.html',
})
export class DataTree {
  readonly value = input.required<unknown>();
  /** What it is called, for those who cannot see where it stands. */
  readonly label = input.required<string>();

  protected readonly shape = computed(() => shapeOf(this.value()));
  /** How many rows, or parts, of a long list are shown. */
  protected readonly shown = linkedSignal({ source: this.value, computation: () => AT_FIRST });
  protected readonly opened = linkedSignal<unknown, ReadonlySet<number>>({
    source: this.value,
    computation: () => new Set<number>(),
  });
  protected readonly isPlainText = isPlainText;

  protected showMore(): void {
    this.shown.update((shown) => shown + AT_ONCE);
  }

  /** Once opened a part stays drawn. */
  protected open(place: number): void {
    this.opened.update((opened) => new Set(opened).add(place));
  }
}
