import { ChangeDetectionStrategy, Component, inject } from '@angular/core';

import { Toast, ToastTone, Toasts } from '../data/toasts';
import { Icon } from './icon';
import { IconName } from './icons';

@Component({
  selector: 'cb-toast-list',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './toast-list.css',
  template: `
    <div role="status" aria-live="polite" aria-label="Notices">
      @for (toast of toasts.all(); track toast.id) {
        <div
          class="toast"
          [class]="toast.tone"
          (mouseenter)="toasts.hold(toast.id)"
          (mouseleave)="toasts.release(toast.id)"
          (focusin)="toasts.hold(toast.id)"
          (focusout)="toasts.release(toast.id)"
        >
          <cb-icon [name]="icons[toast.tone]" [size]="20" />
          <div class="words">
            <strong>{{ toast.title }}</strong>
            @if (toast.text) {
              <p>{{ toast.text }}</p>
            }
            @if (toast.action; as action) {
              <button type="button" class="button small" (click)="run(toast)">{{ action.label }}</button>
            }
          </div>
          <button type="button" class="button quiet small icon-only" (click)="toasts.dismiss(toast.id)">
            <cb-icon name="close" [size]="15" /><span class="visually-hidden"
              >Dismiss: {{ toast.title }}</span
            >
          </button>
        </div>
      }
    </div>
  `,
})
export class ToastList {
  protected readonly toasts = inject(Toasts);
  protected readonly icons: Readonly<Record<ToastTone, IconName>> = {
    good: 'check',
    bad: 'alert',
    warn: 'alert',
    info: 'bell',
  };

  protected run(toast: Toast): void {
    this.toasts.dismiss(toast.id);
    toast.action?.run();
  }
}
