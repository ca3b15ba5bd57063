import { SavedAnalysis } from '../../../api/models/saved-analysis';
import { SavedComparison } from '../../../api/models/saved-comparison';
import { SavedQuery } from '../../../api/models/saved-query';
import { AnyResult } from './result-kinds';

/** Fields by their names. */
export type Fields = Readonly<Record<string, unknown>>;

/** A result of a type that the page has no view of: what all results have, and its own fields as they are. */
export interface PlainResult {
  readonly id: string;
  readonly type: string;
  readonly job_id: string;
  readonly created_date: string;
  readonly metadata: { readonly title: string; readonly description: string };
  readonly errors: readonly {
    readonly item_id: string;
    readonly subject: string;
    readonly message: string;
  }[];
  readonly not_analysed: number;
  /** A row for each item that is done. */
  readonly overview: readonly object[];
  /** What became of the items, where the result has it as a list. */
  readonly items: readonly unknown[];
  readonly own: Fields;
}

/** Fields that all results have; what stands beside them is a type's own. */
const COMMON = new Set([
  'id',
  'type',
  'record',
  'schema_version',
  'user_id',
  'job_id',
  'created_date',
  'modified_date',
  'metadata',
  'errors',
  'not_analysed',
  'overview',
  'items',
]);

/** A result as it was read: as it is where the page has a view of it, plain where it has none. */
export function resultOf(read: unknown): AnyResult {
  const fields = fieldsOf(read);
  const known = fields as unknown as SavedAnalysis | SavedComparison | SavedQuery;
  return isViewed(known) ? known : plainOf(fields);
}

export function isAnalysis(result: AnyResult): result is SavedAnalysis {
  return result.type === 'file_analysis';
}

export function isComparison(result: AnyResult): result is SavedComparison {
  return result.type === 'comparison';
}

export function isQuery(result: AnyResult): result is SavedQuery {
  return result.type === 'query';
}

export function isPlain(result: AnyResult): result is PlainResult {
  return !isViewed(result);
}

function isViewed(result: AnyResult): result is SavedAnalysis | SavedComparison | SavedQuery {
  return isAnalysis(result) || isComparison(result) || isQuery(result);
}

/** The result with something in the place of what may be missing. */
function plainOf(read: Fields): PlainResult {
  const metadata = fieldsOf(read['metadata']);
  return {
    id: textOf(read['id']),
    type: textOf(read['type']),
    job_id: textOf(read['job_id']),
    created_date: textOf(read['created_date']),
    metadata: { title: textOf(metadata['title']) || 'Result', description: textOf(metadata['description']) },
    errors: listOf(read['errors'])
      .map(fieldsOf)
      .map((error, place) => ({
        item_id: textOf(error['item_id']) || String(place),
        subject: textOf(error['subject']),
        message: textOf(error['message']),
      })),
    not_analysed: typeof read['not_analysed'] === 'number' ? read['not_analysed'] : 0,
    overview: listOf(read['overview']).map(fieldsOf),
    items: listOf(read['items']),
    own: Object.fromEntries(Object.entries(read).filter(([name]) => !COMMON.has(name))),
  };
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
