import { expect, expectAccessible, expectFits, onPhone, test } from './fixtures'

test('steps of a task are added with Enter, ticked in its row, and one becomes a task', { tag: '@all' }, async ({
  page,
  browser,
}) => {
  await page.goto('/tasks')
  await page.getByRole('textbox', { name: 'New task' }).fill('Move house')
  await page.keyboard.press('Enter')
  await page.getByRole('main').getByRole('link', { name: 'Move house', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/tasks\/[\w-]+$/)
  const field = page.getByRole('textbox', { name: 'Add a step' })
  await field.focus()
  for (const [index, step] of ['Pack', 'Call Ana', 'Return the keys'].entries()) {
    await page.keyboard.type(step)
    await page.keyboard.press('Enter')
    await expect(page.locator('#steps')).toContainText(`0 of ${index + 1}`)
    await expect(field).toBeFocused()
    await expect(field).toHaveValue('')
  }
  await expect(page.getByRole('textbox', { name: 'Notes' })).toHaveValue(
    '- [ ] Pack\n- [ ] Call Ana\n- [ ] Return the keys',
  )
  await page.getByRole('button', { name: 'Done: Pack' }).click()
  await expect(page.locator('#steps')).toContainText('1 of 3 steps')
  await expect(page.getByRole('button', { name: 'Done: Pack' })).toBeFocused()
  // A note that is typed goes on from there.
  await page.getByRole('textbox', { name: 'Notes' }).press('Control+End')
  await page.keyboard.type('\n\nThe van is small.')
  await expect(page.locator('#note-state')).toHaveText('Saved')
  await expectAccessible(page)

  await page.goto('/tasks')
  const row = page.locator('#task-rows > li', { hasText: 'Move house' })
  await row.getByText('1 of 3 steps').click()
  await row.getByRole('button', { name: 'Done: Return the keys' }).click()
  await expect(row.getByText('2 of 3 steps')).toBeVisible()
  await expect(row.getByRole('button', { name: 'Done: Call Ana' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(row.getByText('1 of 3 steps')).toBeVisible()
  await row.getByRole('button', { name: 'Make it a task: Call Ana' }).click()
  await expect(page.locator('#task-rows .row-title')).toHaveText(['Move house', 'Call Ana'])
  await expect(row.getByText('1 of 2 steps')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect(page.locator('#task-rows .row-title')).toHaveText(['Move house'])
  await expect(row.getByText('1 of 3 steps')).toBeVisible()

  // A tap on them opens no page, also where the row has no other facts.
  const phone = await onPhone(browser, page)
  await phone.goto('/')
  const small = phone.locator('#day-rows > li', { hasText: 'Move house' })
  await small.getByText('1 of 3 steps').tap()
  await small.getByRole('button', { name: 'Done: Call Ana' }).tap()
  await expect(small.getByText('2 of 3 steps')).toBeVisible()
  await expectFits(phone)
  await phone.context().close()
})
