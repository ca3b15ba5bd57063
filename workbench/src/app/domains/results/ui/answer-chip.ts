import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

import { Icon } from '../../../shared/ui/icon';
import { AnswerState } from '../util/answer-lines';
import { ANSWER } from '../util/answer-words';

@Component({
  selector: 'cb-answer-chip',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<span class="chip" [class]="look().tone"
    ><cb-icon [name]="look().icon" [size]="13" />{{ look().word }}</span
  >`,
})
export class AnswerChip {
  readonly state = input.required<AnswerState>();
  protected readonly look = computed(() => ANSWER[this.state()]);
}
