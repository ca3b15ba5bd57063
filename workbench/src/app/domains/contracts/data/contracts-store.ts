import { Injectable, computed, inject, signal } from '@angular/core';

import { ContractHeader } from '../../../api/models/contract-header';
import { Problem, problemOf } from '../../../shared/util/problem';
import { ContractsClient } from './contracts-client';

/** All contracts that the user may see, newest first. */
@Injectable({ providedIn: 'root' })
export class ContractsStore {
  private readonly client = inject(ContractsClient);
  private readonly list = signal<readonly ContractHeader[] | null>(null);
  private readonly trouble = signal<Problem | null>(null);
  private loading: Promise<void> | null = null;

  readonly contracts = computed(() => this.list() ?? []);
  readonly isLoaded = computed(() => this.list() !== null);
  readonly problem = this.trouble.asReadonly();
  readonly byId = computed(() => new Map(this.contracts().map((contract) => [contract.id, contract])));

  /** Read the list unless it is known. */
  load(): Promise<void> {
    return this.isLoaded() ? Promise.resolve() : this.reload();
  }

  reload(): Promise<void> {
    this.loading ??= this.readAll().finally(() => (this.loading = null));
    return this.loading;
  }

  add(stored: readonly ContractHeader[]): void {
    const ids = new Set(stored.map((contract) => contract.id));
    this.list.update((list) => [...stored, ...(list ?? []).filter((contract) => !ids.has(contract.id))]);
  }

  async delete(id: string): Promise<void> {
    await this.client.delete(id);
    this.list.update((list) => list && list.filter((contract) => contract.id !== id));
  }

  private async readAll(): Promise<void> {
    try {
      const read: ContractHeader[] = [];
      let continuation: string | null = null;
      do {
        const page = await this.client.list(continuation);
        read.push(...page.contracts);
        continuation = page.continuation;
      } while (continuation);
      this.list.set(read);
      this.trouble.set(null);
    } catch (error) {
      this.trouble.set(problemOf(error));
    }
  }
}
