import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';

import { Proof, ProofKind } from '../shared/data/proof';
import { Icon } from '../shared/ui/icon';
import { Problem } from '../shared/util/problem';

/** Asks for what the app, or the host before it, wants to see before it answers. */
@Component({
  selector: 'cb-sign-in',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styles: `
    :host {
      display: block;
      max-width: 560px;
      margin: 6vh auto 0;
    }
    form {
      display: grid;
      gap: var(--gap-4);
    }
    .soft {
      margin-top: 6px;
    }
  `,
  template: `
    <form class="card padded" (submit)="submit($event, secret.value)">
      <div>
        <h1>Sign in</h1>
        <p class="soft">{{ words().text }}</p>
      </div>
      <label class="field">
        {{ words().label }}
        <input
          #secret
          class="input"
          type="password"
          autocomplete="off"
          required
          [attr.aria-describedby]="'why'"
        />
      </label>
      <p id="why" class="small soft">It is kept in this tab only, and sent to this app only.</p>
      @if (tried()) {
        <p class="small error" role="alert">{{ problem().detail }}</p>
      }
      <div class="row">
        <button class="button primary"><cb-icon name="lock" />Continue</button>
        <button type="button" class="button quiet" (click)="given.emit()">Try again</button>
      </div>
    </form>
  `,
})
export class SignIn {
  readonly problem = input.required<Problem>();
  readonly given = output();
  private readonly proof = inject(Proof);
  protected readonly tried = signal(false);
  private readonly kind = computed<ProofKind>(() => (this.problem().fromApp ? 'token' : 'key'));
  protected readonly words = computed(() =>
    this.kind() === 'token'
      ? {
          text: 'Your organisation signs you in. If you were signed in, load the page again.',
          label: 'Or an access token',
        }
      : {
          text: 'The host of this app asks for a key before it lets a request in.',
          label: 'A key of the function app',
        },
  );

  protected submit(event: Event, secret: string): void {
    event.preventDefault();
    this.proof.give(this.kind(), secret.trim());
    this.tried.set(true);
    this.given.emit();
  }
}
