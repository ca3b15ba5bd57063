import { Injectable, computed, inject, signal } from '@angular/core';

import { ResultPage } from '../../../api/models/result-page';
import { Session } from '../../../shared/data/session';
import { Problem, problemOf } from '../../../shared/util/problem';
import { ResultFilter, ResultsClient } from './results-client';

export const ALL_RESULTS: ResultFilter = { text: '', type: '' };

/** The user's results, newest first, as many pages as were asked for. */
@Injectable()
export class ResultListStore {
  private readonly client = inject(ResultsClient);
  private readonly session = inject(Session);
  private readonly wanted = signal<ResultFilter>(ALL_RESULTS);
  private readonly read = signal<ResultPage | null>(null);
  private readonly trouble = signal<Problem | null>(null);
  private asked = 0;

  readonly filter = this.wanted.asReadonly();
  readonly page = this.read.asReadonly();
  readonly problem = this.trouble.asReadonly();
  readonly isFiltered = computed(() => this.wanted() !== ALL_RESULTS);

  /** Show only results like this. */
  async show(filter: ResultFilter): Promise<void> {
    this.wanted.set(filter);
    await this.load(null);
  }

  /** Read the first page, or the one behind those that are there. */
  async load(continuation: string | null): Promise<void> {
    const turn = ++this.asked;
    this.trouble.set(null);
    try {
      const page = await this.client.list(this.session.user() ?? '', this.wanted(), continuation);
      if (turn !== this.asked) return;
      const before = continuation ? (this.read()?.results ?? []) : [];
      this.read.set({ ...page, results: [...before, ...page.results] });
    } catch (error) {
      if (turn === this.asked) this.trouble.set(problemOf(error));
    }
  }
}
