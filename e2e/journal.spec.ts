import { editRow, expect, expectAccessible, openMenu, test } from './fixtures'

test('a learning is written, found, edited and deleted; a check-in takes two taps and gets words', async ({
  page,
  person,
}) => {
  expect(person).toContain('@')
  await page.goto('/learnings')
  await page.getByRole('link', { name: 'New learning' }).click()
  const form = page.getByRole('form', { name: 'New learning' })
  await expect(form.getByLabel('Title')).toBeFocused()
  await expect(page.getByRole('heading', { name: 'No learnings yet' })).toBeHidden()
  await form.getByLabel('Title').fill('CTEs can be materialized')
  await expect(form.getByText('Preview', { exact: true })).toBeHidden()
  await form.getByLabel('Content').fill('**Reads** the table once')
  await expect(form.getByText('Preview', { exact: true })).toBeVisible()
  await expect(form.getByRole('region', { name: 'Preview' }).getByText('Reads')).toHaveCSS('font-weight', /[67]00/)
  await form.getByLabel('Tags').fill('sql')
  await expectAccessible(page)
  await form.getByRole('button', { name: 'Add learning' }).click()
  const row = page.locator('#learning-list li').filter({ hasText: 'CTEs can be materialized' })
  await expect(row).toContainText('Reads the table once')
  await expect(form).toHaveCount(0)

  await page.getByLabel('Search learnings').fill('reads')
  await expect(row.locator('mark')).toHaveText('Reads')
  await row.getByRole('link', { name: 'CTEs can be materialized', exact: true }).press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('CTEs can be materialized')
  await expectAccessible(page)
  await page.getByRole('link', { name: '#sql' }).click()
  await editRow(row, 'CTEs can be materialized')
  await page.getByLabel('Title').fill('CTEs may be materialized')
  await page.getByRole('button', { name: 'Save' }).click()
  const edited = page.locator('#learning-list li').filter({ hasText: 'CTEs may be materialized' })
  await openMenu(edited, 'CTEs may be materialized')
  await edited.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(edited).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(edited).toBeVisible()

  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/energy')
  await page.getByRole('link', { name: 'Check in' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'How are you?' })
  await expectAccessible(page)
  await dialog.getByLabel('Very high').click()
  await dialog.getByRole('button', { name: 'Highly engaged' }).click()
  await expect(dialog).toBeHidden()
  await page.getByRole('link', { name: 'Add words' }).click()
  const words = page.getByRole('main')
  await expect(words.getByRole('radio', { name: 'Very high' })).toBeChecked()
  await words.getByLabel('Mood').fill('light')
  await page.getByRole('button', { name: 'Save' }).click()
  const checkIn = page.locator('#energy-list li').filter({ hasText: 'Very high energy (5), highly engaged (5)' })
  await expect(checkIn).toContainText('light')
  await expect(page.getByText('averages need 10 check-ins').first()).toBeVisible()

  // By keyboard: a second check-in with another choice.
  await page.getByRole('link', { name: 'Check in' }).first().press('Enter')
  await dialog.getByLabel('Very low').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await dialog.getByRole('button', { name: 'Slightly engaged' }).press('Enter')
  await expect(
    page.locator('#energy-list li').filter({ hasText: 'Low energy (2), slightly engaged (2)' }),
  ).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.locator('#energy-list li').filter({ hasText: 'Low energy (2), slightly engaged (2)' })).toHaveCount(
    0,
  )
})
