import type { Page } from '@playwright/test'
import { drawn, expect, holdFirst, onPhone, requestsKnown, test } from './fixtures'

const titles = (page: Page) => page.locator('#task-rows .row-title')

const add = async (page: Page, line: string, title: string) => {
  await page.getByRole('textbox', { name: 'New task' }).fill(line)
  await page.keyboard.press('Enter')
  await expect(page.locator('#tasks').getByRole('link', { name: title, exact: true })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'New task' })).toHaveValue('')
}

/** Drags a task by its grip above another. */
const drag = async (page: Page, from: string, to: string) => {
  const row = (name: string) => page.locator('#task-rows > li', { hasText: name })
  const [start, end] = [await row(from).locator('[data-grip]').boundingBox(), await row(to).boundingBox()]
  if (!start || !end) throw new Error('there is no such task')
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2)
  await page.mouse.down()
  await page.mouse.move(start.x + 4, end.y + 2, { steps: 6 })
  await page.mouse.up()
}

test('the day’s tasks: added, put in order, timed, done while the timer runs, taken back, seen on the first page', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.goto('/tasks')
  await expect(page.getByText('Nothing planned for today')).toBeVisible()
  await add(page, 'Write the report 1h 30m high', 'Write the report')
  await add(page, 'Call the bank 15m', 'Call the bank')
  await add(page, 'Stretch 10m every day', 'Stretch')
  await add(page, 'Buy a lamp tomorrow', 'Buy a lamp')
  await expect(page.locator('#today')).toContainText('1h 55m planned of 2h')
  await expect(page.locator('#ahead')).toContainText('Buy a lamp')

  await drag(page, 'Call the bank', 'Write the report')
  await expect(titles(page)).toHaveText(['Call the bank', 'Write the report', 'Stretch'])
  // In a field the keys of a row move nothing.
  await titles(page).last().press('F2')
  await expect(page.locator('.in-place :focus')).toHaveCount(1)
  for (const key of ['Alt+ArrowUp', 'Escape']) await page.keyboard.press(key)
  await page.getByRole('button', { name: 'Move Stretch' }).focus()
  await page.keyboard.press('ArrowUp')
  await expect(titles(page)).toHaveText(['Call the bank', 'Stretch', 'Write the report'])
  await expect(page.getByRole('button', { name: 'Move Stretch' })).toBeFocused()
  await expect(page.locator('[data-toast]')).toHaveText(/Stretch.”: 2 of 3/)
  // Rows below a message do not show through it.
  await expect(page.locator('[data-toast]')).not.toHaveCSS('background-color', 'rgba(0, 0, 0, 0)')
  await page.reload()
  await expect(titles(page)).toHaveText(['Call the bank', 'Stretch', 'Write the report'])

  // A mouse drags a row by its title too; the press opens nothing, and Undo puts the row back.
  const last = titles(page).nth(2)
  const [place, above] = [await last.boundingBox(), await titles(page).first().boundingBox()]
  if (!place || !above) throw new Error('there is no such task')
  await page.mouse.move(place.x + 30, place.y + 8)
  await page.mouse.down()
  await page.mouse.move(place.x + 32, above.y - 2, { steps: 6 })
  await expect(page.locator('.dragged')).toContainText('Write the report')
  await page.mouse.up()
  await expect(titles(page)).toHaveText(['Write the report', 'Call the bank', 'Stretch'])
  await page.locator('[data-toast]', { hasText: '1 of 3' }).getByRole('button', { name: 'Undo' }).click()
  await expect(titles(page)).toHaveText(['Call the bank', 'Stretch', 'Write the report'])
  await expect(page).toHaveURL(/\/tasks$/)

  // A button that slides from under the pointer is not pressed.
  await drawn(page)
  await page.getByRole('button', { name: 'Start: Call the bank' }).click()
  await expect(page.locator('#timer')).toContainText('Call the bank')
  await expect(page.locator('#task-rows > li', { hasText: 'Call the bank' })).toContainText('timer running')
  await page.getByRole('button', { name: 'Done: Call the bank' }).click()
  await expect(page.locator('#done')).toContainText('Call the bank')
  await expect(page.getByRole('button', { name: 'Done: Stretch' })).toBeFocused()
  const question = page.locator('#tasks .notice')
  await expect(question).toContainText('is done, but its timer is still running')
  await question.getByRole('button', { name: 'Stop the timer' }).click()
  await expect(question).toBeHidden()
  await expect(page.locator('#timer')).toBeHidden()

  await page.getByRole('button', { name: 'Done: Stretch' }).click()
  await expect(page.locator('#ahead')).toContainText('Stretch')
  await page.locator('[data-toast]', { hasText: 'Stretch' }).getByRole('button', { name: 'Undo' }).click()
  await expect(titles(page)).toHaveText(['Stretch', 'Write the report'])
  await expect(page.getByRole('button', { name: 'Done: Stretch' })).toBeFocused()
  await expect(page.locator('#ahead')).not.toContainText('Stretch')

  await page.goto('/')
  const focus = page.locator('#day-rows')
  await expect(focus.locator('.row-title')).toHaveText(['Stretch', 'Write the report'])
  await focus.getByRole('button', { name: 'Done: Write the report' }).click()
  await expect(focus.locator('.row-title')).toHaveText(['Stretch'])
  await expect(focus.getByRole('button', { name: 'Done: Stretch' })).toBeFocused()
})

