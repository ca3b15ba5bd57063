import AxeBuilder from '@axe-core/playwright';
import { Page } from '@playwright/test';

import { CONTRACTS, STANDARD, choose, expect, test, upload } from './host';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function expectWell(page: Page, width: number): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
  expect(found).toEqual([]);
}

const LOOKS = [
  { colorScheme: 'light', width: 1440 },
  { colorScheme: 'dark', width: 390 },
] as const;

for (const { colorScheme, width } of LOOKS) {
  test(`every page is accessible and fits, ${colorScheme}, ${width} pixels wide`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    await upload(page, [STANDARD, ...CONTRACTS.slice(0, 3)]);
    await expectWell(page, width);
    await choose(page, 2);
    await expectWell(page, width);
    await page.getByRole('button', { name: 'In the background' }).click();
    const notice = page.getByRole('status', { name: 'Notices' });
    await expect(notice.getByRole('button', { name: 'View results' })).toBeVisible();
    await expectWell(page, width);
    await notice.getByRole('button', { name: 'View results' }).click();
    await expect(page.getByRole('grid')).toBeVisible();
    await expectWell(page, width);
    await page.getByRole('grid').getByRole('rowheader').first().getByRole('button').click();
    await expect(page.getByRole('heading', { name: /findings$/ })).toBeVisible();
    await expectWell(page, width);
    await page.goto('/job-history');
    await page
      .getByRole('button', { name: /^Comparison/ })
      .first()
      .click();
    await expect(page.getByText('Submitted', { exact: true })).toBeVisible();
    await expectWell(page, width);
    await page.goto('/contracts/nothing/here');
    await expectWell(page, width);
  });
}
