import { Injectable, inject } from '@angular/core';

import { Api } from '../../../api/api';
import { cancelJob, getJob, listJobItems, listJobsOfUser, retryJob } from '../../../api/functions';
import { ItemPage } from '../../../api/models/item-page';
import { JobPage } from '../../../api/models/job-page';
import { JobRow } from '../../../api/models/job-row';
import { JobStatus } from '../../../api/models/job-status';
import { JobView } from '../../../api/models/job-view';

/** Which jobs of a list are wanted. */
export interface JobFilter {
  readonly statuses?: readonly JobStatus[];
  readonly types?: readonly JobRow['job_type'][];
  readonly limit?: number;
  readonly continuation?: string;
}

/** A job as it is read. Its request is left out: the server shows it in short, and keeps the whole at an address of its own. */
export type ReadJob = Omit<JobView, 'request'>;

/** The API's calls about jobs. */
@Injectable({ providedIn: 'root' })
export class JobsClient {
  private readonly api = inject(Api);

  list(user: string, filter: JobFilter = {}): Promise<JobPage> {
    const { statuses, types, limit, continuation } = filter;
    return this.api.invoke(listJobsOfUser, {
      user_id: user,
      ...(statuses?.length && { status: [...statuses] }),
      ...(types?.length && { job_type: [...types] as never[] }),
      ...(limit && { limit }),
      ...(continuation && { continuation }),
    });
  }

  read(jobId: string): Promise<ReadJob> {
    return this.api.invoke(getJob, { job_id: jobId });
  }

  items(jobId: string, continuation?: string): Promise<ItemPage> {
    return this.api.invoke(listJobItems, {
      job_id: jobId,
      limit: 100,
      ...(continuation && { continuation }),
    });
  }

  cancel(jobId: string): Promise<unknown> {
    return this.api.invoke(cancelJob, { job_id: jobId });
  }

  /** Takes up again what a job left undone; the new job's id. */
  async retry(jobId: string): Promise<string> {
    return (await this.api.invoke(retryJob, { job_id: jobId })).new_job_id;
  }
}
