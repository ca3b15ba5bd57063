import { Injectable, signal } from '@angular/core';

export type ProofKind = 'token' | 'key';

const PLACE: Readonly<Record<ProofKind, string>> = { token: 'bearer-token', key: 'functions-key' };
const HEADER: Readonly<Record<ProofKind, (secret: string) => readonly [string, string]>> = {
  token: (secret) => ['Authorization', `Bearer ${secret}`],
  key: (secret) => ['x-functions-key', secret],
};

/** What the page sends to prove who its user is. It is kept for this tab and no longer than the tab. */
@Injectable({ providedIn: 'root' })
export class Proof {
  private readonly secrets = signal<Readonly<Partial<Record<ProofKind, string>>>>({
    token: sessionStorage.getItem(PLACE.token) ?? undefined,
    key: sessionStorage.getItem(PLACE.key) ?? undefined,
  });

  give(kind: ProofKind, secret: string): void {
    sessionStorage.setItem(PLACE[kind], secret);
    this.secrets.update((secrets) => ({ ...secrets, [kind]: secret }));
  }

  forget(): void {
    for (const place of Object.values(PLACE)) sessionStorage.removeItem(place);
    this.secrets.set({});
  }

  /** The headers of a request; none where cookies do it, or nobody is asked. */
  headers(): Record<string, string> {
    const given = Object.entries(this.secrets()) as [ProofKind, string | undefined][];
    return Object.fromEntries(given.flatMap(([kind, secret]) => (secret ? [HEADER[kind](secret)] : [])));
  }
}
