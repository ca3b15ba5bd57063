import { ChangeDetectionStrategy, Component, output, signal } from '@angular/core';

import { Icon } from '../../../shared/ui/icon';
import { ACCEPTED } from '../util/upload-rules';

/** Takes files that are dropped on it, or chosen. */
@Component({
  selector: 'cb-drop-zone',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {
    '[class.over]': 'over()',
    '(dragover)': 'enter($event)',
    '(dragleave)': 'over.set(false)',
    '(drop)': 'drop($event)',
  },
  styleUrl: './drop-zone.css',
  template: `
    <span class="badge"><cb-icon name="upload" [size]="24" /></span>
    <div>
      <p class="lead">Drop contracts here</p>
      <p class="small soft">PDF, Word, Markdown or text, up to 25 MB each</p>
    </div>
    <label class="button">
      Choose files
      <input type="file" multiple [accept]="accepted" (change)="choose($event)" class="visually-hidden" />
    </label>
  `,
})
export class DropZone {
  readonly files = output<File[]>();
  protected readonly accepted = ACCEPTED;
  protected readonly over = signal(false);

  protected enter(event: DragEvent): void {
    event.preventDefault();
    this.over.set(true);
  }

  protected drop(event: DragEvent): void {
    event.preventDefault();
    this.over.set(false);
    this.take(event.dataTransfer?.files);
  }

  protected choose(event: Event): void {
    const input = event.target as HTMLInputElement;
    this.take(input.files);
    input.value = '';
  }

  private take(list: FileList | null | undefined): void {
    if (list?.length) this.files.emit([...list]);
  }
}
