import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

import { TokenUse, tokenWords } from '../util/token-budget';

/** How much of the budget is used; beyond it the work goes on in the background. */
@Component({
  selector: 'cb-token-meter',
  changeDetection: ChangeDetectionStrategy.OnPush,
  styles: `
    :host {
      display: block;
    }
    .words {
      margin-bottom: 7px;
      display: flex;
      justify-content: space-between;
      gap: 10px;
      font-size: 13px;
    }
    .bar {
      height: 8px;
      border-radius: 99px;
      background: var(--sunken);
      box-shadow: inset 0 0 0 1px var(--line);
      overflow: hidden;
    }
    .bar i {
      display: block;
      height: 100%;
      border-radius: 99px;
      background: var(--none);
      transition:
        width var(--slow),
        background var(--slow);
    }
    .over .bar i {
      background: var(--medium);
    }
    .over .figure {
      color: var(--medium);
      font-weight: 600;
    }
  `,
  template: `
    <div [class.over]="use().isOver">
      <p class="words">
        <span class="soft">Length</span><span class="figure numbers">{{ words() }}</span>
      </p>
      <div
        class="bar"
        role="meter"
        aria-label="Tokens of the chosen contracts"
        aria-valuemin="0"
        [attr.aria-valuemax]="use().available"
        [attr.aria-valuenow]="use().used < use().available ? use().used : use().available"
        [attr.aria-valuetext]="words()"
      >
        <i [style.width.%]="use().share"></i>
      </div>
    </div>
  `,
})
export class TokenMeter {
  readonly use = input.required<TokenUse>();
  protected readonly words = computed(() => tokenWords(this.use()));
}
