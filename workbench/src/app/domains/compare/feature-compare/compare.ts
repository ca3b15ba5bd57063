import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';

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
import { TokenMeter } from '../ui/token-meter';

/** Chooses what is compared with what, and how, and hands it in. */
@Component({
  selector: 'cb-compare',
  imports: [ContractPicker, Icon, ProblemPanel, RouterLink, Skeleton, StatePanel, TokenMeter],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './compare.css',
  templateUrl: './compare.html',
})
export class Compare {
  protected readonly contracts = inject(ContractsStore);
  protected readonly store = inject(CompareStore);
  protected readonly submitting = signal(false);
  protected readonly standardSet = computed(() => new Set(this.store.choice().standard ?? []));
  protected readonly title = computed(() => {
    const others = this.store.choice().others.size;
    return others ? `Compare ${counted(others, 'contract')}` : 'Compare';
  });
  protected readonly labelOf = clauseLabel;
  protected readonly whole = whole;
  private readonly toasts = inject(Toasts);
  private readonly commands = inject(JobCommands);
  private readonly sidebar = inject(SidebarState);

  constructor() {
    void this.contracts.load();
  }

  protected async choose(chosen: ReadonlySet<string>): Promise<void> {
    const [id] = chosen;
    await this.attempt('The standard could not be read', () => this.store.chooseStandard(id ?? null));
  }

  protected async submit(): Promise<void> {
    this.submitting.set(true);
    await this.attempt('The comparison could not be submitted', async () => {
      await this.commands.look(await this.store.submit());
      this.toasts.show(
        'info',
        'Submitted',
        'It goes on in the background. You will be told when it is done.',
      );
      this.sidebar.show();
    });
    this.submitting.set(false);
  }

  private async attempt(title: string, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.toasts.show('bad', title, sentenceOf(problemOf(error)));
    }
  }
}
