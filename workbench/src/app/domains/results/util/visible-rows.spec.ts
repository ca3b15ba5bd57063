import { visibleRows } from './visible-rows';

describe('a long table', () => {
  it('draws what is seen and a little more', () => {
    expect(visibleRows(1_000, 40, 4_000, 400)).toEqual({ first: 94, last: 116, above: 3_760, below: 35_360 });
  });

  it('draws all of a short one', () => {
    expect(visibleRows(5, 40, 0, 400)).toEqual({ first: 0, last: 5, above: 0, below: 0 });
  });

  it.each([0, 10_000, 39_999])('has the same height wherever it is, at %d', (scrolled) => {
    const rows = visibleRows(1_000, 40, scrolled, 400);
    expect(rows.above + (rows.last - rows.first) * 40 + rows.below).toBe(40_000);
  });
});
