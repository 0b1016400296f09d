import type { Page } from '@playwright/test'
import { isWhole } from '../scripts/shares'
import { answered, elsewhere, expect, expectAccessible, phoneScreen, test } from './fixtures'

const week = '2026-03-02'
const log = (page: Page, title: string, date: string, started_at: string, ended_at: string) =>
  elsewhere(page.context(), '/sessions', { title, date, started_at, ended_at })

/** Pastes a text where the focus is. */
const paste = (page: Page, text: string) =>
  page.evaluate((pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    )
  }, text)

test('type, paste and undo hours of a week by keys', async ({ page }) => {
  test.setTimeout(120_000)
  await log(page, 'Read', '2026-03-02', '09:00', '10:00')
  await log(page, 'Read', '2026-03-02', '11:00', '12:00')
  await elsewhere(page.context(), '/projects', { name: 'Thesis' })
  await elsewhere(page.context(), '/sessions/entry', { entry: '2026-03-07 9-10 @Thesis' })
  await page.goto(`/week?date=${week}&view=grid`)
  await page.waitForLoadState()
  const cell = (day: string) => page.getByRole('textbox', { name: `No project · no goal ${day}` })
  const says = page.locator('#timesheet [role="status"]:not(:empty)')
  const sums = page.locator('tfoot tr').first()

  await cell('Sun').focus()
  await page.keyboard.press('Shift+Enter')
  await expect(page.getByRole('textbox', { name: 'Thesis · no goal Sun' })).toBeFocused()

  await cell('Tue').focus()
  await page.keyboard.type('1.5')
  await expect(says).toContainText('1h 30m, 09:00–10:30')
  await expectAccessible(page)
  await page.keyboard.press('Tab')
  await expect(cell('Wed')).toBeFocused()
  await expect(cell('Tue')).toHaveValue('1:30')
  await expect(sums).toContainText('1:30')
  await page.keyboard.press('ArrowLeft')
  await expect(cell('Tue')).toBeFocused()
  await page.keyboard.type('later')
  await page.keyboard.press('Escape')
  await expect(cell('Tue')).toHaveValue('1:30')

  // More than one session changes: the preview says so, and so does the toast.
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.type('0:30')
  await expect(says).toContainText('Changes 2 sessions')
  await page.keyboard.press('Enter')
  await expect(sums).toContainText('0:30')
  const toast = page.getByRole('status').filter({ hasText: 'Undo' })
  await expect(toast).toContainText('was 2h. The one from 11:00 is deleted and the one from 09:00 ends at 09:30')
  await toast.getByRole('button', { name: 'Undo' }).click()
  await expect(cell('Mon')).toHaveValue('2:00')
  await expect(cell('Mon')).toBeFocused()
  await answered(page)

  await cell('Wed').focus()
  await paste(page, '45m\tsoon\t+1h')
  await expect(cell('Fri')).toHaveValue('1:00')
  await expect(cell('Wed')).toHaveValue('0:45')
  await expect(cell('Thu')).toHaveValue('soon')
  await expect(cell('Thu')).toHaveAttribute('aria-invalid', 'true')
  await expect(says).toContainText('Enter time as 1:30')
  await expectAccessible(page)

  // The block is one change, which one key takes back, with what was refused of it.
  await expect(toast).toHaveText(/2 cells saved, 1 not/)
  await cell('Tue').focus()
  await page.keyboard.press('Control+z')
  await expect(cell('Fri')).toHaveValue('')
  await expect(cell('Wed')).toHaveValue('')
  await expect(cell('Wed')).toBeFocused()
  await expect(cell('Thu')).toHaveValue('')
  await expect(says).toHaveCount(0)
  await page.keyboard.type('u')
  await expect(cell('Tue')).toHaveValue('')
  await expect(cell('Tue')).toBeFocused()

  // Taken back from the cell that it was put into, it does not come again when the cell is left.
  await cell('Fri').focus()
  await paste(page, '20m\t25m')
  await expect(cell('Sat')).toHaveValue('0:25')
  await page.keyboard.press('Control+z')
  await expect(cell('Sat')).toHaveValue('')
  await expect(cell('Fri')).toHaveValue('')

  // Names of rows would move the times beside them.
  await paste(page, 'Thesis\t1:00\t2:00')
  await expect(page.getByText('Nothing pasted. Copy only the times')).toBeVisible()
  await expect(cell('Sat')).toHaveValue('')
})

