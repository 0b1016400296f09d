import type { Page } from '@playwright/test'
import { elsewhere, expect, holdFirst, requestsKnown, skipTime, test } from './fixtures'

const line = (page: Page) => page.getByRole('textbox', { name: 'New task' })

const titles = (page: Page) => page.locator('#task-rows .row-title')

const addTasks = async (page: Page, ...names: string[]) => {
  for (const name of names) await elsewhere(page, '/tasks/quick', { line: name })
  await page.goto('/tasks')
}

for (const isKept of [false, true])
  test(`lines that are entered while one is ${isKept ? 'kept on the device' : 'saved'} follow it`, async ({ page }) => {
    await page.goto('/tasks')
    const { answer, asked } = await holdFirst(page, /\/tasks\/quick/)
    for (const name of ['Call the bank', 'Buy a lamp', 'Stretch']) {
      await line(page).pressSequentially(name)
      await line(page).press('Enter')
      // A slip of the key.
      await line(page).press('Enter')
    }
    await line(page).pressSequentially('Not yet')
    await requestsKnown(page)
    expect(asked).toHaveLength(1)
    if (isKept) await expect(page.getByText('to be sent')).toBeVisible()
    answer()
    await expect(titles(page)).toHaveText(['Call the bank', 'Buy a lamp', 'Stretch'])
    await expect(line(page)).toHaveValue('Not yet')
    await expect(line(page)).toBeFocused()
    await line(page).press('Enter')
    await expect(titles(page)).toHaveText(['Call the bank', 'Buy a lamp', 'Stretch', 'Not yet'])
  })

test('a line that is refused comes back, with what was typed since', { tag: '@all' }, async ({ page }) => {
  await page.goto('/tasks')
  const { answer, asked } = await holdFirst(page, /\/tasks\/quick/)
  await line(page).fill('@Thesis')
  await line(page).press('Enter')
  await expect.poll(() => asked.length).toBe(1)
  await line(page).pressSequentially('Buy')
  answer()
  await expect(line(page)).toHaveAttribute('aria-invalid', 'true')
  await line(page).pressSequentially(' a lamp')
  await expect(line(page)).toHaveValue('@Thesis Buy a lamp')
})

test('Enter creates the project that the chips would offer, however late they are', { tag: '@all' }, async ({
  page,
}) => {
  await page.goto('/')
  const chips = await holdFirst(page, /\/sessions\/entry\?/, 'GET')
  const field = page.getByRole('combobox', { name: 'Add, log or start' })
  await field.fill('Write chapter 2 @Thesis')
  await expect.poll(() => chips.asked.length).toBe(1)
  await field.press('Enter')
  await expect(page.locator('#timer')).toContainText('Write chapter 2')
  chips.answer()
  await expect(page.locator('[data-toast]')).toContainText('in new project “Thesis”')
  await expect(page.locator('#entry-form')).not.toContainText('There is no project')
  await expect(field).toHaveValue('')
  await field.fill('Read part 7 @Geology')
  await field.press('Enter')
  await expect(page.locator('#timer')).toContainText('Read part 7')
})

test('the palette stays open while the next line is typed', { tag: '@all' }, async ({ page }) => {
  await page.goto('/goals')
  const { answer, asked } = await holdFirst(page, /\/capture$/)
  await page.keyboard.press('c')
  const field = page.getByRole('dialog', { name: 'Find or do' }).getByRole('combobox')
  await field.pressSequentially('todo call the bank')
  await field.press('Enter')
  await expect.poll(() => asked.length).toBe(1)
  await field.pressSequentially('todo buy a lamp')
  answer()
  await expect(page.locator('[data-toast]')).toContainText('Task added')
  await expect(field).toHaveValue('+ todo buy a lamp')
  await expect(field).toBeFocused()
})

test('the palette that is opened before htmx has begun has its options', { tag: '@all' }, async ({ page }) => {
  await page.addInitScript(() => {
    const later = window.setTimeout
    // htmx begins with a timer of no time.
    Object.assign(window, { setTimeout: (act: () => void, wait = 60_000) => later(act, wait) })
  })
  await page.goto('/goals')
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: 'Find or do' })
  await expect(palette.getByRole('option', { selected: true })).toHaveText(/New goal/)
})

test('writes are sent one after the other, so that the last answer has all of them', { tag: '@all' }, async ({
  page,
}) => {
  await addTasks(page, 'Call the bank', 'Stretch', 'Buy a lamp')
  const { answer, asked } = await holdFirst(page, /\/complete|\/timer\/start/)
  await page.getByRole('button', { name: 'Done: Call the bank' }).click()
  await page.getByRole('button', { name: 'Done: Stretch' }).click()
  await page.getByRole('button', { name: 'Start: Buy a lamp' }).click()
  await requestsKnown(page)
  expect(asked).toHaveLength(1)
  answer()
  await expect(page.locator('#timer')).toContainText('Buy a lamp')
  await expect(titles(page)).toHaveText(['Buy a lamp'])
  await expect(page.locator('#done .row-title')).toHaveCount(2)
})

test('a write that waits is sent when its page is left', { tag: '@all' }, async ({ page }) => {
  await addTasks(page, 'Call the bank', 'Stretch', 'Buy a lamp')
  await holdFirst(page, /\/complete/)
  await page.getByRole('button', { name: 'Done: Call the bank' }).click()
  await page.getByRole('button', { name: 'Done: Stretch' }).click()
  await page.getByRole('link', { name: 'Goals' }).first().click()
  await expect(page).toHaveURL(/\/goals$/)
  await expect(async () => {
    await page.goto('/tasks')
    await expect(titles(page)).toHaveText(['Buy a lamp'], { timeout: 500 })
  }).toPass()
})

test('a poll that is under way while the timer starts does not show the timer before', { tag: '@all' }, async ({
  page,
}) => {
  await page.clock.install()
  await page.goto('/goals')
  await elsewhere(page, '/timer/start', { title: 'Reading elsewhere' })
  const { answer, asked } = await holdFirst(page, /\/timer\/live/, 'GET')
  const aborted = page.waitForEvent('requestfailed', (request) => /\/timer\/live/.test(request.url()))
  await skipTime(page, 30_000)
  await expect.poll(() => asked.length).toBe(1)
  const timer = page.locator('#timer')
  await page.keyboard.press('t')
  await page.keyboard.type('Writing here')
  await page.keyboard.press('Enter')
  await expect(timer).toContainText('Writing here')
  answer()
  expect((await aborted).failure()?.errorText).toContain('ABORTED')
  await expect(timer).toContainText('Writing here')
})

test('a part that is asked for while a task is done does not show it as open again, and comes once more', {
  tag: '@all',
}, async ({ page }) => {
  await addTasks(page, 'Call the bank', 'Stretch')
  await elsewhere(page, '/tasks/quick', { line: 'Buy a lamp' })
  const { answer, asked } = await holdFirst(page, /view=tasks/, 'GET')
  const aborted = page.waitForEvent('requestfailed', (request) => /view=tasks/.test(request.url()))
  await page.evaluate(() => document.body.dispatchEvent(new Event('tasks-changed')))
  await expect.poll(() => asked.length).toBe(1)
  await page.getByRole('button', { name: 'Done: Call the bank' }).click()
  await expect(titles(page)).toHaveText(['Stretch', 'Buy a lamp'])
  answer()
  await expect.poll(() => asked.length).toBe(2)
  expect((await aborted).failure()?.errorText).toContain('ABORTED')
  await expect(titles(page)).toHaveText(['Stretch', 'Buy a lamp'])
})
