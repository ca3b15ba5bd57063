import { ChangeDetectionStrategy, Component, model } from '@angular/core';

/** How a request is to be done: by which model, and how urgent it is. */
@Component({
  selector: 'cb-run-options',
  changeDetection: ChangeDetectionStrategy.OnPush,
  styles: `
    :host {
      display: grid;
      gap: var(--gap-4);
    }
    .between {
      display: flex;
      justify-content: space-between;
    }
    input {
      width: 100%;
      margin: 0;
      accent-color: var(--accent);
    }
  `,
  template: `
    <label class="field">
      Model
      <select
        #box
        class="input"
        (change)="chosenModel.set(box.value === 'secondary' ? 'secondary' : 'primary')"
      >
        <option value="primary" [selected]="chosenModel() === 'primary'">Primary</option>
        <option value="secondary" [selected]="chosenModel() === 'secondary'">Secondary</option>
      </select>
    </label>
    <label class="field">
      <span class="between"
        >Priority <output class="numbers">{{ priority() }}</output></span
      >
      <input #range type="range" min="1" max="10" [value]="priority()" (input)="priority.set(+range.value)" />
      <span class="between small"><span>Can wait</span><span>Urgent</span></span>
    </label>
  `,
})
export class RunOptions {
  readonly chosenModel = model.required<'primary' | 'secondary'>();
  /** From 1 to 10, which goes first. */
  readonly priority = model.required<number>();
}
