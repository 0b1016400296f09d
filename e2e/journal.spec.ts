import { editRow, expect, expectAccessible, onPhone, openMenu, phoneScreen, test } from './fixtures'

test('a learning is written, found, edited and deleted; a check-in takes two taps and gets words', async ({
  page,
  browser,
}) => {
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

  const phone = await onPhone(browser, page)
  await phone.goto('/energy')
  await phone.getByRole('link', { name: 'Check in' }).first().tap()
  const dialog = phone.getByRole('dialog', { name: 'How are you?' })
  await expectAccessible(phone)
  await phone.setViewportSize(phoneScreen.viewport)
  await dialog.getByLabel('Very high').tap()
  await dialog.getByRole('button', { name: 'Highly engaged' }).tap()
  await expect(dialog).toBeHidden()
  await phone.getByRole('link', { name: 'Add words' }).tap()
  const words = phone.getByRole('main')
  await expect(words.getByRole('radio', { name: 'Very high' })).toBeChecked()
  await words.getByLabel('Mood').fill('light')
  await phone.getByRole('button', { name: 'Save' }).tap()
  const checkIn = phone.locator('#energy-list li').filter({ hasText: 'Very high energy (5), highly engaged (5)' })
  await expect(checkIn).toContainText('light')
  await expect(phone.getByText('averages need 10 check-ins').first()).toBeVisible()

  // By keyboard: a second check-in with another choice.
  await phone.getByRole('link', { name: 'Check in' }).first().press('Enter')
  await dialog.getByLabel('Very low').focus()
  await phone.keyboard.press('ArrowDown')
  await phone.keyboard.press('Space')
  await dialog.getByRole('button', { name: 'Slightly engaged' }).press('Enter')
  await expect(
    phone.locator('#energy-list li').filter({ hasText: 'Low energy (2), slightly engaged (2)' }),
  ).toBeVisible()
  await phone.getByRole('button', { name: 'Undo' }).tap()
  await expect(
    phone.locator('#energy-list li').filter({ hasText: 'Low energy (2), slightly engaged (2)' }),
  ).toHaveCount(0)
  await phone.context().close()
})
