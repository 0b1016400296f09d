import { expect, expectAccessible, test } from './fixtures'

test('find texts by the beginning of a word and by a tag without its accent, by keyboard', async ({
  page,
  baseURL,
  person,
}) => {
  expect(person).toContain('@')
  const { keyboard } = page
  const added = await page.request.post('/goals', {
    form: { title: 'Chart the harbour' },
    headers: { Origin: baseURL ?? '' },
  })
  expect(added.ok()).toBe(true)
  await page.goto('/')
  await keyboard.press('n')
  await keyboard.type('25m soundings off the pier #café')
  await keyboard.press('Enter')
  await expect(page.getByRole('link', { name: 'soundings off the pier', exact: true })).toBeVisible()
  await page.locator('#main').focus()

  await keyboard.press('/')
  await expect(page).toHaveURL(/\/search$/)
  const field = page.getByRole('searchbox', { name: 'Search for' })
  await expect(field).toBeFocused()
  await keyboard.type('harb')
  await expect(page.getByRole('link', { name: 'Chart the harbour' })).toBeVisible()
  await expect(page.locator('#search-results mark')).toHaveText('harbour')
  await expect(page.getByRole('status').filter({ hasText: '1 result' })).toBeAttached()
  await expect(page).toHaveURL(/\/search\?q=harb&kind=$/)
  await expect(field).toBeFocused()

  await field.fill('cafe')
  await expect(page.locator('#search-results mark')).toHaveText('café')
  await expectAccessible(page)
  await page.reload()
  await expect(page.getByRole('link', { name: 'soundings off the pier' })).toBeVisible()
  await page.locator('#main').focus()
  await keyboard.press('/')
  await expect(field).toBeFocused()

  await page.getByLabel('Kind').selectOption('Goals')
  await expect(page.getByText('Nothing found in goals')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Search everything' }).click()
  await page.getByRole('link', { name: 'soundings off the pier' }).focus()
  await keyboard.press('Enter')
  await expect(page).toHaveURL(/\/sessions\/[0-9a-f-]{36}$/)
})

test('add days off and undo it', async ({ page, person }) => {
  expect(person).toContain('@')
  await page.goto('/settings')
  const form = page.getByRole('form', { name: 'Add days off' })
  await form.getByLabel('First day').fill('2031-08-04')
  await form.getByLabel('Last day').fill('2031-08-01')
  await form.getByLabel('Label').fill('Holiday')
  await form.getByRole('button', { name: 'Add' }).click()
  await expect(form.getByText('The last day is before the first')).toBeVisible()
  await expect(form.getByLabel('Last day')).toBeFocused()
  await expectAccessible(page)
  await form.getByLabel('Last day').fill('2031-08-15')
  await form.getByRole('button', { name: 'Add' }).click()
  const row = page.locator('#days-off-list li')
  await expect(row).toContainText('4 August – 15 August 2031')
  await expect(row).toContainText('12 days')
  await expect(form.getByLabel('First day')).toHaveValue('')
  await page.getByRole('button', { name: /Remove Holiday/ }).click()
  await expect(row).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(row).toContainText('Holiday')
  await expectAccessible(page)
})
