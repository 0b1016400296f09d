import { expect, expectAccessible, test } from './fixtures'

test('one organization is chosen, what is added belongs to it, and all is a tap away', { tag: '@day1' }, async ({
  page,
  person,
}) => {
  expect(person).toContain('@')
  for (const name of ['Harbour Clinic', 'Petrel Press']) {
    await page.goto('/organizations/new')
    await page.getByLabel('Name').fill(name)
    await page.getByRole('button', { name: 'Add organization' }).click()
    await expect(page.getByRole('link', { name, exact: true })).toBeVisible()
  }
  await page.goto('/tasks')
  const choice = page.getByRole('banner').locator('summary[aria-label^="Shown:"]').first()
  await choice.press('Enter')
  await page.getByRole('banner').getByRole('button', { name: 'Harbour Clinic' }).first().press('Enter')
  await expect(page).toHaveURL(/\/tasks\?org=/)
  await expect(choice).toHaveText('Harbour Clinic')
  await page.getByPlaceholder('New task').fill('Call the clinic')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: 'Call the clinic', exact: true })).toBeVisible()
  await expectAccessible(page)

  // A link leads on in it, and a session without a project goes to its general one.
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Time', exact: true }).click()
  await expect(page).toHaveURL(/\/sessions\?org=/)
  await page.locator('#entry').fill('Stand-up 15m')
  await page.keyboard.press('Enter')
  const session = page.locator('li').filter({ hasText: 'Stand-up' })
  await expect(session.first()).toContainText('General')
  await expectAccessible(page)
  await page.locator('#entry').fill('Rounds')
  await page.keyboard.press('Enter')
  await expect(page.locator('#timer')).toContainText('Rounds')
  await page.goto('/')
  await expect(page.locator('#today [data-running-from]').first()).toBeVisible()

  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Time', exact: true }).click()
  await expect(page.getByRole('form', { name: 'Shown organization' })).toContainText('Harbour Clinic')
  await expectAccessible(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.locator('summary', { hasText: 'More' }).click()
  await page.locator('#places summary[aria-label^="Shown:"]').click()
  await page.locator('#places').getByRole('button', { name: 'Petrel Press' }).click()
  await page.goto('/')
  await expect(page.locator('#timer')).toContainText('Timer of another organization')
  await expect(page.locator('#today [data-running-from]').first()).toBeHidden()
  await page.goto('/tasks')
  await expect(page).toHaveURL(/org=/)
  await expect(page.getByText('Call the clinic')).toHaveCount(0)
  await page.getByRole('button', { name: 'Show all' }).click()
  await expect(page.getByRole('link', { name: 'Call the clinic', exact: true })).toBeVisible()
})
