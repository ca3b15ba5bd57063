import { HttpErrorResponse } from '@angular/common/http';

import { problemOf, sentenceOf } from './problem';

const answer = (status: number, error: unknown = null): HttpErrorResponse =>
  new HttpErrorResponse({ status, error });

describe('a problem', () => {
  it.each([
    [0, 'offline'],
    [401, 'sign-in'],
    [403, 'denied'],
    [404, 'missing'],
    [409, 'refused'],
    [429, 'refused'],
    [500, 'broken'],
    [503, 'broken'],
  ])('of an answer %d is of the kind %s', (status, kind) => {
    expect(problemOf(answer(status)).kind).toBe(kind);
  });

  it('says what the app said of it', () => {
    const told = problemOf(answer(409, { detail: 'The job is at its end.' }));
    expect([told.detail, told.fromApp]).toEqual(['The job is at its end.', true]);
  });

  it('is understood when a request for a file brings it as text', () => {
    expect(problemOf(answer(404, '{"detail":"There is no such file."}')).detail).toBe(
      'There is no such file.',
    );
    expect(problemOf(answer(502, '<html>')).fromApp).toBe(false);
  });

  it('is told by its faults if it names any', () => {
    const errors = [
      { pointer: '/a', message: 'One.' },
      { pointer: '/b', message: 'Two.' },
    ];
    expect(sentenceOf(problemOf(answer(400, { detail: 'Faults.', errors })))).toBe('One. Two.');
  });

  it('that is no answer at all is a failure of the page', () => {
    expect(problemOf(new Error('x')).kind).toBe('broken');
  });
});
