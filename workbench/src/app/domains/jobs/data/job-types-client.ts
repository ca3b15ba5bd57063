import { Injectable, inject } from '@angular/core';

import { Api } from '../../../api/api';
import { listJobTypes } from '../../../api/functions';
import { JobKind } from '../util/job-kinds';

/** The API's call about kinds of jobs. */
@Injectable({ providedIn: 'root' })
export class JobTypesClient {
  private readonly api = inject(Api);

  async list(): Promise<readonly JobKind[]> {
    return (await this.api.invoke(listJobTypes, {})).job_types;
  }
}
