import { expect, expectAccessible, test } from './fixtures'

test('a captured line gets suggestions, Esc closes these first and then keeps the line, Cancel empties it', async ({
  page,
  person,
}) => {
  expect(person).toContain('@')
  await page.goto('/projects/new')
  await page.getByLabel('Name', { exact: true }).fill('Thesis')
  await page.getByRole('button', { name: 'Add project' }).click()
  await expect(page.getByRole('link', { name: 'Thesis', exact: true })).toBeVisible()
  await page.goto('/tasks')

  await page.keyboard.press('c')
  const dialog = page.getByRole('dialog', { name: 'Capture' })
  const line = dialog.getByRole('combobox', { name: 'What is on your mind?' })
  const options = dialog.getByRole('listbox', { name: 'Suggestions' }).getByRole('option')
  await expect(line).toBeFocused()
  await line.pressSequentially('todo call @th')
  await expect(options).toHaveText(['Thesis'])
  await expectAccessible(page)
  await line.press('Tab')
  await expect(line).toHaveValue('todo call @Thesis ')
  await expect(line).toBeFocused()
  await expect(dialog.getByRole('button', { name: 'Add task for today' })).toBeVisible()

  await line.pressSequentially('@th')
  await expect(options).toHaveText(['Thesis'])
  await line.press('Escape')
  await expect(options).toHaveCount(0)
  await expect(dialog).toBeVisible()
  await line.press('Escape')
  await expect(dialog).toBeHidden()

  // The line waits, selected: typing replaces it.
  await page.keyboard.press('c')
  await expect(line).toHaveValue('todo call @Thesis @th')
  await expect(line).toBeFocused()
  // A key that comes before the next frame finds focus still in the closed dialog.
  const isIn = await dialog.evaluate((element: HTMLDialogElement) => {
    element.close()
    const { activeElement } = document
    activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'c', bubbles: true, cancelable: true }))
    return element.contains(activeElement)
  })
  expect(isIn).toBe(true)
  await expect(line).toBeFocused()
  await page.keyboard.type('learned kno')
  await expect(line).toHaveValue('learned kno')
  await expect(dialog.getByRole('button', { name: 'Add learning' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toBeHidden()
  await page.keyboard.press('c')
  await expect(line).toHaveValue('')
  await expect(dialog.getByRole('button', { name: 'Add', exact: true })).toBeVisible()
  await line.pressSequentially('todo call @th')
  await options.first().click()
  await line.press('Enter')
  await expect(page.locator('#task-rows > li', { hasText: 'call' })).toContainText('Thesis')

  await page.goto('/capture')
  await page
    .getByRole('main')
    .getByRole('combobox', { name: 'What is on your mind?' })
    .pressSequentially('25m read @th')
  await expect(page.getByRole('main').getByRole('listbox', { name: 'Suggestions' }).getByRole('option')).toHaveText([
    'Thesis',
  ])
})
