import { markdownPayloads } from '../test/support/hostile/markdown-payloads'
import { expect, expectAccessible, follow, openMore, test } from './fixtures'

test('plans: imported, a chunk done and undone, edited with a preview, deleted and restored', async ({
  page,
  person,
}) => {
  expect(person).toContain('@')
  await page.goto('/plans')
  await openMore(page)
  await follow(page.getByRole('link', { name: 'Import', exact: true }))
  const documents = ['spanish-a2.md', 'sqlite-internals.md'].map((name) => `test/data/plans/${name}`)
  await page.getByLabel('Markdown files').setInputFiles(documents)
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(page.getByText('Line 65: unknown status “someday”. The chunk counts as “Not started”.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByText('2 plans imported')).toBeVisible()

  await follow(page.getByRole('link', { name: 'Spanish A2: talk about your day' }))
  await expect(page.getByText('2 of 5 chunks done, 1 skipped').first()).toBeVisible()
  const tick = page.getByRole('button', { name: 'Completed: Ser and estar' })
  await tick.focus()
  await page.keyboard.press('Enter')
  await expect(tick).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByText('3 of 5 chunks done, 1 skipped').first()).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(tick).toHaveAttribute('aria-pressed', 'false')

  await follow(page.getByRole('link', { name: 'Edit', exact: true }))
  await page.getByLabel('Markdown').press('Control+End')
  await page.keyboard.type('\n## Chunk 7: Bonus {#bonus}\n**Duration**: 1 hour\n')
  await expect(page.locator('#edit-preview')).toContainText('Bonus')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { name: 'Bonus' })).toBeVisible()
  await page.setViewportSize({ width: 390, height: 844 })
  expect((await page.locator('#chunk-bonus').boundingBox())?.height).toBeLessThan(80)
  await page.setViewportSize({ width: 1280, height: 720 })

  await follow(page.getByRole('link', { name: 'Edit chunks' }))
  const titles = page.locator('#chunk-rows .row-title')
  const grip = page.getByRole('button', { name: 'Move Ser and estar' })
  await grip.press('ArrowUp')
  await expect(titles.nth(1)).toHaveText('Ser and estar')
  await expect(grip).toBeFocused()
  await page.getByLabel('More for Reflexive verbs').press('Enter')
  await page.getByRole('button', { name: 'Merge with the next' }).press('Enter')
  await expect(page.getByText('Chunks merged')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Past tense', exact: true })).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(titles).toHaveCount(7)
  await page.getByRole('textbox', { name: 'New chunk' }).fill('Future tense')
  await page.keyboard.press('Enter')
  await expect(titles.last()).toHaveText('Future tense')
  await expect(page.getByRole('textbox', { name: 'New chunk' })).toBeFocused()
  await follow(page.getByRole('link', { name: 'Edit Past tense' }))
  await expectAccessible(page)
  await page.getByLabel('Duration').fill('soon')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Enter a duration such as 1h 30m')).toBeVisible()
  await page.getByLabel('Duration').fill('1h 15m')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.locator('#chunk-preterito')).toContainText('1h 15m planned')
  await page.getByLabel('More for Past tense').click()
  await follow(page.getByRole('link', { name: 'Split in two' }))
  await expectAccessible(page)
  await page.getByLabel('Regular endings').check()
  await page.getByRole('button', { name: 'Split' }).click()
  await expect(page.getByRole('link', { name: 'Past tense 2', exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'Plan', exact: true }).click()

  await openMore(page)
  await page.getByRole('button', { name: 'Delete' }).click()
  await expect(page).toHaveURL(/\/plans$/)
  await expect(page.getByRole('link', { name: 'Spanish A2: talk about your day' })).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('link', { name: 'Spanish A2: talk about your day' })).toBeVisible()
})

test('hostile markdown runs nothing and loads nothing from elsewhere', { tag: '@all' }, async ({
  page,
  person,
  baseURL,
}) => {
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
  await page.locator('summary', { hasText: 'Or paste a plan' }).click()
  await page.getByLabel('Or paste a plan').fill(`---\nid: hostile\ntitle: Hostile\n---\n${payloads}`)
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Hostile', exact: true })).toBeVisible()
  await expect(
    page.locator('.rendered :is(script, img, svg, math, style, iframe, form, input, [onclick], [style])'),
  ).toHaveCount(0)
  expect(elsewhere).toEqual([])
})
