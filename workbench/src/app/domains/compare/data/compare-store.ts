import { Injectable, computed, inject, signal } from '@angular/core';

import { Api } from '../../../api/api';
import {
  answerContractComparison,
  estimateJob,
  saveComparison,
  startContractComparison,
} from '../../../api/functions';
import { Clause } from '../../../api/models/clause';
import { ClauseType } from '../../../api/models/clause-type';
import { ComparisonRequestEnvelope } from '../../../api/models/comparison-request-envelope';
import { JobEstimate } from '../../../api/models/job-estimate';
import { ContractsClient } from '../../contracts/data/contracts-client';
import { ContractsStore } from '../../contracts/data/contracts-store';
import { Choice, NOTHING_CHOSEN, missingOf, requestOf } from '../util/choice';
import { tokenUse } from '../util/token-budget';

/** What is to be compared. It is kept while the user looks at other pages. */
@Injectable({ providedIn: 'root' })
export class CompareStore {
  private readonly api = inject(Api);
  private readonly client = inject(ContractsClient);
  private readonly contracts = inject(ContractsStore);
  private readonly chosen = signal<Choice>(NOTHING_CHOSEN);
  private readonly clauses = signal<readonly Clause[]>([]);

  readonly choice = this.chosen.asReadonly();
  readonly missing = computed(() => missingOf(this.chosen()));
  readonly standard = computed(() => this.contracts.byId().get(this.chosen().standard ?? '') ?? null);
  readonly candidates = computed(() =>
    this.contracts.contracts().filter((contract) => contract.id !== this.chosen().standard),
  );
  readonly use = computed(() => {
    const named = [this.chosen().standard ?? '', ...this.chosen().others];
    return tokenUse(named.map((id) => this.contracts.byId().get(id)?.text_tokens ?? 0));
  });
  /** The types of the standard's clauses, in its own order. */
  readonly clauseTypes = computed(() => [
    ...new Set(
      this.clauses()
        .map((clause) => clause.clause_type)
        .filter((type) => type !== 'other' && type !== 'parties'),
    ),
  ]);

  change(change: Partial<Choice>): void {
    this.chosen.update((choice) => ({ ...choice, ...change }));
  }

  async chooseStandard(id: string | null): Promise<void> {
    const others = new Set([...this.chosen().others].filter((other) => other !== id));
    this.change({ standard: id, others, clauses: new Set() });
    this.clauses.set([]);
    if (id === null) return;
    const contract = await this.client.read(id);
    if (this.chosen().standard === id) this.clauses.set(contract.clauses);
  }

  toggleClause(type: ClauseType): void {
    const clauses = new Set(this.chosen().clauses);
    if (!clauses.delete(type)) clauses.add(type);
    this.change({ clauses });
  }

  /** What the choice would take, and whether it can be answered while one waits; null while something is missing. */
  async estimate(choice: Choice): Promise<JobEstimate | null> {
    const body = requestOf(choice);
    if (!body) return null;
    return this.api.invoke(estimateJob, { body: { job_type: 'contract_comparison', request: body.request } });
  }

  /** Compare while the user waits, and keep the answer; the id of the result. */
  async compareNow(): Promise<string> {
    const results = await this.api.invoke(answerContractComparison, { body: this.request() });
    const saved = await this.api.invoke(saveComparison, {
      body: { results },
      'Idempotency-Key': crypto.randomUUID(),
    });
    return saved.result_id;
  }

  /** Submit the comparison as a background job; its id. */
  async submit(): Promise<string> {
    const key = crypto.randomUUID();
    const body = this.request();
    return (await this.api.invoke(startContractComparison, { body, 'Idempotency-Key': key })).job_id;
  }

  private request(): ComparisonRequestEnvelope {
    const body = requestOf(this.chosen());
    if (!body) throw new Error(this.missing());
    return body;
  }
}
