import { ContractAnswer } from '../../../api/models/contract-answer';
import { AnswerLine, answered } from '../../results/util/answer-lines';

/** What a stream tells of one contract: more of its answer, or all of it anew; the last brings the whole or the fault. */
export interface AnswerChunk {
  readonly contract_id: string;
  readonly contract_title: string;
  readonly text: string;
  readonly replace?: boolean;
  readonly answer?: ContractAnswer;
  readonly error?: string;
}

/** The lines before anything is told. */
export function waitingLines(
  contractIds: readonly string[],
  titleOf: (contractId: string) => string,
): AnswerLine[] {
  return contractIds.map((contractId) => ({
    contractId,
    title: titleOf(contractId),
    state: 'waiting',
    text: '',
    answer: null,
  }));
}

/** The lines when a chunk has come. */
export function grown(lines: readonly AnswerLine[], chunk: AnswerChunk): AnswerLine[] {
  return lines.map((line) => (line.contractId === chunk.contract_id ? grownLine(line, chunk) : line));
}

/** The lines when nothing more comes: an answer that is not whole is none. */
export function brokenOff(lines: readonly AnswerLine[], why: string): AnswerLine[] {
  return lines.map((line) =>
    line.state === 'waiting' || line.state === 'writing' ? { ...line, state: 'failed', text: why } : line,
  );
}

function grownLine(line: AnswerLine, chunk: AnswerChunk): AnswerLine {
  if (chunk.answer) return answered(chunk.answer);
  if (chunk.error !== undefined) return { ...line, state: 'failed', text: chunk.error };
  return { ...line, state: 'writing', text: chunk.replace ? chunk.text : line.text + chunk.text };
}
