import { Injectable, signal } from '@angular/core';

export type ToastTone = 'good' | 'bad' | 'warn' | 'info';

export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

export interface Toast {
  readonly id: number;
  readonly tone: ToastTone;
  readonly title: string;
  readonly text: string;
  readonly action: ToastAction | null;
}

const MOST = 4;
const SHOWN_MS = 6_000;
const SHOWN_WITH_ACTION_MS = 20_000;

/** Short notices at the edge. One with an action stays longer, and none leaves while it is pointed at or focused. */
@Injectable({ providedIn: 'root' })
export class Toasts {
  private readonly list = signal<readonly Toast[]>([]);
  private readonly leaving = new Map<number, ReturnType<typeof setTimeout>>();
  private last = 0;
  readonly all = this.list.asReadonly();

  show(tone: ToastTone, title: string, text = '', action: ToastAction | null = null): void {
    const toast = { id: ++this.last, tone, title, text, action };
    this.list.update((list) => [...list, toast].slice(-MOST));
    this.release(toast.id);
  }

  dismiss(id: number): void {
    this.hold(id);
    this.list.update((list) => list.filter((toast) => toast.id !== id));
  }

  /** Keep a toast until it is released. */
  hold(id: number): void {
    clearTimeout(this.leaving.get(id));
    this.leaving.delete(id);
  }

  release(id: number): void {
    const toast = this.list().find((shown) => shown.id === id);
    if (!toast) return;
    this.hold(id);
    const time = toast.action ? SHOWN_WITH_ACTION_MS : SHOWN_MS;
    this.leaving.set(
      id,
      setTimeout(() => this.dismiss(id), time),
    );
  }
}
