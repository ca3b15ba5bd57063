import { Injectable, computed, inject, signal } from '@angular/core';

import { ExportKind, ItemWords, JobKind, PLAIN_EXPORTS, PLAIN_WORDS } from '../util/job-kinds';
import { JobTypesClient } from './job-types-client';

/** The kinds of jobs that the server has. They are read once, and pages do without while they are not there. */
@Injectable({ providedIn: 'root' })
export class JobTypesStore {
  private readonly client = inject(JobTypesClient);
  private readonly read = signal<readonly JobKind[]>([]);
  private loading: Promise<void> | null = null;

  readonly types = this.read.asReadonly();
  private readonly byName = computed(() => new Map(this.types().map((type) => [type.name, type])));
  private readonly byResult = computed(() => new Map(this.types().map((type) => [type.result_type, type])));

  /** Read the kinds unless they are known; another call tries again what failed. */
  load(): Promise<void> {
    this.loading ??= this.readAll();
    return this.loading;
  }

  /** What the items of jobs of this type are called. */
  wordsOf(jobType: string): ItemWords {
    return this.byName().get(jobType)?.words ?? PLAIN_WORDS;
  }

  /** What the items of results of this type are called. */
  wordsOfResult(resultType: string): ItemWords {
    return this.byResult().get(resultType)?.words ?? PLAIN_WORDS;
  }

  /** What results of this type can be kept as. */
  exportsOf(resultType: string): readonly ExportKind[] {
    return this.byResult().get(resultType)?.exports ?? PLAIN_EXPORTS;
  }

  private async readAll(): Promise<void> {
    try {
      this.read.set(await this.client.list());
    } catch {
      this.loading = null;
    }
  }
}
