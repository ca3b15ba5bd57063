import { ChangeDetectionStrategy, Component, computed, input, model, signal } from '@angular/core';

import { ContractHeader } from '../../../api/models/contract-header';
import { Icon } from '../../../shared/ui/icon';
import { whole } from '../../../shared/util/format';
import { kindOf, matches } from '../../contracts/util/contract-words';

/** Contracts of which one or several can be chosen, with a search. */
@Component({
  selector: 'cb-contract-picker',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './contract-picker.css',
  templateUrl: './contract-picker.html',
})
export class ContractPicker {
  readonly contracts = input.required<readonly ContractHeader[]>();
  readonly label = input.required<string>();
  readonly isSingle = input(false);
  readonly chosen = model.required<ReadonlySet<string>>();

  protected readonly search = signal('');
  protected readonly found = computed(() =>
    this.contracts().filter((contract) => matches(contract, this.search().trim())),
  );
  protected readonly allFound = computed(
    () => this.found().length > 0 && this.found().every((contract) => this.chosen().has(contract.id)),
  );
  protected readonly someFound = computed(
    () => !this.allFound() && this.found().some((contract) => this.chosen().has(contract.id)),
  );
  protected readonly kindOf = kindOf;
  protected readonly whole = whole;

  protected toggle(id: string): void {
    const chosen = new Set(this.isSingle() ? [] : this.chosen());
    if (this.isSingle() || !chosen.delete(id)) chosen.add(id);
    this.chosen.set(chosen);
  }

  /** Choose all that the search found, or none of them. */
  protected toggleFound(): void {
    const chosen = new Set(this.chosen());
    const isOn = !this.allFound();
    for (const contract of this.found()) {
      if (isOn) chosen.add(contract.id);
      else chosen.delete(contract.id);
    }
    this.chosen.set(chosen);
  }
}
