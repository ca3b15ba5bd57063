import { Injectable, inject, signal } from '@angular/core';

import { Api } from '../../../api/api';
import { saveQuery } from '../../../api/functions';
import { QueryRequest } from '../../../api/models/query-request';
import { Usage } from '../../../api/models/usage';
import { Problem, problemOf, sentenceOf } from '../../../shared/util/problem';
import { ContractsStore } from '../../contracts/data/contracts-store';
import { AnswerLine } from '../../results/util/answer-lines';
import { QueryResponse } from '../../results/util/result-kinds';
import { brokenOff, grown, waitingLines } from '../util/growing-answers';
import { AnswerListener, AnswerStream } from './answer-stream';

/** A question that is answered while the user waits. */
export interface Live {
  readonly request: QueryRequest;
  readonly lines: readonly AnswerLine[];
  readonly isRunning: boolean;
  /** The whole answer, when it is there. */
  readonly response: QueryResponse | null;
  readonly usage: Usage | null;
  readonly problem: Problem | null;
  /** The result that it was saved as. */
  readonly resultId: string | null;
}

/** The question that is being answered, or was last: it is kept while the user reads what a quote is from. */
@Injectable({ providedIn: 'root' })
export class LiveAnswers {
  private readonly api = inject(Api);
  private readonly stream = inject(AnswerStream);
  private readonly contracts = inject(ContractsStore);
  private readonly state = signal<Live | null>(null);
  private stopper = new AbortController();

  readonly live = this.state.asReadonly();

  /** Ask. What comes of it is told by the signal. */
  async ask(request: QueryRequest): Promise<void> {
    this.clear();
    const { signal: stopped } = (this.stopper = new AbortController());
    this.state.set(this.begun(request));
    try {
      await this.stream.ask(request, this.listener(stopped), stopped);
      if (!stopped.aborted) this.change({ isRunning: false });
    } catch (error) {
      if (!stopped.aborted) this.fail(problemOf(error));
    }
  }

  /** Ask no further; what is answered stays. */
  stop(): void {
    this.stopper.abort();
    this.breakOff('Stopped before it was answered.');
  }

  clear(): void {
    this.stopper.abort();
    this.state.set(null);
  }

  /** Keep the answer as a result. */
  async save(): Promise<void> {
    const results = this.state()?.response;
    if (!results) return;
    const key = crypto.randomUUID();
    const { result_id } = await this.api.invoke(saveQuery, { body: { results }, 'Idempotency-Key': key });
    if (this.state()?.response === results) this.change({ resultId: result_id });
  }

  private begun(request: QueryRequest): Live {
    const lines = waitingLines(request.contract_ids, (id) => this.contracts.byId().get(id)?.title ?? id);
    return {
      request,
      lines,
      isRunning: true,
      response: null,
      usage: null,
      problem: null,
      resultId: null,
    };
  }

  private listener(stopped: AbortSignal): AnswerListener {
    const change = (change: Partial<Live>): void => {
      if (!stopped.aborted) this.change(change);
    };
    return {
      chunk: (chunk) => change({ lines: grown(this.state()?.lines ?? [], chunk) }),
      usage: (usage) => change({ usage }),
      done: (response) => change({ response }),
    };
  }

  private fail(problem: Problem): void {
    this.change({ problem });
    this.breakOff(sentenceOf(problem));
  }

  private breakOff(why: string): void {
    this.change({ isRunning: false, lines: brokenOff(this.state()?.lines ?? [], why) });
  }

  private change(change: Partial<Live>): void {
    this.state.update((live) => live && { ...live, ...change });
  }
}
