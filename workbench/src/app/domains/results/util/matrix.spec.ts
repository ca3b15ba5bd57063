import { NO_FILTER, matrixOf } from './matrix';
import { aComparison, aFinding } from './result-samples';

const TERM = aFinding();
const RISKY = aFinding({ clause_type: 'indemnity', clause_label: 'Indemnity', risk: 'high' });

describe('the matrix of a comparison', () => {
  it('has the riskiest contracts first, and then the names in order', () => {
    const mild = (title: string) => aComparison(title, [TERM]);
    const matrix = matrixOf([
      mild('Beta'),
      mild('Alpha'),
      aComparison('Zeta', [RISKY], { overall_risk: 'high' }),
    ]);
    expect(matrix.rows.map((row) => row.comparison.contract_title)).toEqual(['Zeta', 'Alpha', 'Beta']);
  });

  it('has a column for each type of clause, in the order of the contracts', () => {
    const matrix = matrixOf([aComparison('Alpha', [TERM, RISKY]), aComparison('Beta', [TERM])]);
    expect(matrix.columns.map((column) => column.label)).toEqual(['Term and Duration', 'Indemnity']);
    expect(matrix.rows[1]?.cells.has('indemnity')).toBe(false);
  });

  it('shows the worst of several findings in a cell, and how many there are', () => {
    const worse = aFinding({ risk: 'high' });
    const cell = matrixOf([aComparison('Alpha', [TERM, worse, TERM])]).rows[0]?.cells.get('term');
    expect(cell).toEqual({ finding: worse, count: 3 });
  });

  it('is filtered by risk, clause and name', () => {
    const all = [aComparison('Alpha', [TERM, RISKY]), aComparison('Beta', [TERM])];
    const names = (filter: Partial<typeof NO_FILTER>) =>
      matrixOf(all, { ...NO_FILTER, ...filter }).rows.map((row) => row.comparison.contract_title);
    expect(names({ risks: new Set(['high']) })).toEqual(['Alpha']);
    expect(names({ clause: 'term' })).toEqual(['Alpha', 'Beta']);
    expect(names({ text: 'bET' })).toEqual(['Beta']);
    expect(matrixOf(all, { ...NO_FILTER, clause: 'indemnity' }).columns.length).toBe(1);
  });
});
