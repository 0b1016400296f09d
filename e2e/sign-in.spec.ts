import { randomUUID } from 'node:crypto'
import type { APIRequestContext } from '@playwright/test'
import { expect, expectAccessible, visitorTest as test, zoneOfJourneys } from './fixtures'

const newEmail = () => `${randomUUID()}@example.com`

/** The link and the code of the last mail to an address. */
const mailTo = async (request: APIRequestContext, email: string) => {
  const outbox = await request.get(`/dev/outbox?to=${email}`, { headers: { Accept: 'application/json' } })
  const [mail] = await outbox.json()
  return {
    link: /^http\S+$/m.exec(mail.text)?.[0] ?? '',
    code: /^Code: (\d{6})$/m.exec(mail.text)?.[1] ?? '',
  }
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('a link signs in, in another browser too, and leads to the requested page', async ({
    page,
    browser,
    baseURL,
  }) => {
    const email = newEmail()
    await page.goto('/goals?q=walk')
    await page.getByLabel('Email').fill(email)
    await page.getByRole('button', { name: 'Email me a sign-in link' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your email')

    const elsewhere = await browser.newContext({ baseURL, javaScriptEnabled: false })
    const other = await elsewhere.newPage()
    const { link } = await mailTo(page.request, email)
    await other.goto(link)
    await expect(other.getByText('Chrome on Linux')).toBeVisible()
    await other.getByRole('button', { name: 'Sign in' }).click()
    await expect(other.getByRole('heading', { level: 1 })).toHaveText('Welcome to Daymark')
    await other.getByLabel('Learn').check()
    await other.getByRole('button', { name: 'Continue' }).click()
    await expect(other).toHaveURL(/\/goals\?q=walk$/)
    await other.goto('/settings/uses')
    await expect(other.getByLabel('Learn')).toBeChecked()
    await expect(other.getByLabel('Limit apps')).not.toBeChecked()
    await other.goto(link)
    await expect(other.getByRole('heading', { level: 1 })).toHaveText('This link no longer works')
    await elsewhere.close()
    await page.goto('/goals')
    await expect(page).toHaveURL(/\/sign-in\?next=%2Fgoals$/)
  })

  test('a code signs in, after a wrong one, and sign-out ends it', async ({ page }) => {
    const email = newEmail()
    await page.goto('/sign-in')
    await page.getByLabel('Email').fill(email)
    await page.getByRole('button', { name: 'Email me a sign-in link' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your email')
    const { code } = await mailTo(page.request, email)
    await page.getByLabel('Code').fill(code === '111111' ? '222222' : '111111')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByText('This code is wrong')).toBeVisible()
    await page.getByRole('button', { name: 'Send another email' }).click()
    await expect(page.getByText('You requested another email')).toBeVisible()
    const { code: newer } = await mailTo(page.request, email)
    await page.getByLabel('Code').fill(`${newer.slice(0, 3)} ${newer.slice(3)}`)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('link', { name: 'Skip', exact: true }).click()
    await expect(page).toHaveURL(/\/$/)
    await page.goto('/goals')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Goals')
  })
})

test('a command line gets a token to paste, copied by keyboard', { tag: '@all' }, async ({
  page,
  context,
  baseURL,
}) => {
  await context.grantPermissions(['clipboard-write'], { origin: baseURL })
  const email = newEmail()
  await page.request.post('/auth/magic-link', { data: { email, client: 'cli' } })
  const { link } = await mailTo(page.request, email)
  await page.goto(link)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Show the token' }).focus()
  await page.keyboard.press('Enter')
  const token = await page.getByLabel('Token').inputValue()
  expect(token).toMatch(/^daymark_pat_[0-9a-f]{64}$/)
  await page.waitForLoadState()
  await page.getByRole('button', { name: 'Copy' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Token copied')).toBeVisible()
  await expectAccessible(page)

  const me = await page.request.get('/api/v1/me', { headers: { Authorization: `Bearer ${token}` } })
  expect(await me.json()).toMatchObject({ email })
  await page.goto('/goals')
  await expect(page).toHaveURL(/\/sign-in/)
  await page.getByLabel('Email').focus()
  await page.keyboard.press('ControlOrMeta+V')
  await expect(page.getByLabel('Email')).toHaveValue(token)
})

test('the sign-in pages are accessible, and a new account gets the browser’s time zone', { tag: '@all' }, async ({
  page,
  browser,
  baseURL,
}) => {
  const email = newEmail()
  await page.goto('/sign-in')
  await expectAccessible(page, { everyView: true })
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Email').press('Enter')
  await expect(page).toHaveURL(/check-mail/)
  await expectAccessible(page)
  await page.getByLabel('Code').fill('1')
  await page.getByLabel('Code').press('Enter')
  await expect(page.getByText('The code has six digits')).toBeVisible()
  await expectAccessible(page)
  await page.goto('/auth/verify?token=none')
  await expectAccessible(page)

  const { link } = await mailTo(page.request, email)
  const elsewhere = await browser.newContext({ baseURL })
  const other = await elsewhere.newPage()
  await other.goto(link)
  await expect(other.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await expectAccessible(other)
  await elsewhere.close()
  await page.goto(link)
  await expect(page).toHaveURL(/\/welcome$/)
  await expectAccessible(page, { everyView: true })
  const me = await page.request.get('/api/v1/me')
  expect(await me.json()).toMatchObject({ preferences: { time_zone: zoneOfJourneys(), clock: 24 } })
})
