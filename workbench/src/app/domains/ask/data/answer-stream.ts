import { HttpErrorResponse } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';

import { answerContractQuery } from '../../../api/functions';
import { ProblemDocument } from '../../../api/models/problem-document';
import { QueryRequest } from '../../../api/models/query-request';
import { Usage } from '../../../api/models/usage';
import { Proof } from '../../../shared/data/proof';
import { QueryResponse } from '../../results/util/result-kinds';
import { EventReader, ServerEvent } from '../../jobs/util/event-reader';
import { AnswerChunk } from '../util/growing-answers';

/** Who wants to know what an answer in real time says. */
export interface AnswerListener {
  readonly chunk: (chunk: AnswerChunk) => void;
  readonly usage: (usage: Usage) => void;
  readonly done: (response: QueryResponse) => void;
}

/** Asks in real time. The generated call would wait until all is there. */
@Injectable({ providedIn: 'root' })
export class AnswerStream {
  private readonly proof = inject(Proof);

  /** Ask, and listen until the answer is whole. Throws as other calls do, also for faults that come within the stream. */
  async ask(request: QueryRequest, listener: AnswerListener, stopped: AbortSignal): Promise<void> {
    const body = await this.begin(request, stopped);
    const reader = new EventReader();
    const text = body.pipeThrough(new TextDecoderStream()).getReader();
    let isDone = false;
    for (let piece = await text.read(); !piece.done; piece = await text.read()) {
      for (const event of reader.read(piece.value)) isDone = tell(event, listener) || isDone;
    }
    if (!isDone) throw failure(0, null);
  }

  private async begin(request: QueryRequest, signal: AbortSignal): Promise<ReadableStream<BufferSource>> {
    const headers = { ...this.proof.headers(), 'Content-Type': 'application/json' };
    const options = { method: 'POST', headers, body: JSON.stringify(request), signal };
    const answer = await fetch(answerContractQuery.PATH, options).catch((error: unknown) => {
      throw signal.aborted ? error : failure(0, null);
    });
    if (!answer.ok || !answer.body) throw failure(answer.status, await answer.text());
    return answer.body;
  }
}

/** Hand an event on; whether it was the last. */
function tell(event: ServerEvent, listener: AnswerListener): boolean {
  const data: unknown = JSON.parse(event.data);
  if (event.name === 'chunk') listener.chunk(data as AnswerChunk);
  else if (event.name === 'usage') listener.usage(data as Usage);
  else if (event.name === 'done') listener.done(data as QueryResponse);
  else if (event.name === 'error') throw failure((data as ProblemDocument).status, data);
  return event.name === 'done';
}

function failure(status: number, error: unknown): HttpErrorResponse {
  return new HttpErrorResponse({ status, error, url: answerContractQuery.PATH });
}
