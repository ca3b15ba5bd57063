import { Injectable, inject, signal } from '@angular/core';
import { Router } from '@angular/router';

import { JobRow } from '../../../api/models/job-row';
import { ToastTone, Toasts } from '../../../shared/data/toasts';
import { failedWords, hasResult } from '../util/job-words';
import { JobTypesStore } from './job-types-store';

const TONE: Readonly<Partial<Record<JobRow['status'], ToastTone>>> = {
  completed: 'good',
  failed: 'bad',
  timed_out: 'warn',
};
const TITLE: Readonly<Partial<Record<JobRow['status'], string>>> = {
  completed: 'Your results are ready',
  failed: 'A job failed',
  timed_out: 'A job ran out of time',
  cancelled: 'Job cancelled',
};

/** Tells of jobs that came to their end: with a toast, and with a notification of the browser's if the user asked for it. */
@Injectable({ providedIn: 'root' })
export class JobEnds {
  private readonly toasts = inject(Toasts);
  private readonly router = inject(Router);
  private readonly types = inject(JobTypesStore);
  private readonly permission = signal(supported() ? Notification.permission : 'denied');
  /** Whether the browser has not been asked yet. */
  readonly mayAsk = (): boolean => this.permission() === 'default';

  async askPermission(): Promise<void> {
    this.permission.set(await Notification.requestPermission());
  }

  tell(ended: readonly JobRow[]): void {
    for (const job of ended) {
      const action = hasResult(job)
        ? { label: 'View results', run: () => this.open(job) }
        : {
            label: 'View details',
            run: () => void this.router.navigate(['/job-history'], { queryParams: { job: job.id } }),
          };
      this.toasts.show(
        TONE[job.status] ?? 'info',
        TITLE[job.status] ?? 'A job ended',
        this.wordsOf(job),
        action,
      );
      if (this.permission() === 'granted' && document.hidden) this.notify(job);
    }
  }

  private open(job: JobRow): void {
    void this.router.navigate(['/results'], { queryParams: { loadJob: job.id, resultId: job.result_id } });
  }

  private notify(job: JobRow): void {
    const shown = new Notification(TITLE[job.status] ?? 'A job ended', {
      body: this.wordsOf(job),
      tag: job.id,
    });
    shown.onclick = () => {
      window.focus();
      if (hasResult(job)) this.open(job);
    };
  }

  private wordsOf(job: JobRow): string {
    if (job.status === 'failed') return `${job.title}. ${job.error_message ?? ''}`.trim();
    return job.items_failed
      ? `${job.title}. ${failedWords(job, this.types.wordsOf(job.job_type))}`
      : job.title;
  }
}

function supported(): boolean {
  return 'Notification' in window;
}
