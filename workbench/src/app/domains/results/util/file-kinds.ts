import { ExportKind } from '../../jobs/util/job-kinds';

/** What a result can be kept as: the ending of the file, which is that of the address, too. */
export type FileKind = ExportKind;

const FILE_KINDS: readonly { readonly kind: FileKind; readonly word: string }[] = [
  { kind: 'pdf', word: 'PDF' },
  { kind: 'docx', word: 'Word' },
  { kind: 'csv', word: 'CSV' },
  { kind: 'json', word: 'JSON' },
];

/** Those of the kinds that a type of results has, in one order for all. */
export function fileKinds(exports: readonly FileKind[]): typeof FILE_KINDS {
  return FILE_KINDS.filter(({ kind }) => exports.includes(kind));
}

/** The name of a result's file: its title without what file systems do not take. */
export function fileName(title: string, kind: FileKind): string {
  const plain = title.replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').replace(/\s+/g, ' ');
  return `${plain.trim().slice(0, 150) || 'Result'}.${kind}`;
}
