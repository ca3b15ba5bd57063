import { anAnswer } from '../../results/util/result-samples';
import { AnswerChunk, brokenOff, grown, waitingLines } from './growing-answers';

const WAITING = waitingLines(['contract_a', 'contract_b'], (id) => `Title of ${id}`);

function chunk(fields: Partial<AnswerChunk>): AnswerChunk {
  return { contract_id: 'contract_a', contract_title: 'a', text: '', ...fields };
}

describe('an answer that is being written', () => {
  it('grows by what comes, and leaves the others as they are', () => {
    const lines = [chunk({ text: 'The law ' }), chunk({ text: 'of Ireland.' })].reduce(grown, WAITING);
    expect(lines[0]).toMatchObject({ state: 'writing', text: 'The law of Ireland.', answer: null });
    expect(lines[1]).toBe(WAITING[1]);
  });

  it('begins anew when it is told to', () => {
    const lines = [chunk({ text: 'The law' }), chunk({ text: 'Irish law', replace: true })].reduce(
      grown,
      WAITING,
    );
    expect(lines[0]?.text).toBe('Irish law');
  });

  it('is in the end what the result says', () => {
    const answer = anAnswer('a');
    const lines = [chunk({ text: 'The law' }), chunk({ text: ' of', answer })].reduce(grown, WAITING);
    expect(lines[0]).toMatchObject({ state: 'stated', text: answer.answer, answer });
  });

  it('may fail, alone', () => {
    const lines = grown(WAITING, chunk({ error: 'The model gave no answer.' }));
    expect(lines.map((line) => [line.state, line.text])).toEqual([
      ['failed', 'The model gave no answer.'],
      ['waiting', ''],
    ]);
  });

  it('is none when it is broken off, while those that are there stay', () => {
    const lines = brokenOff(grown(WAITING, chunk({ answer: anAnswer('a') })), 'Stopped.');
    expect(lines.map((line) => line.state)).toEqual(['stated', 'failed']);
  });
});
