import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

import { JobStatus } from '../../../api/models/job-status';
import { Icon } from '../../../shared/ui/icon';
import { STATUS } from '../util/job-words';

@Component({
  selector: 'cb-status-chip',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<span class="chip" [class]="look().tone"
    ><cb-icon [name]="look().icon" [size]="13" />{{ look().word }}</span
  >`,
})
export class StatusChip {
  readonly status = input.required<JobStatus>();
  protected readonly look = computed(() => STATUS[this.status()]);
}
