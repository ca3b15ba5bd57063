import { TestBed } from '@angular/core/testing';

import { QueryRequest } from '../../../api/models/query-request';
import { ContractsClient } from '../../contracts/data/contracts-client';
import { aQueryResponse, anAnswer } from '../../results/util/result-samples';
import { AnswerListener, AnswerStream } from './answer-stream';
import { LiveAnswers } from './live-answers';

const REQUEST: QueryRequest = { question: 'Which law governs?', contract_ids: ['contract_a', 'contract_b'] };
const FIRST = { contract_id: 'contract_a', contract_title: 'a', text: '', answer: anAnswer('a') };

/** A stream that says what a test has it say, until the test ends it. */
class Stream {
  listener!: AnswerListener;
  stopped!: AbortSignal;
  end!: () => void;
  fail!: (error: unknown) => void;

  ask(_request: QueryRequest, listener: AnswerListener, stopped: AbortSignal): Promise<void> {
    this.listener = listener;
    this.stopped = stopped;
    return new Promise((end, fail) => Object.assign(this, { end, fail }));
  }
}

function begun(): [LiveAnswers, Stream, Promise<void>] {
  const stream = new Stream();
  const providers = [
    { provide: AnswerStream, useValue: stream },
    { provide: ContractsClient, useValue: {} },
  ];
  const answers = TestBed.configureTestingModule({ providers }).inject(LiveAnswers);
  const asked = answers.ask(REQUEST);
  stream.listener.chunk(FIRST);
  return [answers, stream, asked];
}

describe('a question in real time', () => {
  it('runs until its answer is whole', async () => {
    const [answers, stream, asked] = begun();
    expect(answers.live()).toMatchObject({ isRunning: true, response: null });
    const response = aQueryResponse();
    stream.listener.done(response);
    stream.end();
    await asked;
    expect(answers.live()).toMatchObject({ isRunning: false, response });
  });

  it('that is stopped asks no further, and hears no more', () => {
    const [answers, stream] = begun();
    answers.stop();
    stream.listener.chunk({ ...FIRST, contract_id: 'contract_b', answer: anAnswer('b') });
    expect(stream.stopped.aborted).toBe(true);
    expect(answers.live()?.lines.map((line) => line.state)).toEqual(['stated', 'failed']);
    expect(answers.live()).toMatchObject({ isRunning: false, problem: null });
  });

  it('that fails says why, and keeps what it was told', async () => {
    const [answers, stream, asked] = begun();
    stream.fail(new Error('a defect'));
    await asked;
    expect(answers.live()?.problem?.kind).toBe('broken');
    expect(answers.live()?.lines.map((line) => line.state)).toEqual(['stated', 'failed']);
  });
});
