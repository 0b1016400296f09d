import type { BrowserContext, Page } from '@playwright/test'
import { expect, expectAccessible, follow, passTime, requestsKnown, signIn, test, withoutMessages } from './fixtures'

const base = () => test.info().project.use.baseURL ?? ''

const send = (context: BrowserContext, path: string, form: Record<string, string> = {}) =>
  context.request.post(path, { form, headers: { Origin: base() } })

/** Signs a person in by a mailed link, in another tab of this browser. */
const signInAgain = async (tab: Page, email: string) => {
  await tab.getByLabel('Email').fill(email)
  await tab.getByRole('button', { name: 'Email me a sign-in link' }).click()
  await expect(tab.getByLabel('Code')).toBeVisible()
  const outbox = await tab.request.get(`/dev/outbox?to=${email}`, { headers: { Accept: 'application/json' } })
  const [mail] = await outbox.json()
  await tab.getByLabel('Code').fill(/Code: (\d{6})/.exec(mail.text)?.[1] ?? '')
  await tab.getByRole('button', { name: 'Sign in', exact: true }).click()
}

// A page that hears of everything at once is never stale.
test.beforeEach(({ page }) => withoutMessages(page))

/** Makes the tab visible. */
const comeBack = (page: Page, event = 'focus') =>
  page.evaluate((type) => (type === 'focus' ? window : document).dispatchEvent(new Event(type)), event)

const signedOut = (page: Page) => page.getByRole('dialog', { name: 'You’re signed out' })

