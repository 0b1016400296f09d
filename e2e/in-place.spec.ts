import { dateOf, elsewhere, expect, expectAccessible, onPhone, test } from './fixtures'

test('title, times, project and length of a session are edited in their places, with the mouse and by Tab', async ({
  page,
  person,
}) => {
  expect(person).toContain('@')
  const day = { date: dateOf(1), started_at: '9:00', ended_at: '10:00' }
  await elsewhere(page, '/projects', { name: 'Maps' })
  await elsewhere(page, '/sessions/entry', { entry: '1h drawing @Maps' })
  await elsewhere(page, '/sessions', { title: 'folding', ...day })
  await page.goto('/sessions')
  const row = page.locator('li.session', { hasText: 'folding' })
  const title = page.getByRole('link', { name: 'folding', exact: true })
  const form = page.getByRole('form', { name: /^Edit / })
  const before = await row.boundingBox()
  await title.click()
  const field = form.getByLabel('Title')
  await expect(field).toBeFocused()
  expect(await field.evaluate((input: HTMLInputElement) => [input.selectionStart, input.selectionEnd])).toEqual([0, 7])
  expect(await row.boundingBox()).toEqual(before)
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(form).toHaveCount(0)
  await expect(title).toBeFocused()

  await page.keyboard.press('F2')
  await field.fill(' ')
  await page.keyboard.press('Escape')
  await row.locator('.when > span').click()
  await expect(form.getByLabel('Started')).toBeFocused()
  await form.getByLabel('Started').fill('nine')
  await page.keyboard.press('Enter')
  await expect(form.getByLabel('Started')).toHaveAttribute('aria-invalid', 'true')
  await expect(form.getByLabel('Started')).toBeFocused()
  await expect(form.getByLabel('Started')).toHaveValue('nine')
  await form.getByLabel('Started').fill('9:30')
  await page.keyboard.press('Tab')
  await expect(form.getByLabel('Ended')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(field).toBeFocused()
  await expect(row).toContainText('30m')
  await field.fill('folding the maps')
  await page.keyboard.press('Tab')
  await expect(form.getByLabel('Duration')).toBeFocused()
  const renamed = page.getByRole('link', { name: 'folding the maps', exact: true })
  await expect(renamed).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(form).toHaveCount(0)
  await expect(renamed).toBeFocused()

  const drawing = page.locator('li.session', { hasText: 'drawing' })
  await renamed.click()
  await field.fill('folding two maps')
  await drawing.getByRole('link', { name: 'drawing', exact: true }).click()
  await expect(page.getByRole('link', { name: 'folding two maps', exact: true })).toBeVisible()
  await expect(field).toHaveValue('drawing')
  await field.fill('drawing maps')
  await page.getByRole('heading', { level: 1 }).click()
  await expect(form).toHaveCount(0)
  await expect(drawing).toContainText('drawing maps')
  await drawing.getByText('Maps', { exact: true }).click()
  await form.getByLabel('Project').selectOption({ label: 'No project' })
  await expect(form).toHaveCount(0)
  await expect(drawing.getByText('Maps', { exact: true })).toHaveCount(0)
  await page.getByRole('link', { name: 'folding two maps', exact: true }).press('Enter')
  await expect(page).toHaveURL(/\/sessions\/[\w-]+$/)
})

test('an edit in place of what another browser changed shows both versions; Today shows it; a tap on a phone opens the page', async ({
  browser,
  page,
  person,
}) => {
  expect(person).toContain('@')
  const task = { title: 'Call the bank', estimated_minutes: '45m' }
  await elsewhere(page, '/tasks', task)
  await page.goto('/tasks/all')
  const list = page.locator('#task-list')
  const form = page.getByRole('form', { name: 'Edit Call the bank' })
  const url = (await page.getByRole('link', { name: task.title, exact: true }).getAttribute('href')) ?? ''
  await list.getByText('45m planned').click()
  await expect(form.getByLabel('Estimate')).toBeFocused()
  const seq = await form.locator('[name="seq"]').inputValue()
  await elsewhere(page, url, { ...task, estimated_minutes: '1h', seq })
  await form.getByLabel('Estimate').fill('30m')
  await page.keyboard.press('Enter')
  await expect(list.getByText('Estimate: 1h')).toBeVisible()
  await page.getByRole('button', { name: 'Keep mine' }).click()
  await expect(list.getByText('30m planned')).toBeVisible()

  await elsewhere(page, '/tasks', { title: 'Water the plants', date: dateOf(0) })
  await page.goto('/')
  await page.getByRole('link', { name: 'Water the plants', exact: true }).click()
  await page.getByRole('form', { name: 'Edit Water the plants' }).getByLabel('Title').fill('Water the herbs')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: /Water the herbs.* saved/ })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Water the herbs', exact: true })).toBeFocused()

  const phone = await onPhone(browser, page)
  await phone.goto('/tasks/all')
  await phone.getByRole('link', { name: task.title, exact: true }).tap()
  await expect(phone).toHaveURL(url)
  await phone.locator('[data-edits="estimated_minutes"]').tap()
  const [field, save] = [phone.getByRole('textbox', { name: 'Estimate' }), phone.getByRole('button', { name: 'Save' })]
  const [own, beside] = [await field.boundingBox(), await save.boundingBox()]
  expect([own?.height, beside && own && beside.y >= own.y && beside.x > own.x + own.width]).toEqual([44, true])
  await phone.context().close()
})
