import { ClauseType } from '../../../api/models/clause-type';
import { ComparisonRequestEnvelope } from '../../../api/models/comparison-request-envelope';

/** What a user has chosen on the page so far. */
export interface Choice {
  readonly standard: string | null;
  readonly others: ReadonlySet<string>;
  readonly mode: 'clauses' | 'full';
  /** Empty: all clauses. */
  readonly clauses: ReadonlySet<ClauseType>;
  readonly model: 'primary' | 'secondary';
  readonly priority: number;
}

export const NOTHING_CHOSEN: Choice = {
  standard: null,
  others: new Set(),
  mode: 'clauses',
  clauses: new Set(),
  model: 'primary',
  priority: 5,
};

/** What is still missing before a comparison can be asked for; empty when nothing is. */
export function missingOf(choice: Choice): string {
  if (choice.standard === null) return 'Choose the standard first.';
  return choice.others.size ? '' : 'Choose at least one contract to compare with it.';
}

/** The choice as the API takes it; null while something is missing. */
export function requestOf(choice: Choice): ComparisonRequestEnvelope | null {
  if (choice.standard === null || missingOf(choice)) return null;
  const isAll = choice.mode === 'full' || choice.clauses.size === 0;
  return {
    priority: choice.priority,
    request: {
      standardContractId: choice.standard,
      compareContractIds: [...choice.others],
      comparisonMode: choice.mode,
      selectedClauses: isAll ? 'all' : [...choice.clauses],
      modelSelection: choice.model,
    },
  };
}
