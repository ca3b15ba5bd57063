import { bytes } from '../../../shared/util/format';

/** What the file chooser offers. */
export const ACCEPTED = '.txt,.md,.pdf,.docx';
const ENDINGS = new Set(ACCEPTED.split(','));
const MOST_BYTES = 25_000_000;

/** Why a file is not worth sending; empty when it is. */
export function refusalOf(file: Pick<File, 'name' | 'size'>): string {
  const ending = /\.[^.]+$/.exec(file.name.toLowerCase())?.[0] ?? '';
  if (!ENDINGS.has(ending)) return 'Only .txt, .md, .pdf and .docx files can be read.';
  if (file.size > MOST_BYTES)
    return `It has ${bytes(file.size)}; a file may have ${bytes(MOST_BYTES)} at most.`;
  return file.size === 0 ? 'The file is empty.' : '';
}
