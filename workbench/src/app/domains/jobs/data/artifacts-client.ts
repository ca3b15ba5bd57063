import { HttpClient } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import { getJobArtifact } from '../../../api/functions';

/** The API's calls about the files that jobs made. */
@Injectable({ providedIn: 'root' })
export class ArtifactsClient {
  private readonly http = inject(HttpClient);

  /** Where a file is read. */
  pathOf(jobId: string, name: string): string {
    return getJobArtifact.PATH.replace('{job_id}', encodeURIComponent(jobId)).replace(
      '{name}',
      encodeURIComponent(name),
    );
  }

  /** The whole file: the generated call takes it for a text. */
  file(jobId: string, name: string): Promise<Blob> {
    return firstValueFrom(this.http.get(this.pathOf(jobId, name), { responseType: 'blob' }));
  }
}
