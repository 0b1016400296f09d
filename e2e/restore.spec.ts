import { readFile } from 'node:fs/promises'
import { expect, expectAccessible, test } from './fixtures'

test('an export is taken, merged and put back, and Undo brings back what was there', async ({ page, person }) => {
  expect(person).toContain('@')
  const main = page.getByRole('main')
  const addGoal = async (title: string) => {
    await page.goto('/goals/new')
    await main.getByLabel('Title').fill(title)
    await main.getByRole('button', { name: 'Add goal' }).click()
    await expect(main.getByText(title).first()).toBeVisible()
  }
  await addGoal('Read more')
  const file = await (await page.request.get('/api/v1/export')).body()
  await addGoal('Run a marathon')

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

  const { goals, ...others } = JSON.parse(file.toString())
  const more = [...goals, { ...goals[0], id: crypto.randomUUID(), title: 'Write less' }]
  await preview('daymark.json', Buffer.from(JSON.stringify({ ...others, goals: more })))
  await main.getByRole('radio', { name: /Merge/ }).check()
  await main.getByRole('button', { name: 'Restore', exact: true }).click()
  await expect(page.getByText('Merged daymark.json')).toBeVisible()
  await page.goto('/goals')
  await expect(main.getByText('Write less')).toBeVisible()
  await expect(main.getByText('Run a marathon')).toBeVisible()
})