/** Delays the answers to saved cells. */
const slow = (page: Page, delay: number) =>
  page.context().route(/\/week$/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, delay))
    await route.continue()
  })

for (const delay of isWhole ? [150, 500, 800, 1500] : [800])
  test(`a slow answer of ${delay} ms neither stores nor loses what is typed meanwhile`, async ({ page }) => {
    await log(page, 'Read', '2026-03-02', '09:00', '09:20')
    await page.goto(`/week?date=${week}&view=grid`)
    await page.waitForLoadState()
    await slow(page, delay)
    const cell = (day: string) => page.getByRole('textbox', { name: `No project · no goal ${day}` })
    const sums = page.locator('tfoot tr').first()
    const bodies: (string | null)[] = []
    page.on('request', (request) => request.url().endsWith('/week') && bodies.push(request.postData()))
    await cell('Mon').focus()
    await page.keyboard.type('0:51')
    await page.keyboard.press('Tab')
    await expect(cell('Mon')).toHaveAttribute('aria-busy', 'true')
    await page.keyboard.type('0:52')
    await page.keyboard.press('Tab')
    await page.keyboard.type('2')
    await expect(sums).toContainText('0:52', { timeout: 10_000 })
    await expect(cell('Wed')).toHaveValue('2')
    await expect(sums.locator('td').nth(2)).toHaveText('')
    await page.keyboard.type(':15')
    await page.keyboard.press('Enter')
    await expect(sums).toContainText('2:15', { timeout: 10_000 })
    const typed = (body: string | null) =>
      [...new URLSearchParams(body ?? '')].flatMap(([name, value]) => (name.startsWith('line_') ? [] : value))
    expect(bodies.map(typed)).toEqual([['0:51'], ['0:52'], ['2:15']])

    // The cell is typed into again and again before its answers are there.
    await expect(cell('Wed')).toBeFocused()
    for (const text of ['1', '1:30', '0:45']) {
      await page.keyboard.type(text)
      await page.keyboard.press('Tab')
      await page.keyboard.press('Shift+Tab')
    }
    await page.keyboard.type('4')
    await expect(sums).toContainText('0:45', { timeout: 10_000 })
    await expect(cell('Wed')).toHaveValue('4')
    await page.keyboard.press('Escape')
    await expect(cell('Wed')).toHaveValue('0:45')
    await expect(page.locator('[aria-invalid], [aria-busy]')).toHaveCount(0)
    await expect(page.locator('#timesheet [role="status"]:not(:empty)')).toHaveCount(0)

    // Leaving the page loses none that was left before.
    await page.keyboard.press('ArrowRight')
    await page.keyboard.type('1')
    await page.keyboard.press('Tab')
    await page.keyboard.type('3')
    await page.keyboard.press('Tab')
    await page.keyboard.type('20m')
    await page.getByRole('link', { name: 'week before' }).click()
    await expect(page).toHaveURL(/date=2026-02-23/)
    await expect
      .poll(
        async () => {
          await page.goto(`/week?date=${week}&view=grid`)
          return [await cell('Thu').inputValue(), await cell('Fri').inputValue(), await cell('Sat').inputValue()]
        },
        { timeout: 15_000 },
      )
      .toEqual(['1:00', '3:00', '0:20'])
  })

