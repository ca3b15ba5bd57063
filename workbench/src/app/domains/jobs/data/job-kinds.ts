import { Injectable, inject, signal } from '@angular/core';

import { Api } from '../../../api/api';
import { listJobTypes } from '../../../api/functions';
import { ShownJobType } from '../../../api/models/shown-job-type';

/** The kinds of jobs that the server knows, asked for once. Until they are there, nothing is known of any. */
@Injectable({ providedIn: 'root' })
export class JobKinds {
  private readonly api = inject(Api);
  private readonly found = signal<readonly ShownJobType[]>([]);
  private asked = false;

  readonly all = this.found.asReadonly();

  async load(): Promise<void> {
    if (this.asked) return;
    this.asked = true;
    try {
      this.found.set((await this.api.invoke(listJobTypes)).job_types);
    } catch {
      // The page works without: files beside JSON are not offered. The next view asks again.
      this.asked = false;
    }
  }

  /** The kind whose results have this type. */
  ofResult(resultType: string): ShownJobType | undefined {
    return this.found().find((kind) => kind.result_type === resultType);
  }
}
