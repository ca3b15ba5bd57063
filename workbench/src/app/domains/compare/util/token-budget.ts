import { compact } from '../../../shared/util/format';

/** What contracts may have together to be answered while one waits, unless the server says otherwise. */
export const TOKEN_BUDGET = 50_000;
export const RESERVED_TOKENS = 8_000;

export interface TokenUse {
  readonly used: number;
  readonly available: number;
  readonly isOver: boolean;
  /** How full the budget is, in percent, 100 at most. */
  readonly share: number;
}

/** How much of what is available contracts of these lengths take. */
export function tokenUse(lengths: readonly number[], available = TOKEN_BUDGET - RESERVED_TOKENS): TokenUse {
  const used = lengths.reduce((sum, length) => sum + length, 0);
  return {
    used,
    available,
    isOver: used > available,
    share: Math.min(100, Math.round((100 * used) / available)),
  };
}

/** The use in words: "12.3K of 42K tokens". */
export function tokenWords(use: TokenUse): string {
  return `${compact(use.used)} of ${compact(use.available)} tokens`;
}
