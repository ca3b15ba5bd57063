import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';

import { Icon } from '../../../shared/ui/icon';
import { bytes, counted } from '../../../shared/util/format';
import { Upload } from '../data/uploads-store';

/** The files on their way, those that arrived, and why some did not. */
@Component({
  selector: 'cb-upload-list',
  imports: [Icon, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './upload-list.css',
  templateUrl: './upload-list.html',
})
export class UploadList {
  readonly uploads = input.required<readonly Upload[]>();
  readonly cleared = output();
  readonly retried = output<Upload>();
  protected readonly bytes = bytes;
  protected readonly title = computed(() => {
    const all = this.uploads();
    const stored = all.filter((upload) => upload.state === 'stored').length;
    const failed = all.filter((upload) => upload.state === 'failed').length;
    const done = `${stored} of ${counted(all.length, 'file')} stored`;
    return failed ? `${done}, ${failed} not` : done;
  });
  protected readonly isOver = computed(() =>
    this.uploads().every((upload) => upload.state === 'stored' || upload.state === 'failed'),
  );
}
