import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

import { Risk } from '../../../api/models/risk';
import { RISK } from '../util/risk-words';

@Component({
  selector: 'cb-risk-chip',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<span class="chip" [class]="risk()"
    ><span aria-hidden="true">{{ look().sign }}</span
    >{{ look().word }}{{ risk() === 'none' ? '' : ' risk' }}</span
  >`,
})
export class RiskChip {
  readonly risk = input.required<Risk>();
  protected readonly look = computed(() =>
    this.risk() === 'none' ? { ...RISK.none, word: 'No risk' } : RISK[this.risk()],
  );
}
