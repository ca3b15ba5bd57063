import { HttpErrorResponse } from '@angular/common/http';

import { Fault } from '../../api/models/fault';
import { ProblemDocument } from '../../api/models/problem-document';

/** What kind of trouble it is decides what a page offers: to wait, to sign in, to go elsewhere, to try again. */
export type ProblemKind = 'offline' | 'sign-in' | 'denied' | 'missing' | 'refused' | 'broken';

export interface Problem {
  readonly kind: ProblemKind;
  readonly title: string;
  readonly detail: string;
  readonly faults: readonly Fault[];
  /** Whether the app itself said so, and not the host before it. */
  readonly fromApp: boolean;
}

const KINDS: Readonly<Record<number, ProblemKind>> = {
  0: 'offline',
  401: 'sign-in',
  403: 'denied',
  404: 'missing',
};
const WORDS: Readonly<Record<ProblemKind, readonly [string, string]>> = {
  offline: ['The server cannot be reached', 'Check the connection. What you entered is still here.'],
  'sign-in': ['You are not signed in', 'Sign in to go on.'],
  denied: ['You may not do this', 'Ask whoever runs this app for access.'],
  missing: ['This is not here', 'It may have been deleted, or it belongs to somebody else.'],
  refused: ['The request was refused', 'Change it and try again.'],
  broken: ['Something went wrong', 'Try again in a moment.'],
};

/** What a failed call means for people, from whatever was thrown. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof HttpErrorResponse)) return ofKind('broken');
  const kind = KINDS[error.status] ?? (error.status < 500 ? 'refused' : 'broken');
  const told = documentOf(error.error);
  if (!told) return ofKind(kind);
  return { kind, title: WORDS[kind][0], detail: told.detail, faults: told.errors ?? [], fromApp: true };
}

/** The problem in one sentence or two: its faults if it names any. */
export function sentenceOf(problem: Problem): string {
  return problem.faults.length ? problem.faults.map((fault) => fault.message).join(' ') : problem.detail;
}

function ofKind(kind: ProblemKind): Problem {
  const [title, detail] = WORDS[kind];
  return { kind, title, detail, faults: [], fromApp: false };
}

function documentOf(body: unknown): ProblemDocument | null {
  const told = typeof body === 'string' ? parsed(body) : body;
  return told !== null && typeof told === 'object' && 'detail' in told ? (told as ProblemDocument) : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
