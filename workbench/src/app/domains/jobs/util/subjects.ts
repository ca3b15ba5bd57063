/** An item as far as its name goes. */
export interface Named {
  readonly item_id: string;
  readonly subject?: string | null;
  readonly contract_id?: string | null;
}

/** What an item is about, for people: its subject, which stays when a contract is deleted; else what it is known by. */
export function subjectOf(item: Named): string {
  return item.subject || item.contract_id || item.item_id;
}
