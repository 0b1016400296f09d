import { expect, expectAccessible, follow, signIn, visitorTest as test } from './fixtures'

/** An address of ADMIN_EMAILS in development. */
const adminEmail = 'admin@example.com'

test('an admin sets rules for one person and for many, with the keyboard and an Undo; the person sees who', {
  tag: '@all',
}, async ({ page, context, browser, baseURL }) => {
  test.setTimeout(120_000)
  const url = baseURL ?? ''
  await signIn(context, url, adminEmail)
  const headers = { Origin: url }
  const word = `zz${crypto.randomUUID().slice(0, 8)}`
  const app = `org.${word}.video`
  const others = await Promise.all([browser.newContext({ baseURL: url }), browser.newContext({ baseURL: url })])
  const people = await Promise.all(others.map((other, index) => signIn(other, url, `${word}-${index}@example.com`)))
  const found = await (await context.request.get(`/api/v1/admin/users?q=${word}-0`)).json()
  const id = found.items[0].id
  const data = { label: `Video ${word}`, is_whitelisted: true }
  await context.request.put(`/api/v1/admin/apps/${app}`, { data, headers })

  await page.goto(`/admin/users/${id}`)
  await follow(page.locator('.page-head').getByRole('link', { name: 'Apps and rules' }))
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Apps for ${word}-0`)
  await page.getByLabel('Search apps').fill(word)
  const row = page.getByRole('row').filter({ hasText: app })
  await expect(page.locator('#app-rows tbody tr')).toHaveCount(1)
  await row.getByRole('switch', { name: `Allowed: Video ${word}` }).press('Enter')
  await expect(row).toContainText('Set by admin')
  await expect(row.getByRole('switch', { name: `Blocked: Video ${word}` })).toBeFocused()
  await expectAccessible(page)
  await row.getByLabel(`More for Video ${word}`).press('Enter')
  await follow(row.getByRole('link', { name: 'Unlock with time…' }))
  const form = page.getByRole('form', { name: 'Unlock an app with tracked time' })
  await form.getByLabel('Time needed').fill('much')
  await form.getByRole('button', { name: 'Add rule' }).click()
  await expect(form.getByText('Enter a time such as 60, 1:30 or 2h')).toBeVisible()
  await expectAccessible(page)
  await form.getByLabel('Time needed').fill('90')
  await form.getByRole('button', { name: 'Add rule' }).click()
  await expect(row).toContainText('Unlocks after 1h 30m tracked today')
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).last().click()
  await expect(page.getByText('Undone: 1 rule for 1 person.')).toBeVisible()
  await expect(row.getByRole('switch', { name: `Blocked: Video ${word}` })).toBeVisible()

  // An admin locks the preference for unlisted apps, and the person sees who did.
  await page.getByLabel('Locked (they can’t change it)').check()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('form', { name: 'Unlisted apps' })).toContainText('By admin')
  const theirs = await others[0]?.newPage()
  await theirs?.goto('/settings/limits')
  await expect(theirs?.getByText('Locked by admin since') ?? page.locator('nothing')).toBeVisible()

  await page.goto(`/admin/users?q=${word}&select=person`)
  for (const box of await page.getByRole('checkbox').all()) await box.press('Space')
  await expect(page.getByText(`${people.length} selected`)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Set rules…' }).press('Enter')
  await page.getByLabel('Apps', { exact: true }).fill(`${app}\norg.${word}.other`)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Set rules' }).click()
  await expect(page.getByText('Changed 3 rules for 2 people')).toBeVisible()
  await page.goto(`/admin/audit?subject=${id}`)
  await expect(page.locator('#audit-list li').first()).toContainText(`blocked`)
  await expectAccessible(page)
  await context.request.delete(`/api/v1/admin/apps/${app}`, { headers })
  await Promise.all(others.map((other) => other.close()))
})
