import { expect, expectAccessible, test } from './fixtures'

test('find texts by the beginning of a word and by a tag without its accent, by keyboard', { tag: '@all' }, async ({
  page,
  baseURL,
}) => {
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
  await expect(page.getByRole('status').filter({ hasText: 'soundings off the pier' }).first()).toBeVisible()
  await page.locator('#main').focus()

  await keyboard.press('/')
  const palette = page.getByRole('dialog', { name: 'Find or do' })
  await expect(palette.getByRole('combobox')).toBeFocused()
  await keyboard.type('harb')
  await expect(palette.getByRole('option', { name: 'Chart the harbour' })).toHaveAttribute('aria-selected', 'true')
  await keyboard.press('ControlOrMeta+a')
  await keyboard.type('/')
  await expect(palette.getByRole('option', { name: 'Open search' })).toHaveAttribute('aria-selected', 'true')
  await keyboard.press('Enter')
  await page.waitForURL(/\/search$/)
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