test('numbers typed fast are saved, whatever they change, and none is lost with the page', { tag: '@all' }, async ({
  page,
}) => {
  await log(page, 'Read', '2026-03-02', '09:00', '10:00')
  await log(page, 'Read', '2026-03-02', '11:00', '12:00')
  await page.goto(`/week?date=${week}&view=grid`)
  await page.waitForLoadState()
  const cell = (day: string) => page.getByRole('textbox', { name: `No project · no goal ${day}` })
  await cell('Mon').focus()
  await page.keyboard.type('0:30')
  await page.keyboard.press('Tab')
  await expect(page.locator('tfoot tr').first()).toContainText('0:30')
  await expect(page.locator('[data-toast]')).toContainText(
    'The one from 11:00 is deleted and the one from 09:00 ends at 09:30',
  )
  await page.keyboard.press('Control+z')
  await expect(cell('Mon')).toHaveValue('2:00')

  // A row that was emptied stays, with what is typed into its next cell.
  await answered(page)
  await cell('Mon').focus()
  await page.keyboard.type('0')
  await page.keyboard.press('Tab')
  await page.keyboard.type('1:1')
  await expect(page.locator('tfoot tr td').first()).toHaveText('')
  await answered(page)
  await expect(page.getByRole('textbox', { name: /No project · No goal Tue/i })).toHaveValue('1:1')
  await expect(page.getByRole('textbox', { name: /No project · No goal Tue/i })).toBeFocused()

  // Leaving asks while a cell holds what is not saved.
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.type())
    return dialog.dismiss()
  })
  await page.keyboard.press('Escape')
  await page.keyboard.type('soon')
  await page.keyboard.press('Tab')
  await expect(page.locator('#timesheet [role="status"]:not(:empty)')).toContainText('Enter time as 1:30')
  await page.getByRole('link', { name: 'week before' }).click()
  await expect.poll(() => dialogs).toEqual(['beforeunload'])
  await expect(page.getByRole('textbox', { name: /No project · No goal Tue/i })).toHaveValue('soon')
  await page.getByRole('textbox', { name: /No project · No goal Tue/i }).press('Escape')
})

test('add a row, and follow what is written elsewhere', { tag: '@all' }, async ({ page }) => {
  await elsewhere(page.context(), '/projects', { name: 'Thesis' })
  await page.goto(`/week?date=${week}&view=grid`)
  await page.waitForLoadState()
  const field = page.getByRole('combobox', { name: 'Add a row' })
  await field.focus()
  await expect(page.getByRole('option', { name: 'Thesis' })).toBeInViewport({ ratio: 1 })
  await page.keyboard.type('thes')
  await expect(page.getByRole('option', { selected: true })).toContainText('Thesis')
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  const cell = page.getByRole('textbox', { name: 'Thesis · No goal Mon' })
  await expect(cell).toBeFocused()
  await page.keyboard.type('1:30')
  await expect(page.locator('#timesheet [role="status"]:not(:empty)')).toContainText('1h 30m, 09:00–10:30')
  await log(page, 'Read', '2026-03-03', '09:00', '10:15')
  await page.evaluate(() => document.body.dispatchEvent(new Event('logged-elsewhere')))
  await expect(page.getByRole('textbox', { name: 'No project · No goal Tue' })).toHaveValue('1:15')
  await expect(cell).toBeFocused()
  await expect(cell).toHaveValue('1:30')
  await page.keyboard.press('Enter')
  await expect(page.locator('tfoot tr').first()).toContainText('2:45')
})

test('a later tab is told, and loses nothing', { tag: '@all' }, async ({ page }) => {
  await log(page, 'Read', '2026-03-02', '09:00', '10:00')
  await page.goto(`/week?date=${week}&view=grid`)
  await page.waitForLoadState()
  await elsewhere(page.context(), '/week/cell', { date: week, value: '2h', seen: '3600' })
  const cell = page.getByRole('textbox', { name: 'No project · no goal Mon' })
  await cell.fill('1:30')
  await cell.press('Enter')
  await expect(page.locator('#timesheet [role="status"]:not(:empty)')).toContainText('This is now 2h; you saw 1h')
  // The look at what is typed says so, too, before the answer to Enter.
  await answered(page)
  await expect(cell).toHaveValue('1:30')
  await cell.press('Enter')
  await expect(page.locator('tfoot tr').first()).toContainText('1:30')
})

