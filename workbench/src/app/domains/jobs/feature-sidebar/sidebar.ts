import { ChangeDetectionStrategy, Component, computed, inject, output } from '@angular/core';
import { RouterLink } from '@angular/router';

import { Now } from '../../../shared/data/now';
import { Icon } from '../../../shared/ui/icon';
import { JobCommands } from '../data/job-commands';
import { JobEnds } from '../data/job-ends';
import { JobTypesStore } from '../data/job-types-store';
import { FeedState, JobsFeed } from '../data/jobs-feed';
import { JobsStore } from '../data/jobs-store';
import { JobCard } from '../ui/job-card';

const FEED: Readonly<Record<FeedState, string>> = {
  connecting: 'Connecting…',
  live: 'Live',
  polling: 'Asked every few seconds',
  lost: 'Connection lost. Trying again…',
};

/** The background jobs beside every page. */
@Component({
  selector: 'cb-sidebar',
  imports: [Icon, JobCard, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './sidebar.css',
  templateUrl: './sidebar.html',
})
export class Sidebar {
  readonly closed = output();
  protected readonly store = inject(JobsStore);
  protected readonly commands = inject(JobCommands);
  protected readonly ends = inject(JobEnds);
  protected readonly types = inject(JobTypesStore);
  protected readonly now = inject(Now).ms;
  protected readonly feed = inject(JobsFeed).state;
  protected readonly feedWord = computed(() => FEED[this.feed()]);
}
