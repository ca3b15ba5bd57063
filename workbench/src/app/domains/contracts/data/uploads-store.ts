import { HttpEvent, HttpEventType } from '@angular/common/http';
import { Injectable, computed, inject, signal } from '@angular/core';

import { StoredContracts } from '../../../api/models/stored-contracts';
import { problemOf, sentenceOf } from '../../../shared/util/problem';
import { refusalOf } from '../util/upload-rules';
import { ContractsClient } from './contracts-client';
import { ContractsStore } from './contracts-store';

export interface Upload {
  readonly id: number;
  readonly file: File;
  readonly state: 'waiting' | 'sending' | 'reading' | 'stored' | 'failed';
  /** Percent of the bytes that are sent. */
  readonly sent: number;
  readonly error: string;
  readonly contractId: string | null;
}

const AT_ONCE = 3;

/** The files on their way, each in a request of its own, so that one that cannot be read keeps no other from its place. */
@Injectable({ providedIn: 'root' })
export class UploadsStore {
  private readonly client = inject(ContractsClient);
  private readonly contracts = inject(ContractsStore);
  private readonly list = signal<readonly Upload[]>([]);
  private last = 0;

  readonly uploads = this.list.asReadonly();
  readonly isBusy = computed(() => this.list().some((upload) => isOnItsWay(upload)));

  add(files: readonly File[]): void {
    const added = files.map((file) => this.begun(file));
    this.list.update((list) => [...list.filter(isOnItsWay), ...added]);
    this.next();
  }

  again(upload: Upload): void {
    this.change(upload.id, { state: 'waiting', sent: 0, error: '' });
    this.next();
  }

  clear(): void {
    this.list.update((list) => list.filter(isOnItsWay));
  }

  private begun(file: File): Upload {
    const error = refusalOf(file);
    return { id: ++this.last, file, state: error ? 'failed' : 'waiting', sent: 0, error, contractId: null };
  }

  private next(): void {
    const sending = this.list().filter(
      (upload) => upload.state === 'sending' || upload.state === 'reading',
    ).length;
    const waiting = this.list().filter((upload) => upload.state === 'waiting');
    for (const upload of waiting.slice(0, AT_ONCE - sending)) this.send(upload);
  }

  private send(upload: Upload): void {
    this.change(upload.id, { state: 'sending' });
    this.client.upload(upload.file).subscribe({
      next: (event) => this.heard(upload.id, event),
      error: (error: unknown) =>
        this.end(upload.id, { state: 'failed', error: sentenceOf(problemOf(error)) }),
    });
  }

  private heard(id: number, event: HttpEvent<StoredContracts>): void {
    if (event.type === HttpEventType.UploadProgress) {
      const sent = Math.round((100 * event.loaded) / (event.total || event.loaded));
      this.change(id, { sent, state: sent === 100 ? 'reading' : 'sending' });
    } else if (event.type === HttpEventType.Response && event.body) {
      this.contracts.add(event.body.contracts);
      this.end(id, { state: 'stored', sent: 100, contractId: event.body.contracts[0]?.id ?? null });
    }
  }

  private end(id: number, change: Partial<Upload>): void {
    this.change(id, change);
    this.next();
  }

  private change(id: number, change: Partial<Upload>): void {
    this.list.update((list) => list.map((upload) => (upload.id === id ? { ...upload, ...change } : upload)));
  }
}

function isOnItsWay(upload: Upload): boolean {
  return upload.state !== 'stored' && upload.state !== 'failed';
}