test('reach each cell by keys, with its text selected', { tag: '@all' }, async ({ page }) => {
  await log(page, 'Read', '2026-03-03', '09:00', '10:00')
  await page.goto(`/week?date=${week}&view=grid`)
  await page.waitForLoadState()
  const cell = (day: string) => page.getByRole('textbox', { name: `No project · no goal ${day}` })
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(cell('Mon')).toBeFocused()
  await page.keyboard.press('End')
  await expect(cell('Sun')).toBeFocused()
  await page.keyboard.press('Home')
  await expect(cell('Mon')).toBeFocused()
  const selected = () => page.evaluate(() => String(getSelection()))
  await cell('Tue').click()
  expect(await selected()).toBe('1:00')
  await page.keyboard.type('abc')
  await page.keyboard.press('Escape')
  await cell('Tue').click()
  await expect(cell('Tue')).toHaveValue('1:00')
  expect(await selected()).toBe('1:00')
})

test('what a cell means stays on the narrowest phone, as does the name of the page', { tag: '@all' }, async ({
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 693 })
  await page.goto(`/week?date=${week}&view=grid`)
  await page.waitForLoadState()
  await page.getByRole('textbox', { name: 'No project · No goal Mon' }).focus()
  await page.keyboard.type('25h')
  const says = page.locator('#timesheet [role="status"]:not(:empty)')
  await expect(says).toHaveText('This day only has 24h.')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('1:30')
  await expect(says).toContainText('1h 30m, 09:00–10:30')
  await expect(says).toBeInViewport({ ratio: 1 })
  await expect(page.getByRole('link', { name: 'Timesheet' }).and(page.locator('.tabs a'))).toBeInViewport({ ratio: 1 })
  await page.keyboard.press('Escape')
})

test('a finger adds time with the buttons below a cell, each saved with its Undo', async ({
  browser,
  baseURL,
  page,
}) => {
  await log(page, 'Read', '2026-03-02', '09:00', '10:00')
  const context = await browser.newContext({
    ...{ baseURL, storageState: await page.context().storageState() },
    ...phoneScreen,
  })
  const phone = await context.newPage()
  const open = () => phone.goto(`/week?date=${week}&view=grid`)
  await open()
  const cell = phone.getByRole('textbox', { name: 'No project · no goal Mon' })
  await cell.tap()
  const sums = phone.locator('tfoot tr').first()
  await phone.getByRole('button', { name: '+30m' }).tap()
  await expect(sums).toContainText('1:30')
  await expect(cell).toHaveValue('1:30')
  await phone.getByRole('button', { name: '+15m' }).tap()
  await phone.getByRole('button', { name: '+15m' }).tap()
  await expect(sums).toContainText('2:00')
  await expect(cell).toHaveValue('2:00')
  await expect(cell).toBeFocused()
  await expectAccessible(phone)
  await phone.getByRole('button', { name: 'Undo' }).tap()
  await expect(sums).toContainText('1:45')

  // Time that did not reach the server is sent again as the page is left.
  await context.route(/\/week$/, (route) => route.abort(), { times: 1 })
  await phone.getByRole('button', { name: '+30m' }).tap()
  await expect(cell).toHaveAttribute('aria-invalid', 'true')
  await expect.poll(async () => (await open()) && cell.inputValue()).toBe('2:15')
  await context.close()
})

