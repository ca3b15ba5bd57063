import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';

import { JobsStore } from '../domains/jobs/data/jobs-store';
import { Session } from '../shared/data/session';
import { ThemeChoice } from '../shared/data/theme';
import { Icon } from '../shared/ui/icon';
import { IconName } from '../shared/ui/icons';
import { SidebarState } from '../shared/data/sidebar-state';

interface Place {
  readonly path: string;
  readonly word: string;
  readonly icon: IconName;
}

@Component({
  selector: 'cb-top-bar',
  imports: [Icon, RouterLink, RouterLinkActive],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './top-bar.css',
  templateUrl: './top-bar.html',
})
export class TopBar {
  protected readonly places: readonly Place[] = [
    { path: '/contracts', word: 'Contracts', icon: 'library' },
    { path: '/compare', word: 'Compare', icon: 'compare' },
    { path: '/ask', word: 'Ask', icon: 'ask' },
    { path: '/results', word: 'Results', icon: 'report' },
    { path: '/job-history', word: 'History', icon: 'history' },
  ];
  protected readonly session = inject(Session);
  protected readonly theme = inject(ThemeChoice);
  protected readonly sidebar = inject(SidebarState);
  protected readonly open = computed(() => this.jobs.open().length);
  private readonly jobs = inject(JobsStore);
}
