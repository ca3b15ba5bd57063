import { CONTRACTS, STANDARD, choose, expect, test, upload } from './host';

test.beforeEach(async ({ page }) => {
  await upload(page, [STANDARD, ...CONTRACTS.slice(0, 4)]);
  await choose(page, 3);
  await page.getByRole('button', { name: 'Compare 3 contracts now' }).click();
  await expect(page.getByRole('grid', { name: 'Contracts by clauses' })).toBeVisible();
});

test('a short comparison is answered at once, opened at a clause, and found again by its address', async ({
  page,
}) => {
  await page
    .getByRole('gridcell')
    .getByRole('button', { name: /^Confidentiality: Changed/ })
    .first()
    .click();
  await expect(page).toHaveURL(/resultId=.*contract=.*clause=confidentiality/);
  const finding = page.getByRole('article', { name: 'Confidentiality' }).first();
  await expect(finding.getByRole('heading', { name: 'This contract' })).toBeVisible();
  expect(await finding.locator('del').count()).toBeGreaterThan(0);

  await page.reload();
  await expect(finding.getByRole('heading', { name: 'This contract' })).toBeInViewport();
  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(page.getByRole('grid')).toBeVisible();
});

test('the matrix is filtered by risk, and walked through with the arrow keys', async ({ page }) => {
  const cells = page.getByRole('gridcell').getByRole('button');
  const before = await cells.count();
  await page.getByRole('checkbox', { name: /High/ }).check({ force: true });
  await expect.poll(() => cells.count()).toBeLessThan(before);
  await page.getByRole('rowheader').first().getByRole('button').focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('rowheader').nth(1).getByRole('button')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /findings$/ })).toBeVisible();
});
