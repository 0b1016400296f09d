import { randomUUID } from 'node:crypto'
import { expect, expectAccessible, test } from './fixtures'

test('from an empty account to a useful day: sign in, set up the day, track, add a goal, plan tomorrow', async ({
  page,
}) => {
  const email = `${randomUUID()}@example.com`
  await page.goto('/')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Email').press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your email')
  const outbox = await page.request.get(`/dev/outbox?to=${email}`, { headers: { Accept: 'application/json' } })
  const [mail] = await outbox.json()
  await page.goto(/^http\S+$/m.exec(mail.text)?.[0] ?? '')
  await page.getByRole('button', { name: 'Continue' }).click()

  const steps = page.locator('#first-hour')
  await expect(steps).toContainText('0 of 5 done')
  await expect(page.locator('#week')).toHaveCount(0)
  await expectAccessible(page)
  await steps.getByRole('link', { name: 'Set up your day' }).click()
  await page.getByLabel('Daily target').fill('4h')
  await page.getByLabel('Sunday').check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(steps).toContainText('1 of 5 done')

  const line = page.getByLabel('Add, log or start')
  await steps.getByRole('link', { name: 'Track your first session' }).click()
  await expect(line).toBeFocused()
  await line.fill('Read chapter one 25m')
  await line.press('Enter')
  await expect(steps).toContainText('2 of 5 done')

  await steps.getByRole('link', { name: 'Plan tomorrow' }).click()
  await expect(line).toBeFocused()
  await line.fill('Draft the report tomorrow 1h')
  await expect(page.getByRole('button', { name: 'Add task for tomorrow' })).toBeVisible()
  await line.press('Enter')
  await expect(steps).toContainText('3 of 5 done')
  await expect(page.getByText('1 task · 1h')).toBeVisible()

  await steps.getByRole('link', { name: 'Add your first goal' }).click()
  await page.getByLabel('Title').fill('Finish the report')
  await page.getByRole('button', { name: 'Add goal' }).click()
  await expect(page.getByText('Goal added')).toBeVisible()
  await page.goto('/')
  await expect(steps.getByRole('link', { name: 'Add a milestone' })).toBeVisible()

  await steps.getByRole('button', { name: 'Hide' }).click()
  await expect(steps).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(steps).toContainText('3 of 5 done')
})

test('a page of a part that is off works, and turns it on in one press', { tag: '@all' }, async ({ page, person }) => {
  expect(person).toContain('@')
  await page.goto('/settings/uses')
  await page.getByLabel('Learn').uncheck()
  await expect(page.getByText('Settings saved')).toBeVisible()
  const menu = page.getByRole('navigation', { name: 'Main' })
  await expect(menu.getByRole('link', { name: 'Learn' })).toHaveCount(0)
  await page.goto('/cards')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Turn on' }).click()
  await expect(page).toHaveURL(/\/cards$/)
  await expect(menu.getByRole('link', { name: /Learn/ }).first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Turn on' })).toHaveCount(0)
})
