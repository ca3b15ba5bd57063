import AxeBuilder from '@axe-core/playwright';
import { Page } from '@playwright/test';

import { CONTRACTS, STANDARD, choose, expect, test, upload } from './host';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function expectNothingFound(page: Page): Promise<void> {
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
  expect(found).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 390]) {
    test(`every page is accessible and fits, ${colorScheme}, ${width} pixels wide`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 900 });
      await upload(page, [STANDARD, ...CONTRACTS.slice(0, 3)]);
      await expectNothingFound(page);
      await choose(page, 2);
      await expectNothingFound(page);
      await page.getByRole('button', { name: /^Compare \d/ }).click();
      await expect(page.getByText('Your results are ready', { exact: true })).toBeVisible();
      await expectNothingFound(page);
      for (const path of ['/job-history', '/contracts', '/contracts/nothing/here']) {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      }
    });
  }
}
