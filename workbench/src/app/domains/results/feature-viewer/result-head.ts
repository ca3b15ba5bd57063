import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  Injector,
  afterNextRender,
  computed,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import { Router, RouterLink } from '@angular/router';

import { Toasts } from '../../../shared/data/toasts';
import { Confirm } from '../../../shared/ui/confirm';
import { Icon } from '../../../shared/ui/icon';
import { problemOf, sentenceOf } from '../../../shared/util/problem';
import { saveFile } from '../../../shared/util/save-file';
import { JobTypesStore } from '../../jobs/data/job-types-store';
import { ResultStore } from '../data/result-store';
import { ResultsClient } from '../data/results-client';
import { FileKind, fileKinds, fileName } from '../util/file-kinds';
import { AnyResult } from '../util/result-kinds';
import { factsOf, goneWords } from '../util/result-facts';

/** What a saved result is called, and what can be done with the whole of it. */
@Component({
  selector: 'cb-result-head',
  imports: [Confirm, Icon, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './result-head.css',
  templateUrl: './result-head.html',
})
export class ResultHead {
  readonly result = input.required<AnyResult>();

  protected readonly kinds = computed(() => fileKinds(this.types.exportsOf(this.result().type)));
  protected readonly editing = signal(false);
  /** The kind of file that is being made. */
  protected readonly making = signal<FileKind | null>(null);
  protected readonly title = computed(() => this.result().metadata.title);
  protected readonly facts = computed(() => factsOf(this.result(), this.words()));
  protected readonly gone = computed(() => goneWords(this.result(), this.words()));
  private readonly words = computed(() => this.types.wordsOfResult(this.result().type));
  private readonly types = inject(JobTypesStore);
  private readonly store = inject(ResultStore);
  private readonly client = inject(ResultsClient);
  private readonly router = inject(Router);
  private readonly toasts = inject(Toasts);
  private readonly injector = inject(Injector);
  private readonly box = viewChild<ElementRef<HTMLInputElement>>('box');

  constructor() {
    void this.types.load();
  }

  protected edit(): void {
    this.editing.set(true);
    afterNextRender(() => this.box()?.nativeElement.select(), { injector: this.injector });
  }

  protected async rename(title: string): Promise<void> {
    this.editing.set(false);
    if (!title || title === this.title()) return;
    await this.attempt('The title could not be changed', () => this.store.rename(this.result().id, title));
  }

  protected async download(kind: FileKind): Promise<void> {
    this.making.set(kind);
    await this.attempt('The file could not be made', async () => {
      saveFile(await this.client.file(this.result().id, kind), fileName(this.title(), kind));
    });
    this.making.set(null);
  }

  protected async delete(): Promise<void> {
    await this.attempt('The result could not be deleted', async () => {
      await this.client.delete(this.result().id);
      this.toasts.show('good', 'Result deleted', this.title());
      await this.router.navigate(['/results']);
    });
  }

  private async attempt(title: string, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.toasts.show('bad', title, sentenceOf(problemOf(error)));
    }
  }
}
