import { expect, expectAccessible, openMore, test } from './fixtures'

test('add an app, tick several by keyboard, paste a list, and undo it all', { tag: '@all' }, async ({
  page,
  person,
  baseURL,
}) => {
  test.setTimeout(90_000)
  const headers = { Origin: baseURL ?? '' }
  const at = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
  const events = ['org.seen.one', 'org.seen.two', 'org.seen.three', 'org.seen.four'].map((package_name, n) => ({
    id: `${person}-${n}`,
    package_name,
    started_at: at(60 - n),
    ended_at: at(50 - n),
  }))
  expect((await page.request.post('/api/v1/usage', { data: { events }, headers })).ok()).toBe(true)
  const toast = page.locator('#toasts')
  const held = (name: string) => page.getByRole('row', { name: new RegExp(`Select ${name}`) }).getByRole('switch')

  await page.goto('/whitelists')
  await page.getByRole('link', { name: 'Add an app' }).first().click()
  const field = page.getByLabel('App', { exact: true })
  await expect(field).toBeFocused()
  await expect(page.locator('#add-app-package_name-offered option')).toHaveCount(4)
  await field.fill('no name')
  const added = page.getByRole('form', { name: 'Add an app' })
  await added.getByLabel('Block').check()
  await added.getByRole('button', { name: 'Add app' }).click()
  await expect(page.getByText('Enter the package name')).toBeVisible()
  await expect(field).toBeFocused()
  await field.fill('org.added')
  await page.getByLabel('Your name for it').fill('Mine')
  await added.getByRole('button', { name: 'Add app' }).click()
  await expect(page.getByRole('alert')).toContainText('in any list or report')
  await added.getByRole('button', { name: 'Add app' }).click()
  await expect(page).toHaveURL(/\/whitelists\?q=org\.added$/)
  await expect(toast).toContainText('is now blocked')
  await expect(held('Mine')).not.toBeChecked()

  await page.goto('/whitelists')
  await page.getByRole('button', { name: 'Allow all 4' }).click()
  await expect(toast).toContainText('Allowed 4 apps')
  await expect(page.getByRole('heading', { name: 'New apps' })).toHaveCount(0)
  await expect(held('org.seen.one')).toBeChecked()

  const bar = page.getByRole('form', { name: 'Selected apps' })
  await expect(bar).toBeHidden()
  await page.getByRole('checkbox', { name: 'Select Mine' }).focus()
  await page.keyboard.press('Space')
  await expect(page.locator('[data-picks-count]')).toHaveText('1 selected')
  await page.getByRole('searchbox', { name: 'Search apps' }).fill('org.seen')
  await expect(page.getByRole('checkbox', { name: 'Select Mine' })).toHaveCount(0)
  await page.getByRole('checkbox', { name: 'Select all apps shown' }).check()
  await expect(page.locator('[data-picks-count]')).toHaveText('5 selected, 1 not shown')
  await expectAccessible(page)
  await bar.getByRole('button', { name: 'Block' }).click()
  await expect(toast).toContainText('Blocked 4 apps')
  await expect(held('org.seen.one')).not.toBeChecked()
  await expect(bar).toBeHidden()
  await expect(page.getByRole('checkbox', { name: 'Select org.seen.one' })).not.toBeChecked()
  await toast.getByRole('button', { name: 'Undo' }).last().click()
  await expect(toast).toContainText('Undone for 4 apps')
  await expect(held('org.seen.one')).toBeChecked()
  await page.getByRole('checkbox', { name: 'Select org.seen.one' }).check()
  await page.getByRole('checkbox', { name: 'Select all apps shown' }).check()
  await expect(page.locator('[data-picks-count]')).toHaveText('4 selected')
  await page.getByRole('columnheader', { name: 'App' }).getByRole('link').click()
  await expect(page).toHaveURL(/sort=app/)
  await expect(page.locator('[data-picks-count]')).toHaveText('4 selected')
  await page.getByRole('searchbox', { name: 'Search apps' }).fill('Mine')
  await expect(page.getByRole('checkbox', { name: 'Select Mine' })).not.toBeChecked()
  await expect(page.locator('[data-picks-count]')).toHaveText('4 selected, 4 not shown')
  await bar.getByRole('button', { name: 'Clear' }).click()
  await expect(bar).toBeHidden()

  await openMore(page)
  await page.getByRole('link', { name: 'Paste a list' }).click()
  await page.getByLabel('Apps', { exact: true }).fill('# mine\npackage:org.pasted\norg.seen.one,block\n"not one"')
  await page.getByRole('button', { name: 'Preview' }).click()
  const confirm = page.getByRole('button', { name: 'Allow 1, block 1' })
  await expect(confirm).toBeFocused()
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/whitelists$/)
  await expect(toast).toContainText('Changed the rules of 2 apps')
  await expect(held('org.seen.one')).not.toBeChecked()
})
