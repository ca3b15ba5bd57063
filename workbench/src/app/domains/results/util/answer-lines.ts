import { ContractAnswer } from '../../../api/models/contract-answer';
import { subjectOf } from '../../jobs/util/subjects';
import { ContractError, QueryResponse } from './result-kinds';

/** What becomes of a contract that is asked: it waits, its answer is written, it is there, or it failed. */
export type AnswerState = 'waiting' | 'writing' | 'stated' | 'not_stated' | 'failed';

/** A contract that is asked, with as much of its answer as there is. */
export interface AnswerLine {
  readonly contractId: string;
  readonly title: string;
  readonly state: AnswerState;
  /** The answer as far as it is written, or why there is none. */
  readonly text: string;
  /** The whole of it, when it is there. */
  readonly answer: ContractAnswer | null;
}

/** Which lines are shown: an empty state stands for all. */
export interface AnswerFilter {
  readonly state: AnswerState | '';
  readonly text: string;
}

export const ALL_ANSWERS: AnswerFilter = { state: '', text: '' };

/** The lines of a response, in the order of its request. */
export function linesOf(response: QueryResponse): AnswerLine[] {
  const answers = new Map(response.answers.map((answer) => [answer.contract_id, answer]));
  const errors = new Map(response.errors.map((error) => [error.contract_id, error]));
  return response.contract_ids.flatMap((id) => {
    const answer = answers.get(id);
    const error = errors.get(id);
    if (answer) return [answered(answer)];
    return error ? [failed(error)] : [];
  });
}

/** The line of an answer that is there. */
export function answered(answer: ContractAnswer): AnswerLine {
  return {
    contractId: answer.contract_id,
    title: answer.contract_title,
    state: answer.status,
    text: answer.answer,
    answer,
  };
}

/** The lines that pass a filter. Words are looked for in titles and answers. */
export function filtered(lines: readonly AnswerLine[], filter: AnswerFilter): AnswerLine[] {
  const text = filter.text.trim().toLowerCase();
  return lines.filter(
    (line) =>
      (!filter.state || line.state === filter.state) &&
      `${line.title} ${line.text}`.toLowerCase().includes(text),
  );
}

/** How many lines there are of each state. */
export function countsOf(lines: readonly AnswerLine[]): Readonly<Record<AnswerState, number>> {
  const counts: Record<AnswerState, number> = { waiting: 0, writing: 0, stated: 0, not_stated: 0, failed: 0 };
  for (const { state } of lines) counts[state]++;
  return counts;
}

function failed(error: ContractError): AnswerLine {
  return {
    contractId: error.contract_id,
    title: subjectOf(error),
    state: 'failed',
    text: error.message,
    answer: null,
  };
}
