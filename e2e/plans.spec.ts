import { markdownPayloads } from '../test/markdown-payloads'
import { expect, expectAccessible, test } from './fixtures'

test('plans: imported, a chunk done and undone, edited with a preview, deleted and restored', async ({
  page,
  person,
}) => {
  expect(person).toContain('@')
  await page.goto('/plans')
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Import a plan' }).click()
  await expectAccessible(page)
  const documents = ['spanish-a2.md', 'sqlite-internals.md'].map((name) => `test/data/plans/${name}`)
  await page.getByLabel('Markdown files').setInputFiles(documents)
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(page.getByText('Line 65: Daymark doesn’t know the status “someday”.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByText('2 plans imported')).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('link', { name: 'Spanish A2: talk about your day' }).click()
  await expect(page.getByText('2 of 5 chunks done, 1 skipped').first()).toBeVisible()
  await expectAccessible(page, true)
  const tick = page.getByRole('button', { name: 'Completed: Ser and estar' })
  await tick.focus()
  await page.keyboard.press('Enter')
  await expect(tick).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByText('3 of 5 chunks done, 1 skipped').first()).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(tick).toHaveAttribute('aria-pressed', 'false')

  await page.getByRole('link', { name: 'Edit', exact: true }).click()
  await page.getByLabel('Markdown').press('Control+End')
  await page.keyboard.type('\n## Chunk 7: Bonus {#bonus}\n')
  await expect(page.locator('#edit-preview')).toContainText('Bonus')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { name: 'Bonus' })).toBeVisible()

  await page.getByLabel('More for Spanish A2').click()
  await page.getByRole('button', { name: 'Delete' }).click()
  await expect(page).toHaveURL(/\/plans$/)
  await expect(page.getByRole('link', { name: 'Spanish A2: talk about your day' })).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page).toHaveURL(/\/plans\/spanish-a2$/)
})

test('hostile markdown runs nothing and loads nothing from elsewhere', async ({ page, person, baseURL }) => {
  expect(person).toContain('@')
  const elsewhere: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(baseURL ?? '')) elsewhere.push(request.url())
  })
  page.on('dialog', (dialog) => {
    elsewhere.push(dialog.message())
    return dialog.dismiss()
  })
  const payloads = markdownPayloads.map((text) => `\n\n${text}\n\nNext\n`).join('')
  await page.goto('/plans/import')
  await page.getByLabel('Or paste a plan').fill(`---\nid: hostile\ntitle: Hostile\n---\n${payloads}`)
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Hostile', exact: true })).toBeVisible()
  await expect(
    page.locator('.rendered :is(script, img, svg, math, style, iframe, form, input, [onclick], [style])'),
  ).toHaveCount(0)
  expect(elsewhere).toEqual([])
})
