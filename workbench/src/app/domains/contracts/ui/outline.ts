import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';

import { Clause } from '../../../api/models/clause';
import { Icon } from '../../../shared/ui/icon';
import { clauseLabel } from '../../../shared/util/clause-labels';

/** The clauses of a contract as links into its text. */
@Component({
  selector: 'cb-outline',
  imports: [Icon, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './outline.css',
  template: `
    <label class="search">
      <span class="visually-hidden">Find a clause</span>
      <cb-icon name="search" [size]="16" />
      <input #box class="input" type="search" placeholder="Find a clause" (input)="search.set(box.value)" />
    </label>
    <nav aria-label="Clauses">
      <ol>
        @for (clause of found(); track clause.clause_id) {
          <li [style.padding-left.px]="14 * (clause.level - 1)">
            <a
              routerLink="."
              [queryParams]="{ clause: clause.clause_id }"
              replaceUrl
              [class.here]="clause.clause_id === current()"
              [attr.aria-current]="clause.clause_id === current() ? 'location' : null"
            >
              <span class="number numbers">{{ clause.number }}</span>
              <span class="grow">
                <span class="name">{{ clause.heading || labelOf(clause.clause_type) }}</span>
                @if (clause.heading && clause.clause_type !== 'other') {
                  <span class="kind">{{ labelOf(clause.clause_type) }}</span>
                }
              </span>
            </a>
          </li>
        } @empty {
          <li class="small soft">No clause has these words.</li>
        }
      </ol>
    </nav>
  `,
})
export class Outline {
  readonly clauses = input.required<readonly Clause[]>();
  readonly current = input<string>();
  protected readonly search = signal('');
  protected readonly found = computed(() => {
    const wanted = this.search().trim().toLowerCase();
    return this.clauses().filter((clause) =>
      `${clause.number} ${clause.heading} ${clauseLabel(clause.clause_type)}`.toLowerCase().includes(wanted),
    );
  });
  protected readonly labelOf = clauseLabel;
}
