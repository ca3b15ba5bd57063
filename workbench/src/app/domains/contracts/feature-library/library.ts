import { ChangeDetectionStrategy, Component, computed, inject, signal, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';

import { ContractHeader } from '../../../api/models/contract-header';
import { Now } from '../../../shared/data/now';
import { Toasts } from '../../../shared/data/toasts';
import { Confirm } from '../../../shared/ui/confirm';
import { Icon } from '../../../shared/ui/icon';
import { ProblemPanel } from '../../../shared/ui/problem-panel';
import { Skeleton } from '../../../shared/ui/skeleton';
import { StatePanel } from '../../../shared/ui/state-panel';
import { ago, counted, whole } from '../../../shared/util/format';
import { problemOf, sentenceOf } from '../../../shared/util/problem';
import { ContractsStore } from '../data/contracts-store';
import { UploadsStore } from '../data/uploads-store';
import { DropZone } from '../ui/drop-zone';
import { UploadList } from '../ui/upload-list';
import { kindOf, matches } from '../util/contract-words';

/** The contracts: upload, find, read, delete. */
@Component({
  selector: 'cb-library',
  imports: [Confirm, DropZone, Icon, ProblemPanel, RouterLink, Skeleton, StatePanel, UploadList],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './library.css',
  templateUrl: './library.html',
})
export class Library {
  protected readonly store = inject(ContractsStore);
  protected readonly uploads = inject(UploadsStore);
  protected readonly now = inject(Now).ms;
  protected readonly search = signal('');
  protected readonly doomed = signal<ContractHeader | null>(null);
  protected readonly found = computed(() =>
    this.store.contracts().filter((contract) => matches(contract, this.search().trim())),
  );
  protected readonly summary = computed(() => {
    const tokens = this.store.contracts().reduce((sum, contract) => sum + contract.text_tokens, 0);
    return `${counted(this.store.contracts().length, 'contract')}, ${counted(tokens, 'token')}`;
  });
  protected readonly kindOf = kindOf;
  protected readonly ago = ago;
  protected readonly whole = whole;
  private readonly toasts = inject(Toasts);
  private readonly confirm = viewChild.required(Confirm);

  constructor() {
    void this.store.load();
  }

  protected ask(contract: ContractHeader): void {
    this.doomed.set(contract);
    this.confirm().open();
  }

  protected async delete(): Promise<void> {
    const contract = this.doomed();
    if (!contract) return;
    try {
      await this.store.delete(contract.id);
      this.toasts.show('good', 'Contract deleted', contract.title);
    } catch (error) {
      this.toasts.show('bad', 'The contract could not be deleted', sentenceOf(problemOf(error)));
    }
  }
}
