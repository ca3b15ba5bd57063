const SMALL = new Set(['of', 'for', 'with', 'to', 'and']);
const SPECIAL: Readonly<Record<string, string>> = {
  term: 'Term and Duration',
  non_compete: 'Non-Compete',
  non_solicitation: 'Non-Solicitation',
  non_disparagement: 'Non-Disparagement',
  third_party_beneficiaries: 'Third-Party Beneficiaries',
};

/** What a person reads for a clause type: `limitation_of_liability` is "Limitation of Liability". */
export function clauseLabel(type: string): string {
  return SPECIAL[type] ?? type.split('_').map(titled).join(' ');
}

function titled(word: string, place: number): string {
  return place > 0 && SMALL.has(word) ? word : word.charAt(0).toUpperCase() + word.slice(1);
}
