import { isPlainText, shapeOf } from './data-shapes';

function textOf(value: unknown): string {
  const shape = shapeOf(value);
  return shape.kind === 'text' ? shape.text : shape.kind;
}

describe('a value that nothing is known of', () => {
  it.each([
    ['comma', 'comma'],
    [2_024, '2024'],
    [1_234_567, '1,234,567'],
    [0.5, '0.5'],
    [true, 'Yes'],
    [false, 'No'],
    [null, '–'],
    [undefined, '–'],
    ['', '–'],
    [[], '–'],
    [['a', 2, null], 'a, 2, –'],
  ])('is a text if it is simple: %j', (value, text) => {
    expect(isPlainText(value)).toBe(true);
    expect(textOf(value)).toBe(text);
  });

  it('is cut where it is very long', () => {
    expect(textOf('x'.repeat(10_000))).toHaveLength(4_001);
  });

  it('has its fields by names that people read', () => {
    const shape = shapeOf({ rows_left_out: 3, columns: [] });
    expect(shape.kind === 'fields' && shape.fields).toEqual([
      { name: 'rows_left_out', label: 'Rows left out', value: 3 },
      { name: 'columns', label: 'Columns', value: [] },
    ]);
    expect(shapeOf({})).toEqual({ kind: 'fields', fields: [] });
  });

  it('is a table if it is a list of simple things, with all their fields', () => {
    const shape = shapeOf([
      { name: 'id', nulls: 0, samples: ['1', '2'], longest: 5_406 },
      { name: 'city', nulls: 12, longest: 20_000 },
    ]);
    expect(shape).toEqual({
      kind: 'table',
      columns: [
        { name: 'name', label: 'Name', isNumeric: false },
        { name: 'nulls', label: 'Nulls', isNumeric: true },
        { name: 'samples', label: 'Samples', isNumeric: false },
        { name: 'longest', label: 'Longest', isNumeric: true },
      ],
      rows: [
        ['id', '0', '1, 2', '5,406'],
        ['city', '12', '–', '20,000'],
      ],
    });
  });

  it('has parts to be opened if it is a list of anything else', () => {
    const values = [{ title: 'First', inner: { a: 1 } }, { inner: {} }, 'text', [['deep']]];
    const shape = shapeOf(values);
    expect(shape.kind === 'parts' && shape.parts.map(({ title }) => title)).toEqual([
      'First',
      'Entry 2',
      'Entry 3',
      'Entry 4',
    ]);
  });

  it('has parts if a table of it would be too wide', () => {
    const wide = Object.fromEntries(Array.from({ length: 17 }, (_, place) => [`field${place}`, place]));
    expect(shapeOf([wide]).kind).toBe('parts');
  });
});
