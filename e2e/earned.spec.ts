import { expect, expectAccessible, signIn, test } from './fixtures'

test('an app unlocks by tracked time: its condition is set, met, edited by keyboard and undone', async ({
  page,
  person,
}) => {
  expect(person).toContain('@')
  await page.goto('/whitelists/earned')
  await page.getByLabel('Package name').fill('org.example.video')
  await page.getByLabel('Unlocks after').selectOption({ label: 'All tracked time' })
  await page.getByLabel('How much').fill('soon')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Enter a time such as 60, 1:30 or 2h')).toBeVisible()
  await expect(page.getByLabel('Package name')).toHaveValue('org.example.video')
  await page.getByLabel('How much').fill('1h')
  await page.getByRole('button', { name: 'Save' }).click()
  const row = page.getByRole('listitem').filter({ hasText: 'org.example.video' })
  await expect(row).toContainText('1h to go')
  await expectAccessible(page)

  await page.goto('/whitelists')
  await row.getByRole('link', { name: 'Edit the rule' }).focus()
  await page.keyboard.press('Enter')
  const much = page.getByLabel('How much')
  await much.fill('25h')
  await much.press('Enter')
  await expect(page.getByText('Enter 1 minute to 24 hours')).toBeVisible()
  await much.fill('30m')
  await much.press('Enter')
  await expect(row.first()).toContainText('30m to go')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(row.first()).toContainText('1h to go')
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('an app unlocks once the time is logged, and its condition is removed', async ({ page, context, baseURL }) => {
    await signIn(context, baseURL ?? '')
    await page.goto('/whitelists/earned?package_name=org.example.video')
    await page.getByLabel('How much').fill('30')
    await page.getByRole('button', { name: 'Save' }).click()
    const row = page.getByRole('listitem').filter({ hasText: 'org.example.video' })
    await expect(row).toContainText('30m to go')
    await page.goto('/sessions/new')
    await page.getByLabel('Started').fill('0:00')
    await page.getByLabel('Duration').fill('30m')
    await page.getByRole('button', { name: 'Add session' }).click()
    await page.goto('/whitelists/earned')
    await expect(row).toContainText('unlocked until midnight')
    await row.getByRole('link', { name: 'Edit the rule' }).click()
    await page.getByRole('button', { name: 'Always block' }).click()
    await expect(page.getByText('No apps to unlock yet')).toBeVisible()
    await expect(page.getByText('Blocked 1 app')).toBeVisible()
  })
})
