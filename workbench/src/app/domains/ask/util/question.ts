import { QueryRequest } from '../../../api/models/query-request';

/** What a user has entered on the page so far. */
export interface Question {
  readonly text: string;
  readonly contracts: ReadonlySet<string>;
  readonly model: 'primary' | 'secondary';
  readonly priority: number;
}

export const NO_QUESTION: Question = {
  text: '',
  contracts: new Set(),
  model: 'primary',
  priority: 5,
};

export const SHORTEST = 3;
export const LONGEST = 2_000;

/** Questions that show what can be asked. */
export const EXAMPLES: readonly string[] = [
  'Which law governs the agreement?',
  'How long is the term, and does it renew by itself?',
  'Is liability capped, and at what amount?',
  'Who may terminate for convenience, and with what notice?',
  'May the agreement be assigned without consent?',
];

/** What is still missing before it can be asked; empty when nothing is. */
export function missingOf(question: Question): string {
  const length = question.text.trim().length;
  if (length < SHORTEST) return 'Enter a question first.';
  if (length > LONGEST) return `A question may have ${LONGEST.toLocaleString('en')} characters at most.`;
  return question.contracts.size ? '' : 'Choose at least one contract to ask.';
}

/** The question as the API takes it; null while something is missing. */
export function requestOf(question: Question): QueryRequest | null {
  if (missingOf(question)) return null;
  return {
    question: question.text.trim(),
    contract_ids: [...question.contracts],
    modelSelection: question.model,
  };
}
