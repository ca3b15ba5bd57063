import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

import { JobEstimate } from '../../../api/models/job-estimate';
import { Icon } from '../../../shared/ui/icon';
import { costWords } from '../../compare/util/estimate-words';

const AT_ONCE = 'Answered at once, while you read along.';
const OVER_BUDGET =
  'Token budget exceeded: your question will be processed in the background, and you will be notified when it is complete.';

/** Says before the click how a request will be done, and what it takes. */
@Component({
  selector: 'cb-plan-note',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { role: 'status', '[class.over]': 'isOver()' },
  styles: `
    :host {
      display: flex;
      gap: 10px;
      padding: 12px;
      border: 1px solid var(--none-line);
      border-radius: var(--radius-m);
      background: var(--none-soft);
      color: var(--none);
      font-size: 13px;
    }
    :host(.over) {
      background: var(--medium-soft);
      border-color: var(--medium-line);
      color: var(--medium);
    }
    .takes {
      margin-top: 4px;
    }
  `,
  template: `
    <cb-icon [name]="isOver() ? 'jobs' : 'bolt'" [size]="18" />
    <div>
      <p>{{ words() }}</p>
      @if (estimate(); as known) {
        <p class="takes numbers">{{ costWords(known) }}</p>
      }
    </div>
  `,
})
export class PlanNote {
  readonly isOver = input.required<boolean>();
  readonly estimate = input.required<JobEstimate | null>();
  protected readonly words = computed(() => (this.isOver() ? OVER_BUDGET : AT_ONCE));
  protected readonly costWords = costWords;
}
