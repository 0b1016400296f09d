import { expect, expectAccessible, openMenu, test } from './fixtures'

test('a limit of everything is set, edited in its row, used up, extended with a reason and removed', async ({
  page,
}) => {
  await page.goto('/whitelists/limits')
  await page.getByLabel('At most').fill('soon')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Enter 1 minute to 24 hours')).toBeVisible()
  await expect(page.getByLabel('At most')).toHaveValue('soon')
  await page.getByLabel('At most').fill('30m')
  await page.getByRole('button', { name: 'Save' }).click()
  const row = page.locator('#limits').getByRole('listitem').first()
  await expect(row).toContainText('30m left today')
  await expectAccessible(page)

  const edit = async () => {
    await openMenu(row, 'Everything')
    await row.getByRole('link', { name: 'Edit the limit' }).press('Enter')
  }
  await edit()
  const most = page.getByLabel('At most')
  await most.fill('25h')
  await most.press('Enter')
  await expect(page.getByText('Enter 1 minute to 24 hours')).toBeVisible()
  await page.getByRole('link', { name: 'Cancel' }).click()
  await expect(row).toContainText('30m left today')
  await edit()
  await most.fill('5m')
  await most.press('Enter')
  await expect(row).toContainText('5m left today')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(row).toContainText('30m left today')

  await edit()
  await most.fill('1m')
  await most.press('Enter')
  await expect(row).toContainText('1m left today')
  const end = Date.now()
  const event = {
    id: `limit-${end}`,
    package_name: 'org.example.video',
    started_at: new Date(end - 60_000).toISOString(),
    ended_at: new Date(end).toISOString(),
  }
  const { origin } = new URL(page.url())
  await page.request.post('/api/v1/usage', { data: { events: [event] }, headers: { Origin: origin } })
  await page.reload()
  await expect(row).toContainText('used up until')
  await expectAccessible(page)
  await row.getByLabel('Why more time').fill('The end of the film')
  await row.getByLabel('Why more time').press('Enter')
  await expect(row).toContainText('5m left today')
  await openMenu(row, 'Everything')
  await row.getByRole('button', { name: 'Remove the limit' }).click()
  await expect(page.locator('#limits')).toContainText('No limits yet')
})
