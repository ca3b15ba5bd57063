import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';

import { JobRow } from '../../../api/models/job-row';
import { Icon } from '../../../shared/ui/icon';
import { ago, duration } from '../../../shared/util/format';
import { isFinal } from '../util/job-moves';
import { ItemWords } from '../util/job-kinds';
import { STEPS, canRetry, hasResult, hasSteps, outcomeWords, ownStep, stepOf } from '../util/job-words';
import { ProgressBar } from './progress-bar';
import { StatusChip } from './status-chip';

/** A job in the sidebar: what it is, how far it is, and what can be done with it. */
@Component({
  selector: 'cb-job-card',
  imports: [Icon, ProgressBar, RouterLink, StatusChip],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './job-card.css',
  templateUrl: './job-card.html',
})
export class JobCard {
  readonly job = input.required<JobRow>();
  readonly now = input.required<number>();
  /** What its items are called. */
  readonly words = input.required<ItemWords>();
  readonly cancelled = output();
  readonly retried = output();

  protected readonly steps = STEPS;
  protected readonly ended = computed(() => isFinal(this.job()));
  protected readonly running = computed(() => this.job().status === 'processing');
  protected readonly hasSteps = computed(() => hasSteps(this.job().job_type));
  protected readonly ownStep = computed(() => ownStep(this.job()));
  protected readonly step = computed(() => stepOf(this.job()));
  protected readonly stopping = computed(() => !this.ended() && this.job().stop !== null);
  protected readonly retryable = computed(() => canRetry(this.job()));
  protected readonly readable = computed(() => hasResult(this.job()));
  protected readonly when = computed(() =>
    ago(this.job().completed_date ?? this.job().created_date, this.now()),
  );
  protected readonly remaining = computed(() => {
    const seconds = this.job().progress.estimated_time_remaining;
    return this.running() && seconds !== null ? `about ${duration(seconds)} left` : '';
  });
  protected readonly outcome = computed(() => outcomeWords(this.job(), this.words()));
}
