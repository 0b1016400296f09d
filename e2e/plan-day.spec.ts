import { dateDaysAgo, expect, expectAccessible, phoneScreen, test } from './fixtures'

test.use({ viewport: { width: 1280, height: 800 } })

test('tomorrow is planned by keyboard alone, from what was left over to the last time', async ({ page }) => {
  const headers = { Origin: test.info().project.use.baseURL ?? '' }
  const add = async (path: string, data: object) =>
    expect((await page.request.post(`/api/v1/${path}`, { headers, data })).status()).toBe(201)
  const [today, tomorrow] = [dateDaysAgo(0), dateDaysAgo(-1)]
  for (const title of ['Write the report', 'Call the bank', 'Tidy the desk']) await add('tasks', { title, date: today })
  for (const [title, time] of [
    ['Standup', '10:00'],
    ['Review', '13:00'],
  ])
    await add('meetings', { title, time, date: tomorrow, duration_minutes: 60 })

  const press = page.keyboard
  /** Keys work once the scripts of the step have run. */
  const asked = async (question: string) => {
    await expect(page.getByRole('heading', { name: question })).toBeVisible()
    await page.waitForLoadState('load')
  }
  await page.goto('/')
  await press.press('Control+k')
  await press.type('plan tomorrow')
  await expect(page.getByRole('option', { name: 'Plan tomorrow', exact: true })).toBeVisible()
  await press.press('Enter')

  // Two are for tomorrow, one is dropped.
  await asked('What is left over?')
  const left = page.locator('#plan-left > li')
  await expect(left).toHaveCount(3)
  await press.press('j')
  await expect(page.locator(':focus')).toHaveText('Write the report')
  await press.press('d')
  // The title of the next row has the focus, so that it is heard.
  await expect(page.locator(':focus')).toHaveText('Call the bank')
  await press.press('d')
  await expect(page.locator(':focus')).toHaveText('Tidy the desk')
  await press.press('r')
  await expect(page.getByText('Nothing is left over')).toBeVisible()
  await expectAccessible(page)

  await press.press('ArrowRight')
  await asked('What do you want to do?')
  await press.press('j')
  await press.press('d')
  await expect(page.locator('.needs')).toContainText('Prepare Standup')
  await press.press('n')
  await press.type('Read the contract 30m')
  await press.press('Enter')
  await expect(page.locator('.needs')).toContainText('Read the contract')
  await expect(page.getByLabel('New task')).toHaveValue('')
  await press.press('Escape')
  await press.press('ArrowRight')

  // Each length, from Tab to Tab.
  await asked('How long will each take?')
  const lengths = page.getByLabel(/^Estimate of/)
  await lengths.first().focus()
  for (const [index, length] of ['3h', '45m'].entries()) {
    await press.type(length)
    await press.press('Tab')
    await expect(lengths.nth(index)).toHaveValue(length)
    await expect(lengths.nth(index + 1)).toBeFocused()
  }
  await press.press('ArrowUp')
  await expect(lengths.nth(1)).toBeFocused()
  await press.press('ArrowDown')
  await press.type('soon')
  await press.press('Tab')
  await expect(page.getByText('Enter a time such as 45m or 1:30')).toBeVisible()
  await expect(lengths.nth(2)).toBeFocused()
  await press.type('20m')
  await press.press('Enter')
  await expect(page.locator('#plan-part [data-max]')).toContainText('2h 25m free')
  await page.locator('#day-after').focus()
  await press.press('Enter')

  await asked('Does it fit?')
  // Another step begins at its top, without the focus of the one before.
  await expect(page.locator('#day-after')).not.toBeFocused()
  await expect(page.getByText('It fits.')).toBeVisible()
  await press.press('ArrowRight')
  await asked('When do you do what?')
  const order = page.locator('#plan-order > li')
  await expect(order).toHaveCount(4)
  await press.press('j')
  await press.press('Alt+ArrowDown')
  await expect(order.nth(0)).toContainText('Call the bank')
  await expect(page.locator('[data-toast]')).toContainText('2 of 4')
  await press.press('u')
  await expect(order.nth(0)).toContainText('Write the report')
  await press.press('a')
  await expect(page.getByText('4 tasks scheduled')).toBeVisible()
  await expect(page.locator('#plan-times')).toContainText('Write the report')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'The day is planned' }).press('Enter')
  await expect(page.getByText('Tomorrow is planned')).toBeVisible()
})

test.describe('on a phone', () => {
  test.use(phoneScreen)

  test('on a phone one press leads to the time of a task, and order and time stay on the page', {
    tag: '@all',
  }, async ({ page }) => {
    const headers = { Origin: test.info().project.use.baseURL ?? '' }
    for (const title of ['Write the report', 'Call the bank']) {
      await page.request.post('/api/v1/tasks', { headers, data: { title, date: dateDaysAgo(0) } })
    }
    await page.goto('/plan?step=order')
    await page.locator('#plan-order > li', { hasText: 'Call the bank' }).getByText('Set a time').tap()
    await page.getByRole('textbox', { name: 'Time' }).fill('23:30')
    await page.keyboard.press('Enter')
    await expect(page.locator('#plan-times')).toContainText('23:30')
    await expect(page.locator('#plan-order > li')).toHaveCount(1)
    await page.locator('#plan-times').getByText('23:30').tap()
    await page.getByRole('textbox', { name: 'Time' }).fill('')
    await page.keyboard.press('Enter')
    await expect(page.locator('#plan-order > li')).toHaveCount(2)
  })

  test('a phone closes the day in one press', { tag: '@all' }, async ({ page }) => {
    const headers = { Origin: test.info().project.use.baseURL ?? '' }
    for (const title of ['Write the report', 'Call the bank']) {
      await page.request.post('/api/v1/tasks', { headers, data: { title, date: dateDaysAgo(0) } })
    }
    await page.goto('/plan/close')
    await page.getByLabel('First thing tomorrow').selectOption('Call the bank')
    await page.getByLabel('A line for the journal').fill('Long, but done')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Close the day' }).tap()
    await expect(
      page.getByText('Day closed: no tasks done, 2 moved').or(page.getByText('Day closed: 0 tasks done, 2 moved')),
    ).toBeVisible()
    await page.locator('#tomorrow > summary').tap()
    await expect(page.locator('#tomorrow li').first()).toContainText('Call the bank')
    await page.goto(`/review/week?date=${dateDaysAgo(0)}`)
    await expect(page.getByText('Long, but done')).toBeVisible()
  })
})
