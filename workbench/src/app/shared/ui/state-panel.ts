import { ChangeDetectionStrategy, Component, input } from '@angular/core';

import { Icon } from './icon';
import { IconName } from './icons';

/** What a page shows instead of its content: that there is none yet, or why it cannot be shown. Buttons go inside. */
@Component({
  selector: 'cb-state-panel',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styles: `
    :host {
      display: grid;
      justify-items: center;
      gap: 6px;
      padding: 56px 24px;
      text-align: center;
    }
    .badge {
      display: grid;
      place-items: center;
      width: 56px;
      height: 56px;
      margin-bottom: 8px;
      border-radius: 50%;
      background: var(--accent-soft);
      color: var(--accent);
    }
    p {
      max-width: 46ch;
      color: var(--ink-soft);
    }
    .actions {
      display: flex;
      gap: 8px;
      margin-top: 12px;
    }
    .actions:empty {
      display: none;
    }
  `,
  template: `
    <span class="badge"><cb-icon [name]="icon()" [size]="26" /></span>
    <h2>{{ title() }}</h2>
    @if (text()) {
      <p>{{ text() }}</p>
    }
    <div class="actions"><ng-content /></div>
  `,
})
export class StatePanel {
  readonly icon = input.required<IconName>();
  readonly title = input.required<string>();
  readonly text = input('');
}
