import { Injectable, inject } from '@angular/core';

import { Api } from '../../../api/api';
import { getAnalysisResult } from '../../../api/functions';

/** The API's calls about results. */
@Injectable({ providedIn: 'root' })
export class ResultsClient {
  private readonly api = inject(Api);

  read(resultId: string): ReturnType<typeof this.call> {
    return this.call(resultId);
  }

  private call(resultId: string) {
    return this.api.invoke(getAnalysisResult, { result_id: resultId });
  }
}
