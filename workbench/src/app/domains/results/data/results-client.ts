import { HttpClient } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import { Api } from '../../../api/api';
import {
  deleteResult,
  getAnalysisResult,
  getResultCsv,
  getResultDocx,
  getResultPdf,
  renameResult,
} from '../../../api/functions';
import { SavedComparison } from '../../../api/models/saved-comparison';
import { SavedQuery } from '../../../api/models/saved-query';

/** The files that are made of a result. */
export const FORMATS = { pdf: getResultPdf, docx: getResultDocx, csv: getResultCsv } as const;
export type Format = keyof typeof FORMATS;

/** The API's calls about results. */
@Injectable({ providedIn: 'root' })
export class ResultsClient {
  private readonly api = inject(Api);
  private readonly http = inject(HttpClient);

  read(resultId: string): Promise<SavedComparison | SavedQuery> {
    return this.api.invoke(getAnalysisResult, { result_id: resultId });
  }

  async rename(resultId: string, title: string): Promise<void> {
    await this.api.invoke(renameResult, { result_id: resultId, body: { title } });
  }

  async delete(resultId: string): Promise<void> {
    await this.api.invoke(deleteResult, { result_id: resultId });
  }

  /** The result as a file: the generated calls would read it as text. */
  file(resultId: string, format: Format): Promise<Blob> {
    const path = FORMATS[format].PATH.replace('{result_id}', encodeURIComponent(resultId));
    return firstValueFrom(this.http.get(path, { responseType: 'blob' }));
  }
}
