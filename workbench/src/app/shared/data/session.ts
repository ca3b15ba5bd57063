import { Injectable, computed, inject, signal } from '@angular/core';

import { Api } from '../../api/api';
import { getMe } from '../../api/functions';
import { Me } from '../../api/models/me';
import { Problem, problemOf } from '../util/problem';

/** Who uses the workbench, as the API says. */
@Injectable({ providedIn: 'root' })
export class Session {
  private readonly api = inject(Api);
  private readonly me = signal<Me | null>(null);

  readonly user = computed(() => this.me()?.user_id ?? null);
  readonly isNamed = computed(() => this.me() !== null && this.me()?.auth_mode !== 'none');
  /** Why nobody knows yet. */
  readonly problem = signal<Problem | null>(null);

  async load(): Promise<void> {
    try {
      this.me.set(await this.api.invoke(getMe));
      this.problem.set(null);
    } catch (error) {
      this.problem.set(problemOf(error));
    }
  }
}
