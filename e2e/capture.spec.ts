import { expect, expectAccessible, holdScript, test } from './fixtures'

test('a captured line gets suggestions, Esc keeps the line, and Enter takes it', async ({ page }) => {
  await page.goto('/projects/new')
  await page.getByLabel('Name', { exact: true }).fill('Thesis')
  await page.getByRole('button', { name: 'Add project' }).click()
  await expect(page.getByRole('main').getByRole('link', { name: 'Thesis', exact: true })).toBeVisible()
  const comes = await holdScript(page, 'shortcuts')
  await page.goto('/tasks')

  await page.keyboard.press('c')
  const dialog = page.getByRole('dialog', { name: 'Find or do' })
  const line = dialog.getByRole('combobox')
  const selected = dialog.getByRole('option', { selected: true })
  await page.keyboard.type('todo')
  comes()
  await expect(line).toBeFocused()
  await line.pressSequentially(' call @th')
  await expect(selected).toHaveText(/Thesis/)
  await expectAccessible(page)
  await line.press('Tab')
  await expect(line).toHaveValue('+ todo call @Thesis ')
  await expect(line).toBeFocused()
  await expect(selected).toHaveText(/Add task .+call/)

  await line.press('Escape')
  await expect(dialog).toBeHidden()
  // The line waits, selected behind its sign: typing replaces it.
  await page.keyboard.press('c')
  await expect(line).toHaveValue('+ todo call @Thesis ')
  await page.keyboard.type('learned kno')
  await expect(line).toHaveValue('+ learned kno')
  await expect(selected).toHaveText(/Add learning .+kno/)
  await line.fill('+ todo call @th')
  await expect(selected).toHaveText(/Thesis/)
  await selected.click()
  await expect(line).toHaveValue('+ todo call @Thesis ')
  // Enter waits for the options of the line.
  await line.pressSequentially('today')
  await line.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page.locator('#task-rows > li', { hasText: 'call' })).toContainText('Thesis')
  await page.keyboard.press('c')
  await expect(line).toHaveValue('+ ')

  await page.goto('/capture')
  await page
    .getByRole('main')
    .getByRole('combobox', { name: 'What is on your mind?' })
    .pressSequentially('25m read @th')
  await expect(page.getByRole('main').getByRole('listbox', { name: 'Suggestions' }).getByRole('option')).toHaveText([
    'Thesis',
  ])

  await page.goto('/capture')
  await page.getByLabel('Learning', { exact: true }).click()
  await page.keyboard.type('Tide tables repeat')
  await page.keyboard.press('Enter')
  await expect(page.locator('#latest')).toContainText('Tide tables repeat')
})

test('what another app shared is in the line, to be written on', { tag: '@all' }, async ({ page }) => {
  await page.goto('/capture?title=Slow+mornings&url=https://example.org/a')
  const line = page.getByRole('combobox', { name: 'What is on your mind?' })
  await expect(line).toBeFocused()
  await page.keyboard.type(' today')
  await expect(line).toHaveValue('"Slow mornings https://example.org/a" today')
})
