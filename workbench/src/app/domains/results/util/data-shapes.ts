import { whole } from '../../../shared/util/format';
import { readable } from '../../../shared/util/readable';

/** A field of an object, with its name for people. */
export interface ShownField {
  readonly name: string;
  readonly label: string;
  readonly value: unknown;
}

export interface ShownColumn {
  readonly name: string;
  readonly label: string;
  readonly isNumeric: boolean;
}

/** One of several values in a list, with what it is called. */
export interface ShownEntry {
  readonly title: string;
  readonly value: unknown;
}

/** How a value of JSON is shown: as a text, a table, fields with names, or parts to be opened. */
export type DataShape =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'table'; readonly columns: readonly ShownColumn[]; readonly rows: readonly string[][] }
  | { readonly kind: 'fields'; readonly fields: readonly ShownField[] }
  | { readonly kind: 'parts'; readonly parts: readonly ShownEntry[] };

const NOTHING = '–';
const LONGEST_TEXT = 4_000;
const LONGEST_CELL = 300;
const MOST_COLUMNS = 16;
const GROUPED_FROM = 10_000;
const TITLES = ['title', 'name', 'subject', 'filename', 'contract_title'];

/** How a value is shown. */
export function shapeOf(value: unknown): DataShape {
  if (isPlainText(value)) return { kind: 'text', text: cut(textOf(value), LONGEST_TEXT) };
  if (!Array.isArray(value)) return { kind: 'fields', fields: fieldsOf(value as object) };
  const values: readonly unknown[] = value;
  return tableOf(values) ?? { kind: 'parts', parts: values.map(entryOf) };
}

/** Whether a value is shown as a text: a single one, or a list of such. */
export function isPlainText(value: unknown): boolean {
  return isScalar(value) || (Array.isArray(value) && value.every(isScalar));
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value !== 'object';
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ') || NOTHING;
  if (value === null || value === undefined || value === '') return NOTHING;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  // Not years and other short numbers: they may be names of something.
  return isLarge(value) ? whole(Number(value)) : String(value);
}

function isLarge(value: unknown): boolean {
  return Number.isInteger(value) && Math.abs(Number(value)) >= GROUPED_FROM;
}

function fieldsOf(value: object): ShownField[] {
  return Object.entries(value).map(([name, inner]) => ({ name, label: readable(name), value: inner }));
}

/** The values as a table, if all are objects of a few fields that are texts; else null. */
function tableOf(values: readonly unknown[]): DataShape | null {
  if (!values.every((value): value is object => !isScalar(value) && !Array.isArray(value))) return null;
  const rows = values.map((value) => new Map<string, unknown>(Object.entries(value)));
  const names = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  if (!names.length || names.length > MOST_COLUMNS) return null;
  if (!rows.every((row) => [...row.values()].every(isPlainText))) return null;
  return {
    kind: 'table',
    columns: names.map((name) => ({
      name,
      label: readable(name),
      isNumeric: rows.every((row) => typeof (row.get(name) ?? 0) === 'number'),
    })),
    rows: cellsOf(rows, names),
  };
}

/** The texts of a table; numbers below each other are grouped alike. */
function cellsOf(rows: readonly ReadonlyMap<string, unknown>[], names: readonly string[]): string[][] {
  const large = new Set(names.filter((name) => rows.some((row) => isLarge(row.get(name)))));
  return rows.map((row) =>
    names.map((name) => {
      const value = row.get(name);
      return large.has(name) && Number.isInteger(value)
        ? whole(Number(value))
        : cut(textOf(value), LONGEST_CELL);
    }),
  );
}

function entryOf(value: unknown, place: number): ShownEntry {
  const named = isScalar(value) ? [] : TITLES.map((name) => (value as Record<string, unknown>)[name]);
  const title = named.find((name) => typeof name === 'string' && name !== '');
  return { title: typeof title === 'string' ? title : `Entry ${place + 1}`, value };
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
