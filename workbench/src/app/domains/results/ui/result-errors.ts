import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';

import { Icon } from '../../../shared/ui/icon';
import { Named, subjectOf } from '../../jobs/util/subjects';

/** What could not be done, and why; nothing where all was. */
@Component({
  selector: 'cb-result-errors',
  imports: [Icon, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styles: `
    :host:empty {
      display: none;
    }
    .trouble {
      padding: 14px 24px;
      border-color: var(--high-line);
      background: var(--high-soft);
    }

    summary {
      display: flex;
      align-items: center;
      gap: 10px;
      font-weight: 600;
      color: var(--high);
      cursor: pointer;
    }

    .trouble ul {
      display: grid;
      gap: 12px;
      padding: 14px 0;
    }
  `,
  template: `
    @if (errors().length) {
      <section class="card trouble" aria-labelledby="failed">
        <details>
          <summary id="failed"><cb-icon name="alert" />{{ title() }}</summary>
          <ul>
            @for (error of errors(); track error.item_id) {
              <li>
                <strong>{{ subjectOf(error) }}</strong>
                <p class="small">{{ error.message }}</p>
              </li>
            }
          </ul>
          <a routerLink="/job-history" [queryParams]="{ job: jobId() }">View the job to try again</a>
        </details>
      </section>
    }
  `,
})
export class ResultErrors {
  readonly errors = input.required<readonly (Named & { readonly message: string })[]>();
  readonly jobId = input.required<string>();
  readonly title = input.required<string>();
  protected readonly subjectOf = subjectOf;
}
