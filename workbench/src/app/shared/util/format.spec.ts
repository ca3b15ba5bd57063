import { ago, bytes, compact, counted, duration } from './format';

const NOW = Date.parse('2026-01-31T12:00:00Z');

describe('figures for people', () => {
  it.each([
    [0.4, 'under 1 s'],
    [8.2, '8 s'],
    [180, '3 min'],
    [7_500, '2 h 5 min'],
  ])('%d seconds are %s', (seconds, words) => expect(duration(seconds)).toBe(words));

  it.each([
    [900, '900 B'],
    [12_400, '12 kB'],
    [2_500_000, '2.5 MB'],
  ])('%d bytes are %s', (size, words) => expect(bytes(size)).toBe(words));

  it.each([
    ['2026-01-31T11:59:30Z', 'just now'],
    ['2026-01-31T11:55:00Z', '5 minutes ago'],
    ['2026-01-31T09:00:00Z', '3 hours ago'],
    ['2026-01-20T12:00:00Z', 'Jan 20, 2026'],
  ])('%s is %s', (moment, words) => expect(ago(moment, NOW)).toBe(words));

  it('counts one and many', () => {
    expect([counted(1, 'job'), counted(2_000, 'job'), compact(12_340)]).toEqual([
      '1 job',
      '2,000 jobs',
      '12.3K',
    ]);
  });
});
