import { CONTRACTS, STANDARD, choose, expect, realContracts, test, upload } from './host';

/** What is too long to be answered at once has one button only. */
const SUBMIT = /^(In the background|Compare \d+ contracts)$/;

test('a comparison is followed live, found again after a reload, and told when it is done', async ({
  page,
}) => {
  const others = [...CONTRACTS, ...realContracts(2)];
  await upload(page, [STANDARD, ...others]);
  await choose(page, 'all');
  await page.getByRole('button', { name: SUBMIT }).click();
  const jobs = page.getByRole('complementary', { name: 'Background jobs' });
  await expect(jobs.getByText('Running')).toBeVisible();
  await expect(page.getByTestId('open-jobs')).toContainText('1');
  await expect(jobs.getByRole('progressbar')).not.toHaveAttribute('aria-valuenow', '0');

  await page.reload();
  await expect(jobs.getByRole('progressbar')).toBeVisible();
  await expect(page.getByText('Your results are ready', { exact: true })).toBeVisible();
  await expect(page.getByTestId('open-jobs')).toHaveCount(0);
  await expect(jobs.getByRole('article').first()).toContainText('Completed');
  await page.getByRole('status', { name: 'Notices' }).getByRole('button', { name: 'View results' }).click();
  await expect(page.getByRole('grid').getByRole('row')).toHaveCount(1 + others.length);
});

test('a job is cancelled, and then taken up again', async ({ page }) => {
  await upload(page, [STANDARD, ...CONTRACTS]);
  await choose(page, 'all');
  // Another question than that of the test before, whose answers are kept.
  await page.getByRole('radio', { name: 'The whole contract' }).check({ force: true });
  await page.getByRole('button', { name: SUBMIT }).click();
  const jobs = page.getByRole('complementary', { name: 'Background jobs' });
  await jobs.getByRole('button', { name: /^Cancel/ }).click();
  await expect(jobs.getByText('Cancelled')).toBeVisible();

  await jobs.getByRole('button', { name: /^Retry Comparison/ }).click();
  await expect(page.getByText('Your results are ready', { exact: true })).toBeVisible();
  await page.goto('/job-history');
  await page.getByLabel('Status').selectOption('Cancelled');
  const cancelled = page.getByRole('region', { name: 'Jobs' }).getByRole('listitem');
  await expect(cancelled).toHaveCount(1);
  await cancelled.getByRole('button', { name: /^Comparison/ }).click();
  await expect(cancelled.getByText('Not begun').first()).toBeVisible();
});

test('jobs are asked for when the stream is lost', async ({ page }) => {
  await page.route('**/stream', (route) => route.abort());
  await upload(page, [STANDARD, ...CONTRACTS.slice(0, 3)]);
  await choose(page, 2);
  await page.getByRole('button', { name: SUBMIT }).click();
  const jobs = page.getByRole('complementary', { name: 'Background jobs' });
  await expect(jobs.getByRole('status')).toHaveText('Asked every few seconds');
  await expect(page.getByText('Your results are ready', { exact: true })).toBeVisible();
});
