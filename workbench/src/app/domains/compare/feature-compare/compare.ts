import { ChangeDetectionStrategy, Component, computed, effect, inject, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';

import { JobEstimate } from '../../../api/models/job-estimate';
import { Toasts } from '../../../shared/data/toasts';
import { Icon } from '../../../shared/ui/icon';
import { ProblemPanel } from '../../../shared/ui/problem-panel';
import { Skeleton } from '../../../shared/ui/skeleton';
import { StatePanel } from '../../../shared/ui/state-panel';
import { clauseLabel } from '../../../shared/util/clause-labels';
import { counted, whole } from '../../../shared/util/format';
import { problemOf, sentenceOf } from '../../../shared/util/problem';
import { SidebarState } from '../../../shared/data/sidebar-state';
import { ContractsStore } from '../../contracts/data/contracts-store';
import { JobCommands } from '../../jobs/data/job-commands';
import { CompareStore } from '../data/compare-store';
import { ContractPicker } from '../ui/contract-picker';
import { RunOptions } from '../ui/run-options';
import { TokenMeter } from '../ui/token-meter';
import { Choice } from '../util/choice';
import { costWords } from '../util/estimate-words';
import { tokenUse, tokenWords } from '../util/token-budget';

const ESTIMATE_AFTER_MS = 250;

/** Chooses what is compared with what, and how, and hands it in. */
@Component({
  selector: 'cb-compare',
  imports: [ContractPicker, Icon, ProblemPanel, RouterLink, RunOptions, Skeleton, StatePanel, TokenMeter],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './compare.css',
  templateUrl: './compare.html',
})
export class Compare {
  protected readonly contracts = inject(ContractsStore);
  protected readonly store = inject(CompareStore);
  protected readonly busy = signal<'now' | 'background' | null>(null);
  protected readonly estimate = signal<JobEstimate | null>(null);
  protected readonly canBeNow = computed(() => this.estimate()?.mode === 'realtime');
  /** The server's figures once they are there. */
  protected readonly use = computed(() => {
    const known = this.estimate();
    return known ? tokenUse([known.used_tokens], known.available_tokens) : this.store.use();
  });
  protected readonly standardSet = computed(() => new Set(this.store.choice().standard ?? []));
  protected readonly title = computed(() => {
    const others = this.store.choice().others.size;
    return others ? `Compare ${counted(others, 'contract')}` : 'Compare';
  });
  protected readonly labelOf = clauseLabel;
  protected readonly costWords = costWords;
  protected readonly whole = whole;
  private readonly router = inject(Router);
  private readonly toasts = inject(Toasts);
  private readonly commands = inject(JobCommands);
  private readonly sidebar = inject(SidebarState);

  constructor() {
    void this.contracts.load();
    effect((onCleanup) => {
      const choice = this.store.choice();
      const soon = setTimeout(() => void this.ask(choice), ESTIMATE_AFTER_MS);
      onCleanup(() => clearTimeout(soon));
    });
  }

  protected async choose(chosen: ReadonlySet<string>): Promise<void> {
    const [id] = chosen;
    await this.attempt('The standard could not be read', () => this.store.chooseStandard(id ?? null));
  }

  protected async compareNow(): Promise<void> {
    this.busy.set('now');
    await this.attempt('The comparison was not answered', async () => {
      const resultId = await this.store.compareNow();
      await this.router.navigate(['/results'], { queryParams: { resultId } });
    });
    this.busy.set(null);
  }

  protected async submit(): Promise<void> {
    this.busy.set('background');
    await this.attempt('The comparison could not be submitted', async () => {
      await this.commands.look(await this.store.submit());
      this.tellSubmitted();
      this.sidebar.show();
    });
    this.busy.set(null);
  }

  private tellSubmitted(): void {
    const use = this.use();
    const text =
      'Your comparison will be processed in the background and you will be notified when complete.';
    if (use.isOver)
      this.toasts.show('warn', 'Token budget exceeded', `${text} Token usage: ${tokenWords(use)}.`);
    else this.toasts.show('info', 'Submitted', text);
  }

  private async ask(choice: Choice): Promise<void> {
    try {
      const estimate = await this.store.estimate(choice);
      if (choice === this.store.choice()) this.estimate.set(estimate);
    } catch {
      // Without an estimate the page's own figures stand, and what is wrong is said when it is submitted.
      this.estimate.set(null);
    }
  }

  private async attempt(title: string, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.toasts.show('bad', title, sentenceOf(problemOf(error)));
    }
  }
}
