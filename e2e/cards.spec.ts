import { expect, expectAccessible, test } from './fixtures'

test('cards: imported with duplicates, undone, made from selected text, and every page is accessible', async ({
  page,
  person,
}) => {
  expect(person).toContain('@')
  const blocked: string[] = []
  page.on('console', (message) => message.type() === 'error' && blocked.push(message.text()))
  for (const path of ['/cards', '/review', '/stats/cards', '/cards/new', '/cards/import']) {
    await page.goto(path)
    await expectAccessible(page)
  }

  await page.goto('/plans/import')
  await page.getByLabel('Markdown files').setInputFiles('test/data/plans/spanish-a2.md')
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page).toHaveURL(/plans\/spanish-a2/)

  const upload = async (more: string) => {
    await page.goto('/cards/import')
    await page.getByLabel('Files').setInputFiles('test/data/plans/spanish-a2.cards.md')
    await page.getByLabel('Or paste cards').fill(more)
    await page.getByRole('button', { name: 'Preview' }).click()
    await expect(page.getByRole('heading', { name: 'Preview', exact: true })).toBeVisible()
  }
  await upload('## Card 1\n**Q**: no answer here')
  await expect(page.getByText('This card has no answer')).toBeVisible()
  await expectAccessible(page, { everyView: true })
  await upload('')
  const importAll = page.getByRole('button', { name: /^Import \d+ cards$/ })
  await expectAccessible(page)
  await importAll.click()
  await expect(page.getByText(/cards imported/)).toBeVisible()
  await expect(page.locator('#card-list li')).not.toHaveCount(0)
  await upload('')
  await expect(page.getByText(/duplicates? skipped/)).toBeVisible()
  await expect(importAll).toHaveCount(0)
  await upload('## Card 1\n**Q**: later\n**A**: más tarde\n\n## Card 2\n**Q**: Later\n**A**: luego')
  await page.getByRole('button', { name: 'Import 1 card' }).click()
  await expect(page.locator('#card-list').getByText('later', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.locator('#card-list').getByText('later', { exact: true })).toHaveCount(0)
  await expect(page.locator('#card-list li')).not.toHaveCount(0)
  for (const path of ['/cards', '/cards?show=due', '/cards?leech=1', '/review', '/stats/cards']) {
    await page.goto(path)
    await expectAccessible(page)
  }
  await page.goto('/review')
  await page.getByRole('link', { name: 'Show answer' }).click()
  await expect(page.getByRole('button', { name: /^Good/ })).toBeVisible()
  await expectAccessible(page, { everyView: true })

  await page.goto('/plans/spanish-a2')
  const makeCard = page.getByRole('link', { name: 'Make a card' })
  await expect(makeCard).toBeHidden()
  const chunk = page.locator('#chunk-chunk-003')
  await chunk.getByText('Some text that belongs to the chunk').selectText()
  await expect(makeCard).toBeVisible()
  await expectAccessible(page, { everyView: true })
  const selected = await page.evaluate(() => String(getSelection()).trim())
  await makeCard.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Answer')).toHaveValue(selected)
  await expect(page.getByText('From Ser and estar')).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.type('Which one is permanent?')
  await page.getByRole('button', { name: 'Save and add another' }).click()
  await expect(page.getByText('Card added')).toBeVisible()
  await expect(page.getByText('From Ser and estar')).toBeVisible()
  await expect(page.getByLabel('Question')).toBeFocused()
  expect(blocked).toEqual([])
})
