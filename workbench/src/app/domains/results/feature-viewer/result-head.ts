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
import { counted, moment } from '../../../shared/util/format';
import { problemOf, sentenceOf } from '../../../shared/util/problem';
import { saveFile } from '../../../shared/util/save-file';
import { JobKinds } from '../../jobs/data/job-kinds';
import { ResultStore } from '../data/result-store';
import { ResultsClient } from '../data/results-client';
import { AnyResult } from '../util/any-result';
import { FILE_KINDS, FileKind, fileName } from '../util/file-kinds';

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

  /** The files that results of this type are made into: JSON in any case. */
  protected readonly kinds = computed(() => {
    const offered = this.kind()?.exports ?? ['json'];
    return FILE_KINDS.filter(({ kind }) => offered.includes(kind));
  });
  protected readonly editing = signal(false);
  /** The kind of file that is being made. */
  protected readonly making = signal<FileKind | null>(null);
  protected readonly title = computed(() => this.result().metadata.title);
  protected readonly facts = computed(() => {
    const { overview, created_date, errors, not_analysed } = this.result();
    const first = overview[0];
    const model = first && 'model' in first ? first.model : '';
    const item = this.kind()?.words.item ?? 'item';
    const facts = [counted(overview.length, item), moment(created_date), model];
    if (errors.length) facts.push(`${errors.length} failed`);
    if (not_analysed) facts.push(`${not_analysed} not begun`);
    return facts.filter(Boolean).join(' · ');
  });
  private readonly jobKinds = inject(JobKinds);
  private readonly kind = computed(() => this.jobKinds.ofResult(this.result().type));
  private readonly store = inject(ResultStore);
  private readonly client = inject(ResultsClient);
  private readonly router = inject(Router);
  private readonly toasts = inject(Toasts);
  private readonly injector = inject(Injector);
  private readonly box = viewChild<ElementRef<HTMLInputElement>>('box');

  constructor() {
    void this.jobKinds.load();
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
