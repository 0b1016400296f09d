import { readFile } from 'node:fs/promises'
import { elsewhere, expect, expectAccessible, test } from './fixtures'

test('an export is taken and put back, and Undo brings back what was there', { tag: '@all' }, async ({ page }) => {
  const main = page.getByRole('main')
  await elsewhere(page, '/goals', { title: 'Read more' })
  const file = await (await page.request.get('/api/v1/export')).body()
  await elsewhere(page, '/goals', { title: 'Run a marathon' })

  const preview = async (name: string, buffer: Buffer) => {
    await page.goto('/settings/backups/restore')
    await main.getByLabel('File').setInputFiles({ name, mimeType: 'application/json', buffer })
    await main.getByRole('button', { name: 'Preview' }).click()
  }
  await preview('notes.json', await readFile('package.json'))
  await expect(main.getByText('name is unknown')).toBeVisible()
  await expectAccessible(page)

  await preview('daymark.json', file)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Review restore')
  await expect(main.getByRole('radio', { name: /Replace .*: 1 removed/ })).toBeVisible()
  await expectAccessible(page)
  await expect(main.getByRole('radio', { name: /Merge/ }), 'would change nothing').toHaveCount(0)
  // By keyboard: the first choice, then the button.
  await main.getByRole('radio', { name: /Replace/ }).focus()
  await page.keyboard.press('Space')
  await expect(main.getByRole('radio', { name: /Replace/ })).toBeChecked()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Restored daymark.json')).toBeVisible()
  await page.goto('/goals')
  await expect(main.getByText('Read more')).toBeVisible()
  await expect(main.getByText('Run a marathon')).toBeHidden()

  await page.goto('/settings/backups/restore')
  await expectAccessible(page)
  await main.getByRole('button', { name: 'Undo restore' }).click()
  await expect(page.getByText('Your data is as it was before')).toBeVisible()
  await page.goto('/goals')
  await expect(main.getByText('Run a marathon')).toBeVisible()
})
