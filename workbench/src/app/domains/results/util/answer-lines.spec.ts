import { ALL_ANSWERS, countsOf, filtered, linesOf } from './answer-lines';
import { aQueryResponse, anAnswer } from './result-samples';

const RESPONSE = aQueryResponse({
  contract_ids: ['contract_b', 'contract_c', 'contract_a'],
  answers: [anAnswer('a'), anAnswer('b', { status: 'not_stated', answer: '' })],
  errors: [
    { contract_id: 'contract_c', item_id: 'item_c', subject: 'Osprey', message: 'It cannot be read.' },
  ],
});
const LINES = linesOf(RESPONSE);

describe('the answers of contracts', () => {
  it('are in the order in which the contracts were named, those that failed among them', () => {
    expect(LINES.map((line) => [line.title, line.state])).toEqual([
      ['b', 'not_stated'],
      ['Osprey', 'failed'],
      ['a', 'stated'],
    ]);
  });

  it('leave out contracts whose turn did not come', () => {
    expect(linesOf(aQueryResponse({ contract_ids: ['contract_z'] }))).toEqual([]);
  });

  it('are counted, and found, by what became of them', () => {
    expect(countsOf(LINES)).toEqual({ waiting: 0, writing: 0, stated: 1, not_stated: 1, failed: 1 });
    expect(filtered(LINES, { ...ALL_ANSWERS, state: 'failed' })).toEqual([LINES[1]]);
  });

  it('are found by words of their titles and answers', () => {
    expect(filtered(LINES, { ...ALL_ANSWERS, text: ' IRELAND ' })).toEqual([LINES[2]]);
    expect(filtered(LINES, { ...ALL_ANSWERS, text: 'osprey' })).toEqual([LINES[1]]);
  });
});
