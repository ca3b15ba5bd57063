import { ContractHeader } from '../../../api/models/contract-header';

/** The kind of file a contract came in: PDF, Word, Markdown or Text. */
export function kindOf(contract: Pick<ContractHeader, 'filename' | 'original'>): string {
  const ending = contract.filename?.toLowerCase().split('.').pop();
  const byEnding = { pdf: 'PDF', docx: 'Word', md: 'Markdown' }[ending ?? ''];
  return byEnding ?? 'Text';
}

/** Whether all words of a search are somewhere in a contract's names. */
export function matches(
  contract: Pick<ContractHeader, 'title' | 'filename' | 'id'>,
  search: string,
): boolean {
  const names = `${contract.title} ${contract.filename ?? ''} ${contract.id}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => names.includes(word));
}
