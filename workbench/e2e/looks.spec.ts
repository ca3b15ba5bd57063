import { CONTRACTS, STANDARD, choose, expect, test, upload } from './host';
import { LOOKS, expectWell, look } from './well';

for (const one of LOOKS) {
  test(`every page is accessible and fits, ${one.colorScheme}, ${one.width} pixels wide`, async ({
    page,
  }) => {
    await look(page, one);
    await upload(page, [STANDARD, ...CONTRACTS.slice(0, 3)]);
    await expectWell(page);
    await choose(page, 2);
    await expectWell(page);
    await page.getByRole('button', { name: 'In the background' }).click();
    const notice = page.getByRole('status', { name: 'Notices' });
    await expect(notice.getByRole('button', { name: 'View results' })).toBeVisible();
    await expectWell(page);
    await notice.getByRole('button', { name: 'View results' }).click();
    await expect(page.getByRole('grid')).toBeVisible();
    await expectWell(page);
    // By the keyboard: on a phone a notice may lie over it.
    await page.getByRole('grid').getByRole('rowheader').first().getByRole('button').press('Enter');
    await expect(page.getByRole('heading', { name: /findings$/ })).toBeVisible();
    await expectWell(page);
    await page.goto('/job-history');
    await page
      .getByRole('button', { name: /^Comparison/ })
      .first()
      .click();
    await expect(page.getByText('Submitted', { exact: true })).toBeVisible();
    await expectWell(page);
    await page.goto('/contracts');
    await page.getByRole('table').getByRole('link').first().click();
    await expect(page.getByRole('navigation', { name: 'Clauses' })).toBeVisible();
    await expectWell(page);
    await page.goto('/contracts/nothing/here');
    await expectWell(page);
  });
}
