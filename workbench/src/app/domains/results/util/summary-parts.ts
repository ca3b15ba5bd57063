/** A summary as people read it: a sentence, and a point for each group of equal answers. */
export interface SummaryParts {
  readonly lead: string;
  readonly points: readonly string[];
}

const POINT = '- ';

/** The parts of a summary that is written in lines, its points with a dash before them. */
export function summaryParts(summary: string): SummaryParts {
  const lines = summary.split('\n').filter((line) => line.trim() !== '');
  return {
    lead: lines.filter((line) => !line.startsWith(POINT)).join(' '),
    points: lines.filter((line) => line.startsWith(POINT)).map((line) => line.slice(POINT.length)),
  };
}