test('on a touch screen a task is dragged by its grip, beyond what the bars cover, and a row scrolls', {
  tag: '@all',
}, async ({ browser, page }) => {
  await page.goto('/tasks')
  for (let n = 1; n <= 12; n += 1) await add(page, `Task ${n}`, `Task ${n}`)
  const phone = await onPhone(browser, page)
  await phone.goto('/tasks')
  const touch = await phone.context().newCDPSession(phone)
  const slide = async (selector: string, to: number, waits = 0) => {
    const box = await phone.locator(selector).boundingBox()
    if (!box) throw new Error('there is no such place')
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] })
    for (let step = 1; step <= 8; step += 1) {
      const touchPoints = [{ x, y: y + ((to - y) * step) / 8 }]
      await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints })
    }
    if (waits > 0) await expect(titles(phone).nth(waits)).toHaveText('Task 1')
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  }
  const { answer, asked } = await holdFirst(phone, /\/tasks\/order$/)
  const second = await phone.locator('#task-rows > li').nth(1).boundingBox()
  await slide('#task-rows > li:first-child [data-grip]', (second?.y ?? 0) + (second?.height ?? 0) - 4)
  await expect(titles(phone).first()).toHaveText('Task 2')
  await expect(titles(phone).nth(1)).toHaveText('Task 1')

  // Held above the bars at the bottom, it goes on to the end. The first order has not been answered yet.
  await slide('#task-rows > li:nth-child(2) [data-grip]', 844 - 110, 11)
  await expect(titles(phone).last()).toHaveText('Task 1')
  await requestsKnown(phone)
  expect(asked).toHaveLength(1)
  answer()
  await expect.poll(() => asked.length).toBe(2)
  await (await asked[1]?.response())?.finished()
  await expect(titles(phone).last()).toHaveText('Task 1')
  await phone.reload()
  await expect(titles(phone).last()).toHaveText('Task 1')
  await expect(titles(phone).first()).toHaveText('Task 2')

  const scrolled = () => phone.evaluate(() => window.scrollY)
  await phone.evaluate(() => window.scrollTo(0, 0))
  await expect.poll(scrolled).toBe(0)
  await slide('#task-rows > li:nth-child(6) .row-title', 100)
  await expect.poll(scrolled).toBeGreaterThan(0)
  await expect(titles(phone).last()).toHaveText('Task 1')
  await phone.context().close()
})
