import { Injectable, computed, signal } from '@angular/core';

export type Theme = 'system' | 'light' | 'dark';

const PLACE = 'theme';
const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };

/** Light, dark, or as the system has it. */
@Injectable({ providedIn: 'root' })
export class ThemeChoice {
  private readonly chosen = signal<Theme>((document.documentElement.dataset['theme'] as Theme) ?? 'system');
  readonly theme = this.chosen.asReadonly();
  readonly next = computed(() => NEXT[this.chosen()]);

  advance(): void {
    const theme = this.next();
    this.chosen.set(theme);
    if (theme === 'system') {
      delete document.documentElement.dataset['theme'];
      localStorage.removeItem(PLACE);
    } else {
      document.documentElement.dataset['theme'] = theme;
      localStorage.setItem(PLACE, theme);
    }
  }
}
