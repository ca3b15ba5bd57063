import { Injectable, inject } from '@angular/core';

import { JobRow } from '../../../api/models/job-row';
import { Proof } from '../../../shared/data/proof';
import { EventReader } from '../util/event-reader';

/** How long the first bytes may take: some proxies keep a stream until its end. */
export const FIRST_BYTES_MS = 5_000;
/** How long a stream may be silent: a comment comes every 15 seconds. */
export const SILENCE_MS = 25_000;

/** Who wants to know that something comes at all, and what it says. */
export interface JobsListener {
  readonly connected: () => void;
  readonly told: (job: JobRow) => void;
}

/** Reads a user's stream of jobs. `EventSource` could not send who the user is. */
@Injectable({ providedIn: 'root' })
export class JobsStream {
  private readonly proof = inject(Proof);
  private lastId = '';

  /**
   * Listen until the stream ends. Its pause before the next visit, in milliseconds; null where it said none.
   *
   * Throws when it cannot be read, or nothing comes for too long.
   */
  async listen(user: string, listener: JobsListener, ended: AbortSignal): Promise<number | null> {
    const silence = new Silence(ended);
    try {
      silence.allow(FIRST_BYTES_MS);
      return await this.read(user, listener, silence);
    } finally {
      silence.end();
    }
  }

  private async read(user: string, listener: JobsListener, silence: Silence): Promise<number | null> {
    const headers = { ...this.proof.headers(), ...(this.lastId && { 'Last-Event-ID': this.lastId }) };
    const url = `/api/jobs/user/${encodeURIComponent(user)}/stream`;
    const answer = await fetch(url, { headers, signal: silence.signal });
    if (!answer.ok || !answer.body) throw new Error(`The stream answered ${answer.status}.`);
    const reader = new EventReader();
    const text = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let piece = await text.read(); !piece.done; piece = await text.read()) {
      silence.allow(SILENCE_MS);
      listener.connected();
      for (const event of reader.read(piece.value)) {
        if (event.name.startsWith('job_')) listener.told(JSON.parse(event.data) as JobRow);
      }
      this.lastId = reader.lastId || this.lastId;
    }
    return reader.retry;
  }
}

/** Aborts when nothing is heard for as long as is allowed. */
class Silence {
  private readonly tooLong = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  readonly signal: AbortSignal;

  constructor(ended: AbortSignal) {
    this.signal = AbortSignal.any([ended, this.tooLong.signal]);
  }

  allow(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tooLong.abort(), ms);
  }

  end(): void {
    clearTimeout(this.timer);
  }
}
