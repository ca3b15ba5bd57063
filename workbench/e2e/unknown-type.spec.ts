import { expect, test } from './host';
import { LOOKS, expectWell, look } from './well';

const TEXTS = [
  { name: 'A short text', text: 'to be or not to be' },
  { name: 'A longer text', text: 'the quick brown fox jumps over the lazy dog and the cat sleeps' },
  { name: 'An empty text', text: '' },
];

for (const one of LOOKS) {
  test(`a job of a type that no page knows is seen all the same, ${one.colorScheme}, ${one.width} pixels wide`, async ({
    page,
    request,
  }) => {
    await look(page, one);
    const answer = await request.post('/api/jobs/word-count', { data: { texts: TEXTS } });
    const { job_id } = await answer.json();
    await page.goto(`/job-history?job=${job_id}`);
    const job = page.getByRole('region', { name: 'Jobs' }).getByRole('listitem').first();
    await expect(job.getByText('2 of 3 texts counted')).toBeVisible();
    await expect(job).toContainText('Word count ·');
    await expect(job.getByText('There are no words in it.')).toBeVisible();
    await expect(job.getByRole('link', { name: /counts\.csv/ })).toBeVisible();
    await expectWell(page);

    // By the keyboard: on a phone a notice may lie over it.
    await job.getByRole('link', { name: /^Results/ }).press('Enter');
    await expect(page.getByRole('heading', { name: 'Word count', level: 2 })).toBeVisible();
    await expect(page.getByText('19 words in all.')).toBeVisible();
    await expect(page.getByRole('group', { name: 'Download' }).getByRole('button')).toHaveText([
      'Download JSON',
    ]);
    await page.locator('summary', { hasText: 'A longer text' }).press('Enter');
    await expect(page.getByRole('columnheader', { name: 'Count' })).toBeVisible();
    await expectWell(page);

    const file = page.waitForEvent('download');
    await page.getByRole('link', { name: /counts\.csv/ }).press('Enter');
    expect((await file).suggestedFilename()).toBe('counts.csv');

    await page.goto('/results');
    await page.getByLabel('Type').selectOption('Word count');
    await expect(page.getByRole('region', { name: 'Results' }).getByRole('listitem').first()).toContainText(
      'Word count · 2 texts',
    );
    await expectWell(page);
  });
}
