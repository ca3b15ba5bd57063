import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

import { JobEstimate } from '../../../api/models/job-estimate';
import { Icon } from '../../../shared/ui/icon';
import { compact } from '../../../shared/util/format';

export type Plan = 'real-time' | 'background' | 'over-budget';

const WORDS: Readonly<Record<Plan, string>> = {
  'real-time': 'Answered at once, while you wait.',
  background: 'Runs in the background. Carry on working; you will be told when it is done.',
  'over-budget':
    'Token budget exceeded: this will be processed in the background, and you will be notified when it is complete.',
};

/** Says before the click how a request will be done, and what it takes. */
@Component({
  selector: 'cb-plan-note',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { role: 'status', '[class]': 'plan()' },
  styles: `
    :host {
      display: flex;
      gap: 10px;
      padding: 12px;
      border: 1px solid transparent;
      border-radius: var(--radius-m);
      background: var(--sunken);
      color: var(--ink-soft);
      font-size: 13px;
    }
    :host(.real-time) {
      background: var(--none-soft);
      border-color: var(--none-line);
      color: var(--none);
    }
    :host(.over-budget) {
      background: var(--medium-soft);
      border-color: var(--medium-line);
      color: var(--medium);
    }
    .takes {
      margin-top: 4px;
    }
  `,
  template: `
    <cb-icon [name]="plan() === 'real-time' ? 'bolt' : 'jobs'" [size]="18" />
    <div>
      <p>{{ words() }}</p>
      @if (takes()) {
        <p class="takes numbers">{{ takes() }}</p>
      }
    </div>
  `,
})
export class PlanNote {
  readonly plan = input.required<Plan>();
  readonly estimate = input.required<JobEstimate | null>();
  protected readonly words = computed(() => WORDS[this.plan()]);
  protected readonly takes = computed(() => {
    const estimate = this.estimate();
    if (!estimate) return '';
    const tokens = `About ${compact(estimate.prompt_tokens + estimate.completion_tokens)} tokens`;
    const cost = estimate.estimated_cost;
    return cost === null ? `${tokens}.` : `${tokens}, $${cost.toFixed(cost < 1 ? 3 : 2)}.`;
  });
}
