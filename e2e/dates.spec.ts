import { dateDaysAgo, expect, expectAccessible, follow, holdScript, onPhone, test } from './fixtures'

/** `Friday, 4 December 2026` for `2026-12-04`. */
const inWords = (date: string) =>
  new Date(`${date}T12:00:00Z`).toLocaleDateString('en-GB', {
    ...{ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' },
  })

test('by keys alone a date is typed in words and chosen in its calendar', async ({ page }) => {
  const comes = await holdScript(page, 'date-picker')
  await page.goto('/goals/new')
  const { keyboard } = page
  const focused = page.locator(':focus')
  const field = page.getByRole('combobox', { name: 'Target date' })
  const reads = page.locator('.reads')
  const calendar = page.getByRole('dialog', { name: 'Choose a day' })
  await page.getByLabel('Title').fill('Chart the coast')

  await field.focus()
  await keyboard.type('15.12.2031')
  comes()
  await expect(reads).toContainText('Monday, 15 December 2031')
  await expect(field).toHaveAccessibleDescription(/Monday, 15 December 2031 · in 5 years/)
  await keyboard.press('ArrowDown')
  await expect(field).toHaveAttribute('aria-expanded', 'true')
  await expect(calendar.getByRole('grid', { name: 'December 2031' })).toBeVisible()
  await expect(focused).toHaveAccessibleName('Monday, 15 December 2031')
  await expect(calendar.getByRole('columnheader').first()).toHaveAttribute('abbr', 'Monday')
  await expectAccessible(page)
  for (const [key, date] of [
    ['ArrowRight', '2031-12-16'],
    ['ArrowDown', '2031-12-23'],
    ['ArrowLeft', '2031-12-22'],
    ['ArrowUp', '2031-12-15'],
    ['End', '2031-12-21'],
    ['Home', '2031-12-15'],
    ['PageDown', '2032-01-15'],
    ['PageUp', '2031-12-15'],
    ['Shift+PageDown', '2032-12-15'],
    ['Shift+PageUp', '2031-12-15'],
    ['ArrowUp', '2031-12-08'],
    ['ArrowUp', '2031-12-01'],
    ['ArrowUp', '2031-11-24'],
  ] as const) {
    await keyboard.press(key)
    await expect(focused).toHaveAccessibleName(inWords(date).replace(/^(\w+) /, '$1, '))
  }
  await expect(calendar.getByRole('grid', { name: 'November 2031' })).toBeVisible()
  // Tab stays in the calendar, and no shortcut of the page hears its keys.
  await keyboard.press('Tab')
  await expect(focused).toHaveText('Today')
  await keyboard.press('n')
  await keyboard.press('Shift+Tab')
  await keyboard.press('Escape')
  await expect(calendar).toBeHidden()
  await expect(field).toBeFocused()
  await expect(field).toHaveValue('15 Dec 2031')

  await keyboard.press('ArrowDown')
  await keyboard.press('ArrowDown')
  await keyboard.press('Enter')
  await expect(field).toBeFocused()
  await expect(field).toHaveValue('22 Dec 2031')
  await keyboard.press('ArrowDown')
  await page.getByRole('button', { name: 'No date' }).focus()
  await keyboard.press('Enter')
  await expect(field).toHaveValue('')

  await field.fill('soonish')
  await keyboard.press('Tab')
  await expect(reads).toContainText('Enter a date, such as fri, 15 Dec or 2026-12-15')
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await field.fill('tomorrow')
  await expect(reads).toContainText('tomorrow')
  await expectAccessible(page)
  await keyboard.press('Enter')
  await page.getByRole('main').getByRole('link', { name: 'Chart the coast', exact: true }).click()
  await expect(page.locator(`time[datetime="${dateDaysAgo(-1)}"]`).first()).toBeVisible()
})

test('in the place of a fact Esc closes the calendar before the edit, and Enter saves the words', {
  tag: '@all',
}, async ({ page }) => {
  await page.goto('/tasks/new')
  await page.getByLabel('Title').fill('Draw the lights')
  await page.getByRole('button', { name: 'Add task' }).click()
  await follow(page.getByRole('main').getByRole('link', { name: 'Draw the lights', exact: true }))
  const due = page.locator('[data-edits="due_date"]')
  const field = page.getByRole('combobox', { name: 'Due' })
  await due.click()
  await expect(field).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('dialog', { name: 'Choose a day' })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog', { name: 'Choose a day' })).toHaveCount(0)
  await expect(field).toBeFocused()
  await page.keyboard.type('tomorrow')
  await page.keyboard.press('Enter')
  await expect(due).toHaveText('Tomorrow')
})

test('the picker of a touch screen says its date in the words of the reader', { tag: '@all' }, async ({
  page,
  browser,
}) => {
  const phone = await onPhone(browser, page)
  await phone.goto('/goals/new')
  const field = phone.getByLabel('Target date')
  await expect(field).toHaveAttribute('type', 'date')
  await expect(field).toHaveAttribute('data-words', '')
  await field.fill('2031-12-15')
  await expect(field).toHaveAttribute('data-words', '15 Dec 2031')
  await expectAccessible(phone)
  await phone.context().close()
})
