import { expect, test } from './host';

test('a page without a network says so, and goes on when it is back', async ({ page, context }) => {
  await page.goto('/contracts');
  await expect(page.getByRole('heading', { name: 'No contracts yet' })).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByRole('alert')).toContainText('You are offline');
  await context.setOffline(false);
  await expect(page.getByText('You are offline')).toHaveCount(0);
});

test('a list that cannot be read says why, and is read at the next try', async ({ page }) => {
  await page.route('**/api/contracts?*', (route) => route.abort(), { times: 1 });
  await page.goto('/contracts');
  await expect(page.getByRole('alert')).toContainText('The server cannot be reached');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'No contracts yet' })).toBeVisible();
});

test('who is not signed in is asked for a token, which goes with every call', async ({ page }) => {
  const detail = 'Sign in: the request has no token.';
  await page.route('**/api/me', (route) => route.fulfill({ status: 401, json: { detail } }), { times: 1 });
  await page.goto('/contracts');
  await page.getByLabel('Or an access token').fill('a-token');
  const calling = page.waitForRequest('**/api/contracts?*');
  await page.getByRole('button', { name: 'Continue' }).click();
  expect((await calling).headers()['authorization']).toBe('Bearer a-token');
  await expect(page.getByRole('heading', { name: 'No contracts yet' })).toBeVisible();
});

test('the colours are chosen, and stay chosen', async ({ page }) => {
  await page.goto('/contracts');
  await page.getByRole('button', { name: /^Colours: system/ }).click();
  await page.getByRole('button', { name: /^Colours: light/ }).click();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('body')).toHaveCSS('color-scheme', 'dark');
});