test('the filter makes other rows pale, and a row that was added goes again', { tag: '@all' }, async ({ page }) => {
  await elsewhere(page.context(), '/projects', { name: 'Thesis' })
  await log(page, 'Read', '2026-03-02', '09:00', '10:00')
  await page.goto(`/week?date=${week}&view=grid`)
  await page.waitForLoadState()
  await page.getByLabel('Filter').last().click()
  await page.getByLabel('Time of').selectOption('Thesis')
  await expect(page.locator('tr[data-pale]')).toHaveCount(1)
  await expect(page.getByRole('table')).toHaveCount(1)
  await page.getByRole('button', { name: 'Close' }).or(page.locator('h1')).last().click()
  await page.getByRole('combobox', { name: 'Add a row' }).fill('thes')
  await page.getByRole('option', { name: 'Thesis' }).click()
  await expect(page.getByRole('textbox', { name: 'Thesis · No goal Mon' })).toBeFocused()
  await expect(page.locator('tr[data-pale]')).toHaveCount(1)
  await page.getByRole('link', { name: 'Remove row: Thesis, No goal' }).click()
  await expect(page.getByRole('textbox', { name: 'Thesis · No goal Mon' })).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Remove filter: Thesis' })).toBeVisible()
})

test('a new account types into its first row, and creates a project for another one', { tag: '@all' }, async ({
  page,
}) => {
  await page.goto(`/week?date=${week}&view=grid`)
  await page.waitForLoadState()
  const bare = page.getByRole('textbox', { name: 'No project · No goal Mon' })
  await bare.focus()
  await page.keyboard.type('1:30')
  await page.keyboard.press('Enter')
  await expect(page.locator('tfoot tr').first()).toContainText('1:30')
  const field = page.getByRole('combobox', { name: 'Add a row' })
  await page.keyboard.press('n')
  await page.keyboard.type('Gardening')
  await expect(page.getByRole('option', { selected: true })).toHaveText('Create project “Gardening”')
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  const cell = page.getByRole('textbox', { name: 'Gardening · No goal Mon' })
  await expect(cell).toBeFocused()
  await expect(page.locator('[data-toast]')).toContainText('Project “Gardening” created')

  // Enter before the choices are there: they come with the page, and typing goes on.
  await page.keyboard.press('n')
  await page.context().route(/\/week\/rows/, () => undefined)
  await page.keyboard.type('Cooking')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('option', { selected: true })).toHaveText('Create project “Cooking”')
  await expect(field).toBeFocused()
  await expect.poll(() => page.evaluate('String(getSelection())')).toBe('Cooking')
  await page.keyboard.type('Choir')
  await expect(field).toHaveValue('Choir')
})

test('n leads to the rows, one that is there gets the caret, and one without time goes again', { tag: '@all' }, async ({
  page,
}) => {
  await elsewhere(page.context(), '/projects', { name: 'Thesis' })
  await log(page, 'Read', '2026-02-24', '09:00', '10:00')
  await page.goto(`/week?date=${week}&view=grid`)
  await page.waitForLoadState()
  const field = page.getByRole('combobox', { name: 'Add a row' })
  await page.keyboard.press('n')
  await expect(field).toBeFocused()
  await page.keyboard.type('thes')
  await expect(page.getByRole('option', { selected: true })).toContainText('Thesis')
  await page.keyboard.press('Enter')
  const cell = page.getByRole('textbox', { name: 'Thesis · No goal Mon' })
  await expect(cell).toBeFocused()
  await page.waitForLoadState()
  await page.keyboard.press('n')
  await expect(field).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(cell).toBeFocused()
  await page.keyboard.press('n')
  await page.keyboard.type('thes')
  await expect(page.getByRole('option', { selected: true })).toContainText('already here')
  await page.keyboard.press('Enter')
  await expect(page.getByText('This row is here already.')).toBeVisible()
  await expect(cell).toBeFocused()
  await expectAccessible(page)
  const copied = page.getByRole('textbox', { name: 'No project · No goal Mon' })
  await page.getByRole('link', { name: 'Copy last week’s rows' }).click()
  await expect(copied).toBeFocused()
  await expect(page.locator('[data-toast]')).toContainText('Added last week’s rows')
  await page.keyboard.press('Control+z')
  await expect(copied).toHaveCount(0)
  await expect(cell).toBeFocused()
  await page.getByRole('link', { name: 'Copy last week’s rows' }).click()
  await expect(copied).toBeVisible()
  await page.getByRole('link', { name: 'Remove row: No project, No goal' }).click()
  await expect(page.getByRole('textbox', { name: 'No project · No goal Mon' })).toHaveCount(0)
  await expect(cell).toBeVisible()
})

