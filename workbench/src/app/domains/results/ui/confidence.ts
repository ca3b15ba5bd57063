import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

/** How sure the model is of an answer: a figure, and a bar that says the same. */
@Component({
  selector: 'cb-confidence',
  changeDetection: ChangeDetectionStrategy.OnPush,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 8px;
      white-space: nowrap;
    }
    .bar {
      width: 54px;
      height: 6px;
      border-radius: 99px;
      background: var(--sunken);
      box-shadow: inset 0 0 0 1px var(--line);
      overflow: hidden;
    }
    i {
      display: block;
      height: 100%;
      border-radius: 99px;
      background: var(--accent);
    }
  `,
  template: `
    <span class="bar" aria-hidden="true"><i [style.width.%]="percent()"></i></span>
    <span class="small soft numbers">{{ percent() }} % <span class="visually-hidden">sure</span></span>
  `,
})
export class Confidence {
  /** From 0 to 1. */
  readonly of = input.required<number>();
  protected readonly percent = computed(() => Math.round(100 * this.of()));
}
