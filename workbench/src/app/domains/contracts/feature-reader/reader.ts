import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  computed,
  effect,
  inject,
  input,
  signal,
} from '@angular/core';
import { RouterLink } from '@angular/router';

import { Contract } from '../../../api/models/contract';
import { Toasts } from '../../../shared/data/toasts';
import { Icon } from '../../../shared/ui/icon';
import { ProblemPanel } from '../../../shared/ui/problem-panel';
import { Skeleton } from '../../../shared/ui/skeleton';
import { clauseLabel } from '../../../shared/util/clause-labels';
import { counted, moment } from '../../../shared/util/format';
import { Problem, problemOf, sentenceOf } from '../../../shared/util/problem';
import { saveFile } from '../../../shared/util/save-file';
import { ContractsClient } from '../data/contracts-client';
import { Outline } from '../ui/outline';
import { passagesOf } from '../util/clause-passages';
import { kindOf } from '../util/contract-words';
import { Marked, marked } from '../util/marking';

/** One contract to read: its text with the outline of its clauses, at a clause or a quote if the address names one. */
@Component({
  selector: 'cb-reader',
  imports: [Icon, Outline, ProblemPanel, RouterLink, Skeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './reader.css',
  templateUrl: './reader.html',
})
export class Reader {
  readonly contractId = input.required<string>();
  /** Of the query: a clause's id, or where a quote begins and ends in the text. */
  readonly clause = input<string>();
  readonly start = input<string>();
  readonly end = input<string>();

  protected readonly contract = signal<Contract | null>(null);
  protected readonly problem = signal<Problem | null>(null);
  protected readonly passages = computed(() => {
    const contract = this.contract();
    return contract ? passagesOf(contract.text, contract.clauses) : [];
  });
  protected readonly facts = computed(() => {
    const contract = this.contract();
    if (!contract) return '';
    const clauses = counted(contract.clause_count, 'clause');
    return `${kindOf(contract)} · ${clauses} · ${counted(contract.text_tokens, 'token')} · added ${moment(contract.created_date)}`;
  });
  protected readonly labelOf = clauseLabel;
  private readonly client = inject(ContractsClient);
  private readonly toasts = inject(Toasts);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);

  constructor() {
    effect(() => void this.load(this.contractId()));
    effect(() => {
      const id = this.clause();
      if (this.contract()) setTimeout(() => this.show(id ? `#${CSS.escape(id)}` : 'mark'));
    });
  }

  protected async load(id: string): Promise<void> {
    this.contract.set(null);
    this.problem.set(null);
    try {
      this.contract.set(await this.client.read(id));
    } catch (error) {
      this.problem.set(problemOf(error));
    }
  }

  /** A passage's text with the quote of the address marked in it. */
  protected marked(text: string, at: number): Marked {
    return marked(text, Number(this.start()) - at, Number(this.end()) - at);
  }

  protected async download(contract: Contract): Promise<void> {
    try {
      saveFile(await this.client.original(contract.id), contract.filename ?? contract.id);
    } catch (error) {
      this.toasts.show('bad', 'The file could not be downloaded', sentenceOf(problemOf(error)));
    }
  }

  private show(selector: string): void {
    this.host.nativeElement
      .querySelector(selector)
      ?.scrollIntoView({ block: selector === 'mark' ? 'center' : 'start' });
  }
}
