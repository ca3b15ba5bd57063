import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  Injector,
  afterNextRender,
  inject,
  input,
  linkedSignal,
  signal,
  viewChild,
} from '@angular/core';
import { Router } from '@angular/router';

import { Toasts } from '../../../shared/data/toasts';
import { Confirm } from '../../../shared/ui/confirm';
import { Icon } from '../../../shared/ui/icon';
import { download } from '../../../shared/util/download';
import { problemOf, sentenceOf } from '../../../shared/util/problem';
import { Format, ResultsClient } from '../data/results-client';

/** The title of a result, which can be changed, and what can be done with the whole of it. */
@Component({
  selector: 'cb-result-head',
  imports: [Confirm, Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './result-head.css',
  templateUrl: './result-head.html',
})
export class ResultHead {
  readonly resultId = input.required<string>();
  readonly title = input.required<string>();
  readonly facts = input.required<string>();

  /** As it was changed here, or as it came. */
  protected readonly named = linkedSignal(() => this.title());
  protected readonly isNaming = signal(false);
  protected readonly making = signal<Format | null>(null);
  protected readonly formats: readonly Format[] = ['pdf', 'docx', 'csv'];
  private readonly client = inject(ResultsClient);
  private readonly toasts = inject(Toasts);
  private readonly router = inject(Router);
  private readonly injector = inject(Injector);
  private readonly confirm = viewChild.required(Confirm);
  private readonly box = viewChild<ElementRef<HTMLInputElement>>('box');

  protected startNaming(): void {
    this.isNaming.set(true);
    afterNextRender(() => this.box()?.nativeElement.select(), { injector: this.injector });
  }

  protected async rename(event: Event, title: string): Promise<void> {
    event.preventDefault();
    await this.attempt('The title could not be changed', async () => {
      await this.client.rename(this.resultId(), title.trim());
      this.named.set(title.trim());
      this.isNaming.set(false);
    });
  }

  protected async export(format: Format): Promise<void> {
    this.making.set(format);
    await this.attempt('The file could not be made', async () => {
      download(await this.client.file(this.resultId(), format), `${this.named()}.${format}`);
    });
    this.making.set(null);
  }

  protected ask(): void {
    this.confirm().open();
  }

  protected async delete(): Promise<void> {
    await this.attempt('The result could not be deleted', async () => {
      await this.client.delete(this.resultId());
      this.toasts.show('good', 'Result deleted', this.named());
      await this.router.navigate(['/job-history']);
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
