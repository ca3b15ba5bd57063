import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';

import { Toasts } from '../../../shared/data/toasts';
import { Icon } from '../../../shared/ui/icon';
import { compact } from '../../../shared/util/format';
import { problemOf, sentenceOf } from '../../../shared/util/problem';
import { ProgressBar } from '../../jobs/ui/progress-bar';
import { AnswersView } from '../../results/feature-viewer/answers-view';
import { Live, LiveAnswers } from '../data/live-answers';

/** A question and its answers while they are written, and what can be done with them then. */
@Component({
  selector: 'cb-live-view',
  imports: [AnswersView, Icon, ProgressBar, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './live-view.css',
  templateUrl: './live-view.html',
})
export class LiveView {
  readonly live = input.required<Live>();
  readonly isSubmitting = input.required<boolean>();
  readonly stopped = output();
  readonly closed = output();
  readonly again = output();
  readonly asJob = output();

  protected readonly saving = signal(false);
  protected readonly summary = computed(() => this.live().response?.answer_summary ?? '');
  protected readonly done = computed(
    () => this.live().lines.filter(({ state }) => state !== 'waiting' && state !== 'writing').length,
  );
  protected readonly percentage = computed(() => Math.round((100 * this.done()) / this.live().lines.length));
  protected readonly facts = computed(() => {
    const { lines, usage, isRunning } = this.live();
    const facts = [`${this.done()} of ${lines.length} ${isRunning ? 'answered' : 'done'}`];
    if (usage?.total_tokens) facts.push(`${compact(usage.total_tokens)} tokens`);
    if (usage?.estimated_cost) facts.push(`$${usage.estimated_cost.toFixed(3)}`);
    if (usage?.cached_items) facts.push(`${usage.cached_items} answered earlier`);
    return facts.join(' · ');
  });
  private readonly answers = inject(LiveAnswers);
  private readonly toasts = inject(Toasts);

  protected async save(): Promise<void> {
    this.saving.set(true);
    try {
      await this.answers.save();
      this.toasts.show('good', 'Saved', 'It is among your results.');
    } catch (error) {
      this.toasts.show('bad', 'The answer could not be saved', sentenceOf(problemOf(error)));
    }
    this.saving.set(false);
  }
}
