import { ChangeDetectionStrategy, Component, input, model } from '@angular/core';

import { Risk } from '../../../api/models/risk';
import { whole } from '../../../shared/util/format';
import { RISK, RISKS } from '../util/risk-words';

/** Chooses risks, each with how many findings there are of it. */
@Component({
  selector: 'cb-risk-filter',
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
    .pick:has(:checked) {
      outline: 2px solid currentColor;
      outline-offset: -1px;
    }
    strong {
      font-weight: 700;
    }
  `,
  template: `
    <fieldset>
      <legend class="visually-hidden">Risks that are shown; none chosen: all</legend>
      @for (risk of risks; track risk) {
        <label class="chip pick" [class]="risk">
          <input type="checkbox" [checked]="chosen().has(risk)" (change)="toggle(risk)" />
          <span aria-hidden="true">{{ look[risk].sign }}</span>
          {{ look[risk].word }} <strong class="numbers">{{ whole(counts()[risk]) }}</strong>
        </label>
      }
    </fieldset>
  `,
})
export class RiskFilter {
  readonly counts = input.required<Readonly<Record<Risk, number>>>();
  readonly chosen = model.required<ReadonlySet<Risk>>();
  protected readonly risks = RISKS;
  protected readonly look = RISK;
  protected readonly whole = whole;

  protected toggle(risk: Risk): void {
    const chosen = new Set(this.chosen());
    if (!chosen.delete(risk)) chosen.add(risk);
    this.chosen.set(chosen);
  }
}
