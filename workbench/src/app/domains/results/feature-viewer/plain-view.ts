import { JsonPipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

import { AnyResult } from '../util/any-result';
import { ResultHead } from './result-head';

const OF_EVERY_RESULT = new Set([
  'id',
  'type',
  'record',
  'user_id',
  'job_id',
  'created_date',
  'modified_date',
  'metadata',
]);

/** A result of a kind that this page has no view of: its own fields as they are. */
@Component({
  selector: 'cb-plain-view',
  imports: [JsonPipe, ResultHead],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styles: `
    :host {
      display: grid;
      gap: var(--gap-5);
      grid-template-columns: minmax(0, 1fr);
    }
    pre {
      overflow-x: auto;
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
  `,
  template: `
    <cb-result-head [result]="result()" />
    <section class="card">
      <pre class="small">{{ own() | json }}</pre>
    </section>
  `,
})
export class PlainView {
  readonly result = input.required<AnyResult>();
  protected readonly own = computed(() =>
    Object.fromEntries(Object.entries(this.result()).filter(([name]) => !OF_EVERY_RESULT.has(name))),
  );
}
