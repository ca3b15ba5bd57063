import { HttpErrorResponse } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';

import { aQueryResponse } from '../../results/util/result-samples';
import { AnswerStream } from './answer-stream';

const REQUEST = { question: 'Which law governs?', contract_ids: ['contract_a'] };
const CHUNK = { contract_id: 'contract_a', contract_title: 'a', text: 'Ireland' };

function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** What is heard of a stream that brings these pieces. */
async function heard(pieces: string[], status = 200): Promise<unknown[]> {
  const said: unknown[] = [];
  const body = new ReadableStream<Uint8Array>({
    start: (stream) => {
      for (const piece of pieces) stream.enqueue(new TextEncoder().encode(piece));
      stream.close();
    },
  });
  vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(body, { status }));
  const listener = {
    chunk: (chunk: unknown) => said.push(chunk),
    usage: (usage: unknown) => said.push(usage),
    done: (response: unknown) => said.push(response),
  };
  await TestBed.inject(AnswerStream)
    .ask(REQUEST, listener, new AbortController().signal)
    .catch((error: HttpErrorResponse) => said.push([error.status, error.error]));
  return said;
}

describe('an answer in real time', () => {
  afterEach(() => vi.restoreAllMocks());

  it('is told piece by piece, however the stream is cut', async () => {
    const response = aQueryResponse();
    const text = `: connected\n\n${event('chunk', CHUNK)}${event('usage', { total_tokens: 7 })}${event('done', response)}`;
    const pieces = text.match(/[^]{1,11}/g) ?? [];
    expect(await heard(pieces)).toEqual([CHUNK, { total_tokens: 7 }, response]);
  });

  it('fails as its last event says', async () => {
    const problem = { status: 503, title: 'Service Unavailable', detail: 'The model cannot be reached.' };
    expect(await heard([event('chunk', CHUNK), event('error', problem)])).toEqual([CHUNK, [503, problem]]);
  });

  it('fails as if the server were away when it is cut off', async () => {
    expect(await heard([event('chunk', CHUNK)])).toEqual([CHUNK, [0, null]]);
  });

  it('fails before it begins with what the server says', async () => {
    expect(await heard(['{"detail":"Too long."}'], 413)).toEqual([[413, '{"detail":"Too long."}']]);
  });
});