test('a row gets the hours of last week, which one key takes back, and no Enter of a cell does it', {
  tag: '@all',
}, async ({ page }) => {
  await log(page, 'Read', '2026-02-24', '09:00', '10:00')
  await log(page, 'Read', '2026-02-25', '09:00', '10:30')
  await page.goto(`/week?date=${week}&view=grid&rows=last`)
  await page.waitForLoadState()
  const cell = (day: string) => page.getByRole('textbox', { name: `No project · No goal ${day}` })
  const sums = page.locator('tfoot tr').first()
  const fill = page.getByRole('button', { name: 'As last week' })
  await expect(fill).toHaveCSS('opacity', '1')
  await cell('Mon').focus()
  await page.keyboard.type('130')
  await page.keyboard.press('Enter')
  await expect(cell('Mon')).toHaveValue('1:30')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await answered(page)
  await expect(page.getByRole('textbox', { name: /No project · No goal/ }).and(page.locator(':focus'))).toHaveCount(1)
  await expect(sums.locator('td').last()).toHaveText('1:30')
  await fill.click()
  await expect(cell('Wed')).toHaveValue('1:30')
  await expect(sums.locator('td').last()).toHaveText('4:00')
  await page.keyboard.press('Control+z')
  await expect(cell('Wed')).toHaveValue('')
  await expect(sums.locator('td').last()).toHaveText('1:30')
  await page.keyboard.press('Control+z')
  await expect(cell('Mon')).toHaveValue('')
  await answered(page)
  await expect(cell('Mon')).toBeFocused()

  // A cell that is emptied deletes its time.
  await page.keyboard.type('45m')
  await page.keyboard.press('Tab')
  await expect(sums.locator('td').last()).toHaveText('0:45')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Delete')
  await expect(page.locator('#timesheet [role="status"]:not(:empty)')).toContainText('is deleted')
  await page.keyboard.press('Tab')
  await expect(sums.locator('td').last()).toHaveText('')
  await page.keyboard.press('Control+z')
  await expect(cell('Mon')).toHaveValue('0:45')
})

test('a week ahead takes hours as plans, from its first day on', { tag: '@all' }, async ({ page }) => {
  await elsewhere(page.context(), '/projects', { name: 'Thesis' })
  await page.goto('/week?date=2099-03-04&view=grid')
  await page.waitForLoadState()
  await page.keyboard.press('n')
  await page.keyboard.type('thes')
  await expect(page.getByRole('option', { selected: true })).toContainText('Thesis')
  await page.keyboard.press('Enter')
  const day = page.getByRole('textbox', { name: /Thesis · No goal Mon 2, planned/ })
  await expect(day).toBeFocused()
  // On paper it has no picker of rows.
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('combobox', { name: 'Add a row' })).toBeHidden()
  await expect(page.getByRole('link', { name: 'Remove row' })).toBeHidden()
  await page.emulateMedia({ media: 'screen' })
  await page.keyboard.type('2')
  await expect(page.locator('#timesheet [role="status"]:not(:empty)')).toContainText('2h planned, 09:00–11:00')
  await page.keyboard.press('Tab')
  await expect(page.locator('tfoot td', { hasText: 'planned' }).first()).toHaveText('2:00 planned')
  await expect(page.locator('[data-toast]')).toContainText('2h planned')
  await expect(day).toHaveValue('2:00')
  await page.keyboard.press('Control+z')
  await expect(day).toHaveValue('')
})
