import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';

import { SidebarState } from '../../../shared/data/sidebar-state';
import { Toasts } from '../../../shared/data/toasts';
import { Icon } from '../../../shared/ui/icon';
import { ProblemPanel } from '../../../shared/ui/problem-panel';
import { Skeleton } from '../../../shared/ui/skeleton';
import { StatePanel } from '../../../shared/ui/state-panel';
import { counted } from '../../../shared/util/format';
import { problemOf, sentenceOf } from '../../../shared/util/problem';
import { ContractPicker } from '../../compare/ui/contract-picker';
import { RunOptions } from '../../compare/ui/run-options';
import { TokenMeter } from '../../compare/ui/token-meter';
import { tokenWords } from '../../compare/util/token-budget';
import { ContractsStore } from '../../contracts/data/contracts-store';
import { JobCommands } from '../../jobs/data/job-commands';
import { AskStore } from '../data/ask-store';
import { LiveAnswers } from '../data/live-answers';
import { PlanNote } from '../ui/plan-note';
import { EXAMPLES, LONGEST } from '../util/question';
import { LiveView } from './live-view';

/** Asks a question of chosen contracts: answered while one waits, or in the background. */
@Component({
  selector: 'cb-ask',
  imports: [
    ContractPicker,
    Icon,
    LiveView,
    PlanNote,
    ProblemPanel,
    RouterLink,
    RunOptions,
    Skeleton,
    StatePanel,
    TokenMeter,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './ask.css',
  templateUrl: './ask.html',
})
export class Ask {
  protected readonly contracts = inject(ContractsStore);
  protected readonly store = inject(AskStore);
  protected readonly answers = inject(LiveAnswers);
  protected readonly submitting = signal(false);
  protected readonly title = computed(() => {
    const chosen = this.store.question().contracts.size;
    return chosen ? `Ask ${counted(chosen, 'contract')}` : 'Ask';
  });
  protected readonly examples = EXAMPLES;
  protected readonly longest = LONGEST;
  private readonly toasts = inject(Toasts);
  private readonly commands = inject(JobCommands);
  private readonly sidebar = inject(SidebarState);

  constructor() {
    void this.contracts.load();
  }

  /** Ask now if that can be, in the background if not. */
  protected async submit(): Promise<void> {
    const request = this.store.request();
    if (!request) return;
    if (this.store.use().isOver) await this.submitJob();
    else void this.answers.ask(request);
  }

  protected async submitJob(): Promise<void> {
    this.submitting.set(true);
    try {
      await this.commands.look(await this.store.submit());
      this.tell();
      this.answers.clear();
      this.sidebar.show();
    } catch (error) {
      this.toasts.show('bad', 'The question could not be submitted', sentenceOf(problemOf(error)));
    }
    this.submitting.set(false);
  }

  private tell(): void {
    const use = this.store.use();
    if (!use.isOver) {
      this.toasts.show(
        'info',
        'Submitted',
        'It goes on in the background. You will be told when it is done.',
      );
      return;
    }
    this.toasts.show(
      'warn',
      'Token Budget Exceeded',
      `Your query will be processed in the background and you will be notified when complete. Token usage: ${tokenWords(use)}.`,
    );
  }
}