test('typed text survives signing out, and is saved after signing in in another tab', async ({
  page,
  context,
  person,
}) => {
  await page.goto('/goals/new')
  await page.getByLabel('Title').fill('Write the long chapter')
  await expect(page.locator('#goal-reading')).toContainText('goal Write the long chapter')
  await page.getByRole('main').getByText('More', { exact: true }).click()
  await page.getByLabel('Description').fill('Two paragraphs that took an hour')
  await send(context, '/auth/sign-out')
  await page.getByRole('button', { name: 'Add goal' }).click()

  const dialog = signedOut(page)
  await expect(dialog).toBeVisible()
  await expect(dialog.getByText('What you typed is still here. Sign in in the tab that opens')).toBeFocused()
  await expect(page).toHaveURL(/\/goals\/new$/)
  await expectAccessible(page)

  await dialog.getByRole('button', { name: 'I’ve signed in' }).click()
  await expect(dialog.getByRole('status')).toHaveText('This browser is still signed out.')

  const opened = context.waitForEvent('page')
  await dialog.getByRole('link', { name: 'Sign in in a new tab' }).click()
  const tab = await opened
  await expect(tab).toHaveURL(/\/sign-in\?next=%2Fgoals%2Fnew$/)
  expect(await tab.evaluate(() => window.opener)).toBeNull()
  await signInAgain(tab, person)
  await expect(tab).toHaveURL(/\/goals\/new$/)

  await dialog.getByRole('button', { name: 'I’ve signed in' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('button', { name: 'Add goal' })).toBeFocused()
  await expect(page.locator('[data-toast]')).toContainText('isn’t saved yet')
  await expect(page.getByLabel('Title')).toHaveValue('Write the long chapter')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Write the long chapter')
  await expect(page.getByText('Two paragraphs that took an hour')).toBeVisible()
})

test('a device signed out elsewhere keeps typed text, tells once, and continues by itself', { tag: '@all' }, async ({
  page,
  context,
  playwright,
  person,
}) => {
  await page.clock.install()
  await page.goto('/')
  const entry = page.getByLabel('Log or start')
  await entry.fill('25m half a thought')
  await expect(page.locator('#entry-understood')).toContainText('half a thought')

  const other = await playwright.request.newContext({ baseURL: base() })
  await signIn({ request: other }, base(), person)
  const ended = await other.post('/settings/sign-in/devices/end-others', {
    headers: { Origin: base() },
    form: { sure: 'others' },
  })
  expect(ended.ok()).toBe(true)
  await other.dispose()

  let polls = 0
  page.on('request', (request) => {
    if (request.url().includes('/stats/live')) polls += 1
  })
  await entry.focus()
  await passTime(page, 30_000)
  const dialog = signedOut(page)
  await expect(dialog).toBeVisible()
  await expect(page).toHaveURL(/\/$/)
  await passTime(page, 5 * 60_000)
  await requestsKnown(page)
  expect(polls).toBe(1)

  // A dismissed dialog stays away until a form is sent.
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(entry).toBeFocused()
  await comeBack(page)
  await passTime(page, 60_000)
  await expect(dialog).toBeHidden()
  await entry.press('Enter')
  await expect(dialog).toBeVisible()

  await signIn(context, base(), person)
  await comeBack(page)
  await expect(dialog).toBeHidden()
  await expect(entry).toHaveValue('25m half a thought')
  await expect.poll(() => polls).toBe(2)
  await page.getByRole('button', { name: /^Log/ }).click()
  await expect(page.locator('#earlier-today')).toContainText('half a thought')
})

test('a page on which nothing was typed says nothing of it when its person is signed out', { tag: '@all' }, async ({
  page,
  context,
}) => {
  await page.clock.install()
  await page.goto('/goals')
  await send(context, '/auth/sign-out')
  await passTime(page, 6_000)
  await comeBack(page)
  await expect(signedOut(page).getByText('Sign in in the tab that opens')).toBeVisible()
  await expect(signedOut(page).getByText('What you typed')).toBeHidden()
})

test('a form that leads to another page waits until its person is signed in', { tag: '@all' }, async ({
  page,
  context,
  person,
}) => {
  await send(context, '/goals', { title: 'Measured by hand' })
  await page.goto('/goals')
  await follow(page.getByRole('link', { name: 'Measured by hand', exact: true }).first())
  await page.getByLabel('Progress (%)').fill('37')
  await send(context, '/auth/sign-out')
  await page.getByRole('button', { name: 'Set progress' }).click()
  const dialog = signedOut(page)
  await expect(dialog).toBeVisible()
  await signIn(context, base(), person)
  await comeBack(page, 'visibilitychange')
  await expect(dialog).toBeHidden()
  await expect(page.getByLabel('Progress (%)')).toHaveValue('37')
  await page.getByRole('button', { name: 'Set progress' }).click()
  await expect(page.getByRole('img', { name: 'Progress of Measured by hand: 37 %' })).toBeVisible()
})

test('when somebody else signs in, an open page writes nothing into their account', { tag: '@all' }, async ({
  page,
  context,
  person,
}) => {
  await page.goto('/goals/new')
  // The title is read while this person is still signed in: the next request shows the dialog.
  const reading = page.waitForResponse((answer) => answer.url().includes('/goals/new'))
  await page.getByLabel('Title').fill('Not for other eyes')
  await reading
  await send(context, '/auth/sign-out')
  const other = await signIn(context, base())
  expect(other).not.toBe(person)
  await page.getByRole('button', { name: 'Add goal' }).click()
  const dialog = page.getByRole('dialog', { name: 'Someone else is signed in here' })
  await expect(dialog).toContainText(person)
  await expectAccessible(page)
  expect((await (await context.request.get('/api/v1/goals')).json()).items).toEqual([])
  await dialog.getByRole('button', { name: 'Stay on this page' }).click()
  await expect(page.getByLabel('Title')).toHaveValue('Not for other eyes')
  await page.getByRole('button', { name: 'Add goal' }).click()
  await dialog.getByRole('link', { name: 'Reload' }).click()
  await expect(page.getByLabel('Title')).toHaveValue('')
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('a form sent after signing out leads to signing in, and Back shows the typed text', { tag: '@all' }, async ({
    page,
    context,
    person,
  }) => {
    await page.goto('/goals/new')
    await page.getByLabel('Title').fill('Write the long chapter')
    await send(context, '/auth/sign-out')
    await page.getByRole('button', { name: 'Add goal' }).click()
    await expect(page).toHaveURL(/\/sign-in\?next=%2Fgoals%2Fnew$/)
    await expect(page.getByRole('status')).toContainText('nothing was saved')
    await signIn(context, base(), person)
    await page.goBack()
    await expect(page.getByLabel('Title')).toHaveValue('Write the long chapter')
    await page.getByRole('button', { name: 'Add goal' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Write the long chapter')
  })
})
