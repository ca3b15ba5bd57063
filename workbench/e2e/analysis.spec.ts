import { expect, test } from './host';
import { LOOKS, expectWell, look } from './well';

const TABLE = 'id,city,price\n1,Bern,3.50\n2,Graz,\n3,Cork,4.25\n4,Bari,5.00,odd\n';

for (const one of LOOKS) {
  test(`what is in a data file is read, ${one.colorScheme}, ${one.width} pixels wide`, async ({
    page,
    request,
  }) => {
    await look(page, one);
    const file = await request.post('/api/files', {
      multipart: { files: { name: 'prices.csv', mimeType: 'text/csv', buffer: Buffer.from(TABLE) } },
    });
    const { files } = await file.json();
    const job = await request.post('/api/jobs/analyze', { data: { file_id: files[0].id } });
    const { job_id } = await job.json();
    await page.goto(`/results?loadJob=${job_id}`);
    await expect(page.getByRole('heading', { name: 'Analysis: prices.csv' })).toBeVisible();
    await expect(page.getByText('4 rows · 3 columns')).toBeVisible();
    await expect(page.getByRole('rowheader')).toHaveText(['id', 'city', 'price']);
    await expect(page.getByRole('region', { name: 'Notes' }).getByRole('listitem')).not.toHaveCount(0);
    await expectWell(page);
    if (process.env['SHOTS'])
      await page.screenshot({ path: `${process.env['SHOTS']}/analysis-${one.width}.png`, fullPage: true });
  });
}
