import { Injectable, computed, inject, signal } from '@angular/core';

import { Api } from '../../../api/api';
import { startContractQuery } from '../../../api/functions';
import { tokenUse } from '../../compare/util/token-budget';
import { ContractsStore } from '../../contracts/data/contracts-store';
import { NO_QUESTION, Question, missingOf, requestOf } from '../util/question';
import { estimated } from './estimated';

/** What is to be asked, and of which contracts. It is kept while the user looks at other pages. */
@Injectable({ providedIn: 'root' })
export class AskStore {
  private readonly api = inject(Api);
  private readonly contracts = inject(ContractsStore);
  private readonly entered = signal<Question>(NO_QUESTION);

  readonly question = this.entered.asReadonly();
  readonly missing = computed(() => missingOf(this.entered()));
  readonly request = computed(() => requestOf(this.entered()));
  readonly estimate = estimated('contract_query', this.request);
  readonly use = computed(() => {
    const lengths = [...this.entered().contracts].map(
      (id) => this.contracts.byId().get(id)?.text_tokens ?? 0,
    );
    return tokenUse(lengths, this.estimate()?.available_tokens);
  });

  change(change: Partial<Question>): void {
    this.entered.update((question) => ({ ...question, ...change }));
  }

  /** Submit the question as a background job; its id. */
  async submit(): Promise<string> {
    const request = this.request();
    if (!request) throw new Error(this.missing());
    const body = { request, priority: this.entered().priority };
    const accepted = await this.api.invoke(startContractQuery, {
      body,
      'Idempotency-Key': crypto.randomUUID(),
    });
    return accepted.job_id;
  }
}
