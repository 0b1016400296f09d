import { expect, expectAccessible, test } from './fixtures'

test('a calendar for others is made by keyboard, copied, read without a sign-in, and gets another address', async ({
  page,
  context,
  playwright,
  baseURL,
}) => {
  await context.grantPermissions(['clipboard-write'])
  const program = await playwright.request.newContext({ baseURL })
  await page.goto('/settings/calendars')
  await page.getByLabel('Name').focus()
  await page.keyboard.type('Phone')
  await page.getByLabel('Tasks with a date').press('Space')
  await page.getByLabel('Name').press('Enter')

  const field = page.getByLabel('Address', { exact: true })
  await expect(field).toBeFocused()
  const address = await field.inputValue()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Address copied')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Open in your calendar' })).toHaveAttribute(
    'href',
    address.replace(/^https?/, 'webcal'),
  )
  await expectAccessible(page)
  const { pathname } = new URL(address)
  const answer = await program.get(pathname)
  expect(answer.headers()['content-type']).toBe('text/calendar; charset=utf-8')
  expect(await answer.text()).toMatch(/^BEGIN:VCALENDAR\r\n/)

  await page.getByRole('link', { name: 'Edit Phone' }).click()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'New address' }).click()
  expect(new URL(await field.inputValue()).pathname).not.toBe(pathname)
  expect((await program.get(pathname)).status()).toBe(404)
  await page.getByRole('link', { name: 'Edit Phone' }).click()
  await page.getByRole('button', { name: 'Delete calendar' }).click()
  await expect(page.getByText('No calendars yet')).toBeVisible()
  await program.dispose()
})
