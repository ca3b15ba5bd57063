import { HttpClient } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import { Api } from '../../../api/api';
import { deleteResult, getAnalysisResult, listResultsOfUser, renameResult } from '../../../api/functions';
import { ResultPage } from '../../../api/models/result-page';
import { FileKind } from '../util/file-kinds';
import { resultOf } from '../util/plain-result';
import { AnyResult } from '../util/result-kinds';

/** Which results of a list are wanted. */
export interface ResultFilter {
  readonly text: string;
  /** Empty: of all. */
  readonly type: string;
}

const PAGE = 50;

/** The API's calls about results. */
@Injectable({ providedIn: 'root' })
export class ResultsClient {
  private readonly api = inject(Api);
  private readonly http = inject(HttpClient);

  async read(resultId: string): Promise<AnyResult> {
    return resultOf(await this.api.invoke(getAnalysisResult, { result_id: resultId }));
  }

  list(user: string, filter: ResultFilter, continuation: string | null): Promise<ResultPage> {
    return this.api.invoke(listResultsOfUser, {
      user_id: user,
      limit: PAGE,
      ...(filter.text && { search: filter.text }),
      ...(filter.type && { type: [filter.type] as never[] }),
      ...(continuation && { continuation }),
    });
  }

  async rename(resultId: string, title: string): Promise<void> {
    await this.api.invoke(renameResult, { result_id: resultId, body: { title } });
  }

  async delete(resultId: string): Promise<void> {
    await this.api.invoke(deleteResult, { result_id: resultId });
  }

  /** The result as a file: the generated calls would read it as JSON or text. */
  file(resultId: string, kind: FileKind): Promise<Blob> {
    const path = `${getAnalysisResult.PATH.replace('{result_id}', encodeURIComponent(resultId))}/${kind}`;
    return firstValueFrom(this.http.get(path, { responseType: 'blob' }));
  }
}
