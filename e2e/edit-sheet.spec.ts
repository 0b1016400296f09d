import type { Page } from '@playwright/test'
import { answered, editRow, expect, expectAccessible, phoneScreen, test } from './fixtures'

test.use({ ...phoneScreen, contextOptions: { reducedMotion: 'reduce' } })

const log = (page: Page, baseURL: string | undefined, title: string, hour: number) =>
  page.request.post('/sessions', {
    form: { title, date: '2026-03-03', started_at: `${hour}:00`, ended_at: `${hour}:40`, project: '' },
    headers: { Origin: baseURL ?? '' },
  })

const sheetOf = (page: Page) => page.getByRole('dialog', { name: /^Edit/ })

/** Heights of what can be tapped in the sheet, by name. */
const targets = (page: Page) =>
  sheetOf(page)
    .locator('input:not([type=hidden]), select, textarea, button, summary, a')
    .evaluateAll((elements) => elements.map((one) => [one.textContent, one.getBoundingClientRect().height] as const))

test('in a narrow window the edit of a row is a sheet at the bottom', { tag: '@all' }, async ({ page, baseURL }) => {
  for (let hour = 6; hour < 22; hour += 1) await log(page, baseURL, `Reading ${hour}`, hour)
  await page.goto('/sessions?from=2026-03-03&to=2026-03-03')
  const row = page.locator('li[id^="session-"]', { hasText: 'Reading 14' })
  const sheet = sheetOf(page)
  const title = sheet.getByLabel('Title')
  const open = async () => {
    await editRow(row, 'Reading 14')
    await expect(title).toBeFocused()
  }
  await row.scrollIntoViewIfNeeded()
  await open()
  await expect(sheet).toHaveAccessibleName('Edit Reading 14')
  const box = await sheet.boundingBox()
  expect([box?.x, box?.width, (box?.y ?? 0) + (box?.height ?? 0)]).toEqual([0, 390, 844])
  expect(box?.y).toBeGreaterThan(40)
  for (const [name, height] of await targets(page)) expect(height, `${name}`).toBeGreaterThanOrEqual(44)

  // The page behind neither scrolls nor takes the focus.
  const scrolled = await page.evaluate(() => scrollY)
  await page.mouse.move(100, 20)
  await page.mouse.wheel(0, 600)
  await page.mouse.move(100, 400)
  await page.mouse.wheel(0, 3000)
  for (let tab = 0; tab < 16; tab += 1) {
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.matches('body, .edit-sheet, .edit-sheet *'))).toBe(true)
  }
  expect(await page.evaluate(() => scrollY)).toBe(scrolled)

  // A soft keyboard takes half of the screen.
  await sheet.getByText('More', { exact: true }).tap()
  await sheet.getByLabel('Notes').focus()
  await page.setViewportSize({ width: 390, height: 430 })
  const save = sheet.getByRole('button', { name: 'Save' })
  // The field is scrolled into view once the sheet has its new height.
  await expect(async () => {
    const [field, act] = [await sheet.getByLabel('Notes').boundingBox(), await save.boundingBox()]
    expect(field?.y).toBeGreaterThan(0)
    expect((field?.y ?? 0) + (field?.height ?? 0)).toBeLessThanOrEqual(act?.y ?? 0)
    expect((act?.y ?? 0) + (act?.height ?? 0)).toBeLessThanOrEqual(430)
  }).toPass()
  await page.setViewportSize(phoneScreen.viewport)

  await page.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)
  await expect(row.getByRole('link', { name: 'Reading 14' })).toBeFocused()
  await expect(page.locator('html')).toHaveCSS('overflow', 'visible')

  // A tap beside the sheet leaves it, but loses nothing typed.
  await open()
  await page.touchscreen.tap(100, 20)
  await expect(sheet).toHaveCount(0)
  await open()
  await title.fill('Reading, twice')
  await page.touchscreen.tap(100, 20)
  await expect(title).toHaveValue('Reading, twice')
  await sheet.getByLabel('Ended').fill('never')
  await save.tap()
  await expect(sheet.getByLabel('Ended')).toBeFocused()
  await expect(sheet.getByText('Enter a time as 9:30')).toBeVisible()
  await answered(page)
  await sheet.getByLabel('Ended').fill('14:50')
  await save.tap()
  await expect(sheet).toHaveCount(0)
  await expect(page.locator('li[id^="session-"]', { hasText: 'Reading, twice' })).toBeVisible()
  await expect(page.locator('#toasts')).toContainText('Saved “Reading, twice”')

  await editRow(page, 'Reading 12')
  await expect(title).toHaveValue('Reading 12')
  await expectAccessible(page, { everyView: true })
  await sheet.getByRole('link', { name: 'Cancel' }).tap()
  await expect(sheet).toHaveCount(0)

  // On a wide screen the row itself becomes the form.
  await page.setViewportSize({ width: 1280, height: 800 })
  await editRow(page, 'Reading 12')
  await expect(page.getByRole('form', { name: 'Edit Reading 12' })).toBeVisible()
  await expect(page.locator('dialog:modal')).toHaveCount(0)
})
