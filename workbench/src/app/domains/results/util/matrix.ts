import { ContractComparison } from '../../../api/models/contract-comparison';
import { Finding } from '../../../api/models/finding';
import { Risk } from '../../../api/models/risk';
import { RISK } from './risk-words';

/** What one contract says about one type of clause: the worst of what was found. */
export interface Cell {
  readonly finding: Finding;
  readonly count: number;
}

export interface MatrixRow {
  readonly comparison: ContractComparison;
  readonly cells: ReadonlyMap<string, Cell>;
}

export interface MatrixColumn {
  readonly type: string;
  readonly label: string;
}

export interface Matrix {
  readonly columns: readonly MatrixColumn[];
  readonly rows: readonly MatrixRow[];
}

/** What is to be seen of a result; an empty set of risks is all of them. */
export interface MatrixFilter {
  readonly risks: ReadonlySet<Risk>;
  readonly clause: string;
  readonly text: string;
}

export const NO_FILTER: MatrixFilter = { risks: new Set(), clause: '', text: '' };

/** Contracts by types of clauses, the riskiest contracts first, the clauses in the standard's order. */
export function matrixOf(
  comparisons: readonly ContractComparison[],
  filter: MatrixFilter = NO_FILTER,
): Matrix {
  const named = comparisons.filter((one) =>
    one.contract_title.toLowerCase().includes(filter.text.trim().toLowerCase()),
  );
  const rows = named.map((comparison) => ({ comparison, cells: cellsOf(comparison.findings, filter) }));
  const isFiltered = filter.risks.size > 0 || filter.clause !== '';
  const shown = isFiltered ? rows.filter((row) => row.cells.size > 0) : rows;
  return { columns: columnsOf(shown), rows: [...shown].sort(byRisk) };
}

function cellsOf(findings: readonly Finding[], filter: MatrixFilter): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  for (const finding of findings) {
    if (!isShown(finding, filter)) continue;
    const known = cells.get(finding.clause_type);
    const worst =
      known && RISK[known.finding.risk].weight >= RISK[finding.risk].weight ? known.finding : finding;
    cells.set(finding.clause_type, { finding: worst, count: (known?.count ?? 0) + 1 });
  }
  return cells;
}

/** Whether a finding passes the filter. */
export function isShown(finding: Finding, filter: MatrixFilter): boolean {
  const isOfRisk = filter.risks.size === 0 || filter.risks.has(finding.risk);
  return isOfRisk && (filter.clause === '' || finding.clause_type === filter.clause);
}

/** The clauses that any contract says something about, ordered by where they usually stand. */
function columnsOf(rows: readonly MatrixRow[]): MatrixColumn[] {
  const places = new Map<string, { label: string; sum: number; count: number }>();
  for (const row of rows) {
    let place = 0;
    for (const [type, cell] of row.cells) {
      const known = places.get(type) ?? { label: cell.finding.clause_label, sum: 0, count: 0 };
      places.set(type, { ...known, sum: known.sum + place++, count: known.count + 1 });
    }
  }
  const mean = ({ sum, count }: { sum: number; count: number }): number => sum / count;
  return [...places]
    .sort(([, one], [, other]) => mean(one) - mean(other))
    .map(([type, { label }]) => ({ type, label }));
}

function byRisk(one: MatrixRow, other: MatrixRow): number {
  return (
    weightOf(other) - weightOf(one) ||
    one.comparison.contract_title.localeCompare(other.comparison.contract_title)
  );
}

function weightOf(row: MatrixRow): number {
  const overall = RISK[row.comparison.overall_risk].weight * 1_000;
  return overall + row.comparison.findings.reduce((sum, finding) => sum + RISK[finding.risk].weight, 0);
}
