import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';

import { Problem, ProblemKind } from '../util/problem';
import { Icon } from './icon';
import { IconName } from './icons';
import { StatePanel } from './state-panel';

const ICON: Readonly<Record<ProblemKind, IconName>> = {
  offline: 'offline',
  'sign-in': 'lock',
  denied: 'lock',
  missing: 'compass',
  refused: 'alert',
  broken: 'alert',
};

/** Why a page has nothing to show, and another try where that may help. */
@Component({
  selector: 'cb-problem-panel',
  imports: [Icon, StatePanel],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { role: 'alert' },
  template: `
    <cb-state-panel [icon]="icon()" [title]="problem().title" [text]="problem().detail">
      @if (canRetry()) {
        <button type="button" class="button" (click)="again.emit()">
          <cb-icon name="retry" /> Try again
        </button>
      }
    </cb-state-panel>
  `,
})
export class ProblemPanel {
  readonly problem = input.required<Problem>();
  readonly again = output();
  protected readonly icon = computed(() => ICON[this.problem().kind]);
  protected readonly canRetry = computed(
    () => this.problem().kind === 'offline' || this.problem().kind === 'broken',
  );
}
