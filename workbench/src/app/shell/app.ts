import { ChangeDetectionStrategy, Component, effect, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterOutlet } from '@angular/router';
import { filter } from 'rxjs';

import { JobTypesStore } from '../domains/jobs/data/job-types-store';
import { JobsFeed } from '../domains/jobs/data/jobs-feed';
import { Sidebar } from '../domains/jobs/feature-sidebar/sidebar';
import { Online } from '../shared/data/online';
import { Session } from '../shared/data/session';
import { ToastList } from '../shared/ui/toast-list';
import { Icon } from '../shared/ui/icon';
import { ProblemPanel } from '../shared/ui/problem-panel';
import { SidebarState } from '../shared/data/sidebar-state';
import { SignIn } from './sign-in';
import { TopBar } from './top-bar';

/** The frame around every page: navigation above, background jobs beside, notices over it. */
@Component({
  selector: 'cb-root',
  imports: [Icon, ProblemPanel, RouterOutlet, Sidebar, SignIn, ToastList, TopBar],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './app.css',
  templateUrl: './app.html',
})
export class App {
  protected readonly session = inject(Session);
  protected readonly sidebar = inject(SidebarState);
  protected readonly online = inject(Online).is;
  protected readonly loading = signal(true);
  private readonly feed = inject(JobsFeed);
  private readonly types = inject(JobTypesStore);

  constructor() {
    void this.load();
    inject(Router)
      .events.pipe(
        filter((event) => event instanceof NavigationEnd),
        takeUntilDestroyed(),
      )
      .subscribe(() => this.sidebar.uncover());
    effect(() => {
      const user = this.session.user();
      if (user === null) return;
      this.feed.follow(user);
      void this.types.load();
    });
  }

  protected async load(): Promise<void> {
    await this.session.load();
    this.loading.set(false);
  }

  protected toMain(main: HTMLElement): void {
    main.focus();
  }
}
