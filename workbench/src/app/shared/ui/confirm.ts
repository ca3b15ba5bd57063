import { ChangeDetectionStrategy, Component, ElementRef, input, output, viewChild } from '@angular/core';

/** Asks before something is done that cannot be undone. */
@Component({
  selector: 'cb-confirm',
  changeDetection: ChangeDetectionStrategy.OnPush,
  styles: `
    dialog {
      width: min(440px, calc(100vw - 32px));
      padding: 24px;
      border: 1px solid var(--line);
      border-radius: var(--radius-l);
      background: var(--raised);
      color: var(--ink);
      box-shadow: var(--shadow-2);
    }
    dialog::backdrop {
      background: rgb(10 12 16 / 45%);
    }
    h2 {
      font-size: 18px;
      overflow-wrap: anywhere;
    }
    p {
      margin: 8px 0 20px;
      color: var(--ink-soft);
    }
    .row {
      justify-content: flex-end;
    }
  `,
  template: `
    <dialog #dialog aria-labelledby="confirm-title" (click)="closeOutside($event)">
      <h2 id="confirm-title">{{ title() }}</h2>
      <p>{{ text() }}</p>
      <div class="row">
        <button type="button" class="button quiet" (click)="close()">Keep</button>
        <button type="button" class="button danger" (click)="confirm()">{{ action() }}</button>
      </div>
    </dialog>
  `,
})
export class Confirm {
  readonly title = input.required<string>();
  readonly text = input.required<string>();
  readonly action = input.required<string>();
  readonly confirmed = output();
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  open(): void {
    this.dialog().nativeElement.showModal();
  }

  protected close(): void {
    this.dialog().nativeElement.close();
  }

  protected confirm(): void {
    this.close();
    this.confirmed.emit();
  }

  protected closeOutside(event: MouseEvent): void {
    if (event.target === this.dialog().nativeElement) this.close();
  }
}
