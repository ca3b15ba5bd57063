import { Page } from '@playwright/test';

import { CONTRACTS, expect, realContracts, test, upload } from './host';
import { LOOKS, expectWell, look } from './well';

const LAW = 'Which law governs the agreement?';

/** Enter a question to all contracts that there are. */
async function enter(page: Page, question: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Ask' }).click();
  await page.getByLabel('Question', { exact: true }).fill(question);
  await page.getByLabel('All', { exact: true }).check();
}

/** The one answer that is shown of this contract. */
function answerOf(page: Page, title: string | RegExp) {
  return page.getByRole('region', { name: 'Answers' }).getByRole('article', { name: title });
}

test('real contracts are asked, their answers come one by one, and a quote opens the passage', async ({
  page,
}) => {
  const real = realContracts(2);
  test.skip(!real.length, 'the real contracts are not beside the project');
  await upload(page, real);
  await enter(page, LAW);
  await expect(page.getByText('Answered at once')).toBeVisible();
  await page.getByRole('button', { name: 'Ask 2 contracts' }).click();
  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible();
  await expect(page.getByText('2 of 2 done')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Summary' })).toBeVisible();

  const quote = page.getByRole('region', { name: 'Answers' }).getByRole('listitem').getByRole('link').first();
  const words = (await quote.locator('q').innerText()).replace(/\s+/g, ' ').slice(0, 40);
  await quote.click();
  await expect(page.locator('mark').first()).toBeInViewport();
  expect((await page.locator('mark').allInnerTexts()).join(' ').replace(/\s+/g, ' ')).toContain(words);
  await page.goBack();
  await expect(page.getByRole('heading', { name: LAW })).toBeVisible();
});

test('an answer is stopped while it is given, and what was there stays', async ({ page }) => {
  await upload(page, CONTRACTS.slice(0, 8));
  await enter(page, 'How long is the term?');
  await page.getByRole('button', { name: 'Ask 8 contracts' }).click();
  await expect(page.getByText('5 of 8 answered')).toBeVisible();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('Stopped before it was answered.')).toHaveCount(3);
  await page.getByRole('button', { name: 'Another question' }).click();
  await expect(page.getByLabel('Question', { exact: true })).toHaveValue('How long is the term?');
});

test('a question too long to be answered at once goes on in the background, and its result is read', async ({
  page,
}) => {
  const real = realContracts(5);
  test.skip(!real.length, 'the real contracts are not beside the project');
  await upload(page, [...CONTRACTS, ...real]);
  await enter(page, LAW);
  await expect(page.getByText('Token budget exceeded')).toBeVisible();
  await page.getByRole('button', { name: /^Ask \d+ contracts/ }).click();
  const notices = page.getByRole('status', { name: 'Notices' });
  await expect(notices.getByText('Token Budget Exceeded', { exact: true })).toBeVisible();
  await notices.getByRole('button', { name: 'View results' }).click();
  await expect(answerOf(page, /Corvane/)).toContainText('Ireland');
  await page.getByText('Table', { exact: true }).click();
  await page
    .getByRole('table')
    .getByRole('button', { name: /^Corvane/ })
    .click();
  await expect(answerOf(page, /Corvane/)).toBeInViewport();
});

test('an answer is saved, named, kept as files, found in the list and deleted', async ({ page, request }) => {
  await upload(page, CONTRACTS.slice(0, 2));
  await enter(page, LAW);
  await page.getByRole('button', { name: 'Ask 2 contracts' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('link', { name: 'Open the saved result' }).click();
  await page.getByRole('button', { name: 'Change the title' }).click();
  await page.getByLabel('Title').fill('Governing laws');
  await page.getByRole('button', { name: 'Rename' }).click();
  await expect(page.getByRole('heading', { name: 'Governing laws' })).toBeVisible();
  for (const [word, ending] of Object.entries({ PDF: 'pdf', Word: 'docx', CSV: 'csv', JSON: 'json' })) {
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: `Download as ${word}` }).click();
    expect((await coming).suggestedFilename()).toBe(`Governing laws.${ending}`);
  }
  const id = new URL(page.url()).searchParams.get('resultId');
  await page.getByRole('link', { name: 'Results' }).last().click();
  await page.getByRole('searchbox', { name: 'Search results' }).fill('governing LAWS');
  await expect(page.getByText('1 result', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: /^Governing laws/ }).click();
  await page.getByRole('button', { name: 'Delete this result' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('Result deleted', { exact: true })).toBeVisible();
  expect((await request.get(`/api/analysis-results/${id}`)).status()).toBe(404);
});

test('an answer that fails says why, and may be asked for in the background', async ({ page }) => {
  await page.route('**/query_contracts_stream', (route) =>
    route.fulfill({ status: 503, json: { status: 503, detail: 'The model cannot be reached.' } }),
  );
  await upload(page, CONTRACTS.slice(0, 1));
  await enter(page, LAW);
  await page.getByRole('button', { name: 'Ask 1 contract' }).click();
  await expect(page.getByRole('alert')).toContainText('The model cannot be reached.');
  await page.getByRole('button', { name: 'Ask in the background' }).click();
  await expect(page.getByText('Your results are ready', { exact: true })).toBeVisible();
});

for (const one of LOOKS) {
  test(`questions, answers and results are accessible, ${one.colorScheme}, ${one.width} wide`, async ({
    page,
  }) => {
    await look(page, one);
    await upload(page, CONTRACTS.slice(0, 2));
    await enter(page, LAW);
    await expectWell(page);
    await page.getByRole('button', { name: 'Ask 2 contracts' }).click();
    await expect(page.getByRole('button', { name: 'Save' })).toBeVisible();
    await expectWell(page);
    await page.getByText('Table', { exact: true }).click();
    await expectWell(page);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Open the saved result' }).click();
    await expect(page.getByRole('group', { name: 'Download' })).toBeVisible();
    await expectWell(page);
    await page.goto('/results');
    await expect(page.getByRole('link', { name: /^Query/ }).first()).toBeVisible();
    await expectWell(page);
  });
}
