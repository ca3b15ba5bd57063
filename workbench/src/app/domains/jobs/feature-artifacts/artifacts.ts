import { ChangeDetectionStrategy, Component, inject, input, signal } from '@angular/core';

import { ArtifactFacts } from '../../../api/models/artifact-facts';
import { Proof } from '../../../shared/data/proof';
import { Toasts } from '../../../shared/data/toasts';
import { Icon } from '../../../shared/ui/icon';
import { bytes } from '../../../shared/util/format';
import { problemOf, sentenceOf } from '../../../shared/util/problem';
import { saveFile } from '../../../shared/util/save-file';
import { ArtifactsClient } from '../data/artifacts-client';

/** The files that a job made, to be downloaded. */
@Component({
  selector: 'cb-artifacts',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styles: `
    ul {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
    a {
      max-width: 100%;
      overflow-wrap: anywhere;
    }
  `,
  template: `
    <ul aria-label="Files that it made">
      @for (file of artifacts(); track file.name) {
        <li>
          <a
            class="button small"
            [href]="client.pathOf(jobId(), file.name)"
            [attr.download]="file.name"
            [attr.aria-disabled]="fetching() === file.name || null"
            (click)="download($event, file)"
            ><cb-icon name="download" [size]="14" /><span class="visually-hidden">Download </span
            >{{ file.name }}<span class="soft numbers">{{ bytes(file.size) }}</span></a
          >
        </li>
      }
    </ul>
  `,
})
export class Artifacts {
  readonly jobId = input.required<string>();
  readonly artifacts = input.required<readonly ArtifactFacts[]>();

  /** The file that is on its way. */
  protected readonly fetching = signal<string | null>(null);
  protected readonly bytes = bytes;
  protected readonly client = inject(ArtifactsClient);
  private readonly proof = inject(Proof);
  private readonly toasts = inject(Toasts);

  /** The browser follows the link by itself, to files of any size, unless a proof must go with it. */
  protected async download(click: Event, file: ArtifactFacts): Promise<void> {
    if (!Object.keys(this.proof.headers()).length) return;
    click.preventDefault();
    if (this.fetching() !== null) return;
    this.fetching.set(file.name);
    try {
      saveFile(await this.client.file(this.jobId(), file.name), file.name);
    } catch (error) {
      this.toasts.show('bad', 'The file could not be read', sentenceOf(problemOf(error)));
    }
    this.fetching.set(null);
  }
}
