import { expect, expectAccessible, openMenu, test } from './fixtures'

test('an app unlocks by tracked time: its condition is set, met, edited by keyboard and undone', async ({
  page,
  person,
}) => {
  expect(person).toContain('@')
  await page.goto('/whitelists/earned')
  await page.getByLabel('App', { exact: true }).fill('org.example.video')
  await page.getByLabel('Unlocks after').selectOption({ label: 'All tracked time' })
  await page.getByLabel('Time needed').fill('soon')
  await page.getByRole('button', { name: 'Add rule' }).click()
  await expect(page.getByText('Enter a time such as 60, 1:30 or 2h')).toBeVisible()
  await expect(page.getByLabel('App', { exact: true })).toHaveValue('org.example.video')
  await page.getByLabel('Time needed').fill('1h')
  await page.getByRole('button', { name: 'Add rule' }).click()
  await expect(page.getByText('isn’t in any list or report')).toBeVisible()
  await page.getByRole('button', { name: 'Add rule' }).click()
  const row = page.getByRole('listitem').filter({ hasText: 'org.example.video' })
  await expect(row).toContainText('1h to go')
  await expectAccessible(page)

  await page.goto('/whitelists')
  await openMenu(row.first(), 'org.example.video')
  await row.getByRole('link', { name: 'Edit the rule' }).first().press('Enter')
  const much = page.getByLabel('Time needed')
  await much.fill('25h')
  await much.press('Enter')
  await expect(page.getByText('Enter 1 minute to 24 hours')).toBeVisible()
  await much.fill('30m')
  await much.press('Enter')
  await expect(row.first()).toContainText('30m to go')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(row.first()).toContainText('1h to go')
})
