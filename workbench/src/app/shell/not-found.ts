import { ChangeDetectionStrategy, Component } from '@angular/core';

import { StatePanel } from '../shared/ui/state-panel';

@Component({
  selector: 'cb-not-found',
  imports: [StatePanel],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="page">
      <h1>There is no such page</h1>
      <cb-state-panel icon="compass" title="Nothing is at this address" text="Choose a page above." />
    </div>
  `,
})
export class NotFound {}
