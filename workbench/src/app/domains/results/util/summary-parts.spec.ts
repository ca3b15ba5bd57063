import { summaryParts } from './summary-parts';

describe('a summary of answers', () => {
  it('is a sentence with points', () => {
    expect(summaryParts('Both state it.\n- A: Ireland.\n- B: France.')).toEqual({
      lead: 'Both state it.',
      points: ['A: Ireland.', 'B: France.'],
    });
  });

  it('may have no points, or nothing at all', () => {
    expect(summaryParts('No contract states it.')).toEqual({ lead: 'No contract states it.', points: [] });
    expect(summaryParts('')).toEqual({ lead: '', points: [] });
  });
});
