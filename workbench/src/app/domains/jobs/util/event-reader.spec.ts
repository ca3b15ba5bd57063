import { EventReader } from './event-reader';

describe('a stream of events', () => {
  it('is read whole however it is cut', () => {
    const text =
      'id: 7\nevent: job_progress\ndata: {"a":1}\n\n: still here\n\nevent: job_completed\ndata: {}\n\n';
    for (let size = 1; size <= text.length; size += 5) {
      const reader = new EventReader();
      const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      expect(pieces.flatMap((piece) => reader.read(piece))).toEqual([
        { name: 'job_progress', data: '{"a":1}' },
        { name: 'job_completed', data: '{}' },
      ]);
    }
  });

  it('remembers an id that comes without an event', () => {
    const reader = new EventReader();
    expect(reader.read(': still here\nid: 2026-01-01\n\n')).toEqual([]);
    expect(reader.lastId).toBe('2026-01-01');
  });

  it('tells how long to wait before coming back', () => {
    const reader = new EventReader();
    reader.read('retry: 1500\n\n');
    expect(reader.retry).toBe(1500);
  });

  it('joins the lines of data', () => {
    expect(new EventReader().read('data: one\ndata: two\n\n')).toEqual([
      { name: 'message', data: 'one\ntwo' },
    ]);
  });
});
