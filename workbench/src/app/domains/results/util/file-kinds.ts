/** What a result can be kept as: the ending of the file, which is that of the address, too. */
export type FileKind = 'pdf' | 'docx' | 'csv' | 'json';

export const FILE_KINDS: readonly { readonly kind: FileKind; readonly word: string }[] = [
  { kind: 'pdf', word: 'PDF' },
  { kind: 'docx', word: 'Word' },
  { kind: 'csv', word: 'CSV' },
  { kind: 'json', word: 'JSON' },
];

/** The name of a result's file: its title without what file systems do not take. */
export function fileName(title: string, kind: FileKind): string {
  const plain = title.replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').replace(/\s+/g, ' ');
  return `${plain.trim().slice(0, 150) || 'Result'}.${kind}`;
}
