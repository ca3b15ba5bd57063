import { ChangeDetectionStrategy, Component, input } from '@angular/core';

@Component({
  selector: 'cb-progress-bar',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {
    role: 'progressbar',
    'aria-valuemin': '0',
    'aria-valuemax': '100',
    '[attr.aria-valuenow]': 'percentage()',
    '[attr.aria-label]': 'label()',
    '[class.moving]': 'moving()',
  },
  styles: `
    :host {
      display: block;
      height: 6px;
      border-radius: 99px;
      background: var(--sunken);
      box-shadow: inset 0 0 0 1px var(--line);
      overflow: hidden;
    }
    i {
      display: block;
      height: 100%;
      border-radius: 99px;
      background: var(--accent);
      transition: width 600ms cubic-bezier(0.2, 0.8, 0.3, 1);
    }
    :host(.moving) i {
      background: linear-gradient(90deg, var(--accent) 40%, var(--accent-line) 50%, var(--accent) 60%) 0 0 /
        240px 100%;
      animation: flow 1.4s linear infinite;
    }
    @keyframes flow {
      to {
        background-position: 240px 0;
      }
    }
  `,
  template: `<i [style.width.%]="percentage()"></i>`,
})
export class ProgressBar {
  readonly percentage = input.required<number>();
  readonly label = input.required<string>();
  readonly moving = input(false);
}
