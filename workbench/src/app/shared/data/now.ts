import { DestroyRef, Injectable, inject, signal } from '@angular/core';

const TICK_MS = 20_000;

/** The time of day for what says how long ago something was. */
@Injectable({ providedIn: 'root' })
export class Now {
  private readonly time = signal(Date.now());
  readonly ms = this.time.asReadonly();

  constructor() {
    const ticking = setInterval(() => this.time.set(Date.now()), TICK_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(ticking));
  }
}
