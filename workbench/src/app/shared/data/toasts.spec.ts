import { Toasts } from './toasts';

describe('notices', () => {
  let toasts: Toasts;
  const titles = (): string[] => toasts.all().map((toast) => toast.title);

  beforeEach(() => {
    vi.useFakeTimers();
    toasts = new Toasts();
  });
  afterEach(() => vi.useRealTimers());

  it('leave by themselves, those with an action later', () => {
    toasts.show('info', 'plain');
    toasts.show('good', 'with action', '', { label: 'View', run: () => undefined });
    vi.advanceTimersByTime(7_000);
    expect(titles()).toEqual(['with action']);
    vi.advanceTimersByTime(14_000);
    expect(titles()).toEqual([]);
  });

  it('stay while somebody points at them', () => {
    toasts.show('info', 'held');
    toasts.hold(toasts.all()[0]?.id ?? 0);
    vi.advanceTimersByTime(60_000);
    expect(titles()).toEqual(['held']);
    toasts.release(toasts.all()[0]?.id ?? 0);
    vi.advanceTimersByTime(7_000);
    expect(titles()).toEqual([]);
  });

  it('are four at most, the newest', () => {
    for (const title of ['1', '2', '3', '4', '5']) toasts.show('info', title);
    expect(titles()).toEqual(['2', '3', '4', '5']);
  });
});
