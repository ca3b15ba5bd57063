import { ContractComparison } from '../../../api/models/contract-comparison';
import { Finding } from '../../../api/models/finding';

/** A finding for tests. */
export function aFinding(fields: Partial<Finding> = {}): Finding {
  return {
    clause_type: 'term',
    clause_label: 'Term and Duration',
    status: 'changed',
    risk: 'low',
    reason: 'It is longer.',
    summary: 'Two years instead of one.',
    changes: [],
    standard_clauses: [],
    contract_clauses: [],
    ...fields,
  };
}

/** A comparison for tests. */
export function aComparison(
  contract_title: string,
  findings: Finding[],
  fields: Partial<ContractComparison> = {},
): ContractComparison {
  return {
    contract_id: `contract_${contract_title}`,
    contract_title,
    summary: 'Some differences.',
    overall_risk: 'low',
    findings,
    model: 'offline-extractive',
    ...fields,
  };
}
