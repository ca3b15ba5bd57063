import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

/** Lines that stand for content which is on its way. */
@Component({
  selector: 'cb-skeleton',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { role: 'status' },
  styles: `
    :host {
      display: grid;
      gap: 12px;
      padding: 20px;
    }
    i {
      display: block;
      height: 44px;
      border-radius: var(--radius-m);
      background: linear-gradient(90deg, var(--sunken) 30%, var(--hover) 50%, var(--sunken) 70%) 0 0 / 300%
        100%;
      animation: passing 1.6s linear infinite;
    }
    @keyframes passing {
      from {
        background-position: 100% 0;
      }
      to {
        background-position: 0 0;
      }
    }
  `,
  template: `
    <span class="visually-hidden">Loading…</span>
    @for (line of numbers(); track line) {
      <i></i>
    }
  `,
})
export class Skeleton {
  readonly lines = input(5);
  protected readonly numbers = computed(() => Array.from({ length: this.lines() }, (_, line) => line));
}
