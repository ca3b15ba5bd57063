import { Signal, inject } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { debounceTime, switchMap } from 'rxjs';

import { Api } from '../../../api/api';
import { estimateJob } from '../../../api/functions';
import { EstimateRequest } from '../../../api/models/estimate-request';
import { JobEstimate } from '../../../api/models/job-estimate';
import { JobRow } from '../../../api/models/job-row';

const PAUSE_MS = 350;

/**
 * What a request would take, as the server says; asked for when the request has not changed for a moment.
 *
 * Null while there is no request, and when the server cannot say: nothing depends on it but what is told beforehand.
 */
export function estimated(
  jobType: JobRow['job_type'],
  request: Signal<object | null>,
): Signal<JobEstimate | null> {
  const api = inject(Api);
  const quoted = (body: EstimateRequest) => api.invoke(estimateJob, { body }).catch(() => null);
  const estimates = toObservable(request).pipe(
    debounceTime(PAUSE_MS),
    switchMap((asked) => (asked ? quoted({ job_type: jobType, request: { ...asked } }) : [null])),
  );
  return toSignal(estimates, { initialValue: null });
}
