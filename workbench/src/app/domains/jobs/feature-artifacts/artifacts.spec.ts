import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { provideHttpClient } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';

import { Proof } from '../../../shared/data/proof';
import { Toasts } from '../../../shared/data/toasts';
import { Artifacts } from './artifacts';

const PATH = '/api/jobs/job-1/artifacts/counts.csv';

/** The link to a file, drawn for a user with these headers as proof, and whether a click is left to the browser. */
async function drawn(
  headers: Record<string, string>,
): Promise<{ isLeft: boolean; calls: HttpTestingController }> {
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(),
      provideHttpClientTesting(),
      { provide: Proof, useValue: { headers: () => headers } },
    ],
  });
  const fixture = TestBed.createComponent(Artifacts);
  fixture.componentRef.setInput('jobId', 'job-1');
  fixture.componentRef.setInput('artifacts', [{ name: 'counts.csv', media_type: 'text/csv', size: 9 }]);
  await fixture.whenStable();
  const click = new MouseEvent('click', { cancelable: true });
  const link = (fixture.nativeElement as HTMLElement).querySelector('a');
  // A page that is not shown cannot follow links.
  link?.removeAttribute('href');
  link?.dispatchEvent(click);
  return { isLeft: !click.defaultPrevented, calls: TestBed.inject(HttpTestingController) };
}

describe('a file that a job made', () => {
  it('is left to the browser where nothing must be sent with the call', async () => {
    const { isLeft, calls } = await drawn({});
    expect(isLeft).toBe(true);
    calls.expectNone(PATH);
  });

  it('is fetched with the proof where there is one, and its trouble is told', async () => {
    const { isLeft, calls } = await drawn({ Authorization: 'Bearer abc' });
    expect(isLeft).toBe(false);
    calls.expectOne(PATH).flush(new Blob(), { status: 404, statusText: 'Not Found' });
    await vi.waitFor(() => expect(TestBed.inject(Toasts).all()[0]?.title).toBe('The file could not be read'));
  });
});
