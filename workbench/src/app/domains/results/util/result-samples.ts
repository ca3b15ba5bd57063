import { ContractAnswer } from '../../../api/models/contract-answer';
import { ContractComparison } from '../../../api/models/contract-comparison';
import { Finding } from '../../../api/models/finding';
import { QueryResponse, ResultRow } from './result-kinds';

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

/** An answer of a contract for tests. */
export function anAnswer(contract_title: string, fields: Partial<ContractAnswer> = {}): ContractAnswer {
  return {
    contract_id: `contract_${contract_title}`,
    contract_title,
    status: 'stated',
    answer: 'The law of Ireland.',
    confidence: 0.9,
    quotes: [],
    dropped_quotes: 0,
    read: { complete: true, clauses: 3, of: 3 },
    model: 'offline-extractive',
    ...fields,
  };
}

/** The answer to a question for tests. */
export function aQueryResponse(fields: Partial<QueryResponse> = {}): QueryResponse {
  return {
    success: true,
    question: 'Which law governs?',
    contract_ids: [],
    answer_summary: '',
    table: [],
    answers: [],
    errors: [],
    ...fields,
  };
}

/** A result in a list for tests. */
export function aResultRow(fields: Partial<ResultRow> = {}): ResultRow {
  return {
    id: 'result_1',
    type: 'query',
    user_id: 'ann',
    job_id: 'job_1',
    title: 'Which law governs?',
    description: '',
    contracts: 1,
    items: 1,
    counts: {},
    created_date: '2026-01-31T08:30:00Z',
    modified_date: '2026-01-31T08:30:00Z',
    ...fields,
  };
}
