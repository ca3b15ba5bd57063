import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';

import { readable } from '../../../shared/util/readable';
import { JobTypesStore } from '../../jobs/data/job-types-store';
import { Artifacts } from '../../jobs/feature-artifacts/artifacts';
import { JobFiles } from '../data/job-files';
import { DataTree } from '../ui/data-tree';
import { ResultErrors } from '../ui/result-errors';
import { PlainResult } from '../util/plain-result';
import { lookOf } from '../util/result-words';
import { ResultHead } from './result-head';

/** A result of a type that the page has no view of: its files, its own fields, and what became of its items. */
@Component({
  selector: 'cb-plain-view',
  imports: [Artifacts, DataTree, ResultErrors, ResultHead],
  providers: [JobFiles],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styles: `
    :host {
      display: grid;
      gap: var(--gap-5);
      grid-template-columns: minmax(0, 1fr);
    }
    h2 {
      margin-bottom: 14px;
    }
    .about {
      overflow-wrap: anywhere;
    }
  `,
  template: `
    <cb-result-head [result]="result()" />
    @if (result().metadata.description) {
      <p class="about">{{ result().metadata.description }}</p>
    }
    <cb-result-errors [errors]="result().errors" [jobId]="result().job_id" [title]="failed()" />
    @if (files().length) {
      <section class="card padded" aria-labelledby="downloads">
        <h2 id="downloads">Downloads</h2>
        <cb-artifacts [jobId]="result().job_id" [artifacts]="files()" />
      </section>
    }
    @if (hasOwn()) {
      <section class="card padded" aria-labelledby="own">
        <h2 id="own">{{ word() }}</h2>
        <cb-data-tree [value]="result().own" [label]="word()" />
      </section>
    }
    @if (items().length) {
      <section class="card padded" aria-labelledby="items">
        <h2 id="items">{{ itemsWord() }}</h2>
        <cb-data-tree [value]="items()" [label]="itemsWord()" />
      </section>
    }
  `,
})
export class PlainView {
  readonly result = input.required<PlainResult>();

  protected readonly word = computed(() => lookOf(this.result().type).word);
  protected readonly hasOwn = computed(() => Object.keys(this.result().own).length > 0);
  /** What the result has of each item; the rows of its overview where it has no more. */
  protected readonly items = computed(() => {
    const { items, overview } = this.result();
    return items.length ? items : overview;
  });
  protected readonly itemsWord = computed(() => readable(this.words().items));
  protected readonly failed = computed(
    () => `${this.result().errors.length} could not be ${this.words().done}`,
  );
  protected readonly files = inject(JobFiles).of(() => this.result().job_id);
  private readonly types = inject(JobTypesStore);
  private readonly words = computed(() => this.types.wordsOfResult(this.result().type));
}
