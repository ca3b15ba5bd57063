import { CONTRACTS, expect, realContracts, test, upload } from './host';

test('many files are uploaded at once, and each that cannot be read says why', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'No contracts yet' })).toBeVisible();
  await page.getByLabel('Choose files').setInputFiles([
    { name: 'Side letter.txt', mimeType: 'text/plain', buffer: Buffer.from('1. Term. One year.') },
    { name: 'Broken.pdf', mimeType: 'application/pdf', buffer: Buffer.from('no pdf') },
    { name: 'Picture.png', mimeType: 'image/png', buffer: Buffer.from('a picture') },
  ]);
  await expect(page.getByText('1 of 3 files stored, 2 not')).toBeVisible();
  await expect(page.getByText(/'Broken.pdf' is damaged or not a PDF/)).toBeVisible();
  await expect(page.getByText('Only .txt, .md, .pdf and .docx files can be read.')).toBeVisible();
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(2);
});

test('a contract is dropped on the page, found, read at a clause, and deleted', async ({ page }) => {
  await upload(page, CONTRACTS.slice(0, 4));
  await page.getByLabel('Search contracts').fill('grey HERON');
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(2);
  await page
    .getByRole('table')
    .getByRole('link', { name: /Grey Heron/ })
    .click();
  const clause = page.getByRole('navigation', { name: 'Clauses' }).getByRole('link').nth(4);
  await clause.click();
  await expect(clause).toHaveAttribute('aria-current', 'location');
  await expect(page.locator('section.here')).toBeInViewport();

  await page.getByRole('link', { name: 'Contracts', exact: true }).first().click();
  await page.getByRole('button', { name: /^Delete Grey Heron/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Keep' }).click();
  await page.getByRole('button', { name: /^Delete Grey Heron/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('Contract deleted', { exact: true })).toBeVisible();
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(4);
});

test('contracts that nobody on this project wrote are uploaded and read', async ({ page }) => {
  const real = realContracts(3);
  test.skip(!real.length, 'the real contracts are not beside the project');
  await upload(page, real);
  await page.getByRole('table').getByRole('link').first().click();
  await expect(page.getByRole('article').locator('section').first()).toBeVisible();
  expect(await page.getByRole('navigation', { name: 'Clauses' }).getByRole('link').count()).toBeGreaterThan(
    3,
  );
});

test('a contract that is not there is said to be missing', async ({ page }) => {
  await page.goto('/contracts/contract_nothing');
  await expect(page.getByRole('alert')).toContainText('This is not here');
});
