import { editRow, expect, test, written } from './fixtures'

test.use({ viewport: { width: 1280, height: 800 } })

test('an edit of a task that ends gives the focus back to what opened it', { tag: '@all' }, async ({ page }) => {
  await page.goto('/tasks')
  const line = page.getByRole('textbox', { name: 'New task' })
  for (const title of ['One', 'Other']) {
    await line.fill(title)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('main').getByRole('link', { name: title, exact: true })).toBeVisible()
  }
  const row = (name: string) => page.getByRole('main').getByRole('link', { name, exact: true })
  const title = page.getByRole('form', { name: 'Edit Other' }).getByLabel('Title')
  await editRow(page, 'Other')
  await expect(title).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(row('Other')).toBeFocused()
  await expect(page.locator('#task-rows > li:has([data-grip])')).toHaveCount(2)
  await editRow(page, 'Other')
  await title.fill('Changed')
  await page.keyboard.press('Enter')
  await expect(row('Changed')).toBeFocused()

  // On a phone the form is a sheet.
  await page.setViewportSize({ width: 390, height: 844 })
  await editRow(page, 'One')
  await expect(page.getByRole('dialog', { name: 'Edit One' }).getByLabel('Title')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(row('One')).toBeFocused()
})

test('on Today x selects the task with the focus, as in lists, and Space ticks it', { tag: '@all' }, async ({
  page,
}) => {
  await page.goto('/')
  await page.getByLabel('Log or start').fill('todo Water the plants')
  await page.getByRole('button', { name: 'Add task' }).click()
  await expect(page.locator('#day-rows')).toContainText('Water the plants')
  await page.locator('#main').focus()
  await page.keyboard.press('j')
  await expect(page.locator(':focus')).toHaveText('Water the plants')
  await page.keyboard.press('x')
  await expect(page.getByText('1 selected', { exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText('1 selected', { exact: true })).toBeHidden()
  await page.keyboard.press(' ')
  await expect(page.locator('#earlier-today')).toContainText('1 task done')
})

test('on Today the tasks without a time are put in order by hand, the rest of the list stays', { tag: '@all' }, async ({
  page,
}) => {
  await page.goto('/tasks')
  const line = page.getByRole('textbox', { name: 'New task' })
  for (const text of ['One', 'Other', 'Lunch at 12:30', 'Third']) {
    await line.fill(text)
    await page.keyboard.press('Enter')
    await written(page)
  }
  await page.goto('/')
  const titles = page.locator('#day-rows .row-title')
  await expect(titles).toHaveText(['One', 'Other', 'Third'])
  const third = page.getByRole('link', { name: 'Third', exact: true })
  await third.focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect(titles).toHaveText(['One', 'Third', 'Other'])
  await expect(page.locator('[data-toast]')).toHaveText(/Third.”: 2 of 3/)
  await expect(third).toBeFocused()
  await page.keyboard.press('Alt+Shift+ArrowUp')
  await expect(titles).toHaveText(['Third', 'One', 'Other'])
  // One message at a time, whose Undo takes back the last move.
  await expect(page.locator('[data-toast]')).toHaveCount(1)
  await page.keyboard.press('u')
  await expect(titles).toHaveText(['One', 'Third', 'Other'])
  await expect(third).toBeFocused()
  await page.keyboard.press('Alt+Shift+ArrowUp')
  await expect(titles).toHaveText(['Third', 'One', 'Other'])
  await page.keyboard.press('Alt+ArrowDown')
  await expect(titles).toHaveText(['One', 'Third', 'Other'])
  await page.reload()
  await expect(titles).toHaveText(['One', 'Third', 'Other'])
  await page.getByLabel('More for Other').click()
  await page.getByRole('button', { name: 'Move to the top' }).click()
  await expect(titles).toHaveText(['Other', 'One', 'Third'])
})

test('a task is dragged from the list onto the clock, and on it by the pointer and by keys', async ({ page }) => {
  await page.goto('/tasks')
  const line = page.getByRole('textbox', { name: 'New task' })
  for (const text of ['Write the report 2h', 'Lunch at 12:30']) {
    await line.fill(text)
    await page.keyboard.press('Enter')
    await written(page)
  }
  await page.goto('/')
  const clock = page.locator('.clock > .lane')
  const block = page.locator('.clock a.todo', { hasText: 'Write the report' })
  const row = page.locator('#day-rows > li', { hasText: 'Write the report' })
  const loaded = page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => /calendar-/.test(name)),
  )
  await row.hover()
  await loaded
  const minute = async () => {
    const { height = 0, y = 0 } = (await clock.boundingBox()) ?? {}
    const { from, minutes } = await clock.evaluate(({ dataset }) => ({ ...dataset }))
    return {
      pixels: height / Number(minutes),
      at: (of: number) => y + ((of - Number(from)) * height) / Number(minutes),
    }
  }
  const [grip, place, scale] = [
    await row.locator('[data-grip]').boundingBox(),
    await clock.boundingBox(),
    await minute(),
  ]
  if (!grip || !place) throw new Error('there is no grip or no clock')
  await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2)
  await page.mouse.down()
  await page.mouse.move(place.x + 100, scale.at(14 * 60), { steps: 4 })
  await page.mouse.up()
  await expect(block).toContainText(/14:00-/)
  await expect(page.locator('#timed-rows .row-title')).toHaveText(['Lunch', 'Write the report'])
  await expect(page.locator('[data-toast]')).toContainText('planned for 14:00')

  const moveBy = async (minutes: number, cancels = false) => {
    const { x = 0, y = 0 } = (await block.boundingBox()) ?? {}
    await page.mouse.move(x + 40, y + 8)
    await page.mouse.down()
    await page.mouse.move(x + 42, y + 8 + minutes * scale.pixels, { steps: 4 })
    if (cancels) await page.keyboard.press('Escape')
    await page.mouse.up()
  }
  await moveBy(90)
  await expect(block).toContainText(/15:30-/)
  await moveBy(-60, true)
  await expect(block).toContainText(/15:30-/)
  await expect(page).toHaveURL(/\/$/)

  await block.focus()
  await page.keyboard.down('Alt')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Shift+ArrowUp')
  await expect(clock.locator('.drawn')).toContainText('15:10')
  await page.keyboard.up('Alt')
  await expect(block).toContainText(/15:10-/)
  await expect(block).toBeFocused()
  await page.locator('[data-toast]').last().getByRole('button', { name: 'Undo' }).click()
  await expect(block).toContainText(/15:30-/)
})
