import { ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

import { Page, test as base, expect } from '@playwright/test';

const ROOT = resolve(import.meta.dirname, '..', '..');
const SAMPLES = join(ROOT, 'samples');

/**
 * The whole app on the local host, on a free port, over a folder of its own, with a model that takes its time.
 *
 * The tests of a worker share it; each begins without contracts, and with the jobs of those before it.
 */
export interface Host {
  readonly url: string;
}

/** A standard and contracts written for this project. */
export const STANDARD = join(SAMPLES, 'standard', 'Master Services Agreement - Standard.md');
export const CONTRACTS = readdirSync(join(SAMPLES, 'contracts'))
  .filter((name) => !name.endsWith('.json'))
  .sort()
  .map((name) => join(SAMPLES, 'contracts', name));

/** Contracts that nobody on this project wrote; none where they are not kept beside the project. */
export function realContracts(count: number): string[] {
  const folder = resolve(ROOT, '..', 'shared', 'data', 'cuad', 'txt');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .slice(0, count)
    .map((name) => join(folder, name));
}

export const test = base.extend<{ emptied: void }, { host: Host }>({
  host: [
    // Playwright reads from this pattern that it needs no other.
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'workbench-'));
      const process = start(folder);
      try {
        await use({ url: await addressOf(process) });
      } finally {
        process.kill('SIGKILL');
        rmSync(folder, { recursive: true, force: true });
      }
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ host }, use) => use(host.url),

  emptied: [
    async ({ request }, use) => {
      const { contracts } = await (await request.get('/api/contracts?limit=200')).json();
      for (const { id } of contracts) await request.delete(`/api/contracts/${id}`);
      await use();
    },
    { auto: true },
  ],
});

export { expect };

function start(folder: string): ChildProcess {
  const app = join(ROOT, 'tests', 'e2e', 'slow_app');
  const python = join(ROOT, '.venv', 'bin', 'python');
  return spawn(python, ['-m', 'devhost', '--app', app, '--port', '0', '--log-level', 'error'], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      PYTHONPATH: ROOT,
      SQLITE_PATH: join(folder, 'documents.sqlite3'),
      BLOBS_PATH: join(folder, 'blobs'),
      MODEL_BOOK: join(folder, 'asked.txt'),
      MODEL_SECONDS: '0.8',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function addressOf(process: ChildProcess): Promise<string> {
  if (!process.stdout) throw new Error('The host says nothing.');
  for await (const line of createInterface(process.stdout)) {
    if (line.startsWith('Listening on ')) return line.slice('Listening on '.length).trim();
  }
  throw new Error('The host ended before it listened.');
}

/** Upload files as a user does, and wait until all are stored. */
export async function upload(page: Page, files: string[]): Promise<void> {
  await page.goto('/contracts');
  await page.getByLabel('Choose files').setInputFiles(files);
  await expect(page.getByText(`${files.length} of ${files.length} file`)).toBeVisible();
}

/** Choose the standard and so many of the others, or all. */
export async function choose(page: Page, others: 'all' | number): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Compare' }).click();
  await page.getByRole('radio', { name: /Master Services Agreement/ }).click();
  await expect(page.getByRole('button', { name: 'Change', exact: true })).toBeVisible();
  const list = page.getByRole('group', { name: 'Compare with it' }).getByRole('checkbox');
  if (others === 'all') await page.getByLabel('All', { exact: true }).check();
  else for (let place = 0; place < others; place++) await list.nth(place + 1).check();
}
