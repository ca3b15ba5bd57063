import { Injectable, signal } from '@angular/core';

const PLACE = 'jobs-open';
const WIDE = '(min-width: 1081px)';

/** Whether the background jobs are shown. On a wide screen it is remembered. */
@Injectable({ providedIn: 'root' })
export class SidebarState {
  private readonly open = signal(matchMedia(WIDE).matches && localStorage.getItem(PLACE) === 'yes');
  readonly isOpen = this.open.asReadonly();

  toggle(): void {
    this.set(!this.open());
  }

  show(): void {
    this.set(true);
  }

  close(): void {
    this.set(false);
  }

  /** Out of the way of the page that was gone to, where it covers it. */
  uncover(): void {
    if (!matchMedia(WIDE).matches) this.open.set(false);
  }

  private set(open: boolean): void {
    this.open.set(open);
    if (matchMedia(WIDE).matches) localStorage.setItem(PLACE, open ? 'yes' : 'no');
  }
}
