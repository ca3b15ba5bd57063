import { HttpClient, HttpEvent } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import { Observable, firstValueFrom } from 'rxjs';

import { Api } from '../../../api/api';
import {
  addContracts$FormData,
  deleteContract,
  getContract,
  getOriginal,
  listContracts,
} from '../../../api/functions';
import { Contract } from '../../../api/models/contract';
import { ContractPage } from '../../../api/models/contract-page';
import { StoredContracts } from '../../../api/models/stored-contracts';

const PAGE = 100;

/** The API's calls about contracts. */
@Injectable({ providedIn: 'root' })
export class ContractsClient {
  private readonly api = inject(Api);
  private readonly http = inject(HttpClient);

  list(continuation: string | null): Promise<ContractPage> {
    return this.api.invoke(listContracts, { limit: PAGE, ...(continuation && { continuation }) });
  }

  read(id: string): Promise<Contract> {
    return this.api.invoke(getContract, { contract_id: id });
  }

  async delete(id: string): Promise<void> {
    await this.api.invoke(deleteContract, { contract_id: id });
  }

  /** The file as it was uploaded: the generated call would read it as JSON. */
  original(id: string): Promise<Blob> {
    const path = getOriginal.PATH.replace('{contract_id}', encodeURIComponent(id));
    return firstValueFrom(this.http.get(path, { responseType: 'blob' }));
  }

  /** One file, with its progress: the generated call knows none. */
  upload(file: File): Observable<HttpEvent<StoredContracts>> {
    const form = new FormData();
    form.append('files', file, file.name);
    return this.http.post<StoredContracts>(addContracts$FormData.PATH, form, {
      reportProgress: true,
      observe: 'events',
    });
  }
}
