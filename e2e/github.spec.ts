import type { Page } from '@playwright/test'
import { v7 as uuid } from 'uuid'
import { isWhole } from '../scripts/shares'
import type { Octocat, Place, Trouble } from '../test/github'
import { expect, expectAccessible, test, zoneOfJourneys } from './fixtures'

/** Ids that no other run on this server has used. */
let nextId = Math.floor(Math.random() * 1e12)

const newOctocat = (more: Partial<Octocat> = {}): Octocat => {
  nextId += 1
  return { id: nextId, login: `octocat-${nextId}`, ...more }
}

const broken = (at: Place, how: Trouble) => newOctocat({ trouble: { at, how } })

/** The user on the consent page of the tests' GitHub. */
const authorize = async (page: Page, octocat: Octocat) => {
  await page.getByLabel('Octocat').fill(JSON.stringify(octocat))
  await page.getByRole('button', { name: 'Authorize' }).click()
}

const signInAs = async (page: Page, octocat: Octocat, next = '/') => {
  await page.goto(`/sign-in?${new URLSearchParams({ next })}`)
  await page.getByRole('link', { name: /GitHub/ }).click()
  await authorize(page, octocat)
}

const me = async (page: Page) => (await page.request.get('/api/v1/me')).json()

test('sign-in, sign-out and in again: one account, renamed meanwhile, in the browser’s own zone', async ({ page }) => {
  const octocat = newOctocat({ emails: [{ email: `${uuid()}@example.com`, primary: true, verified: true }] })
  await signInAs(page, octocat, '/goals?status=completed')
  await expect(page).toHaveURL(/\/goals\?status=completed$/)
  const first = await me(page)
  expect(first).toMatchObject({
    email: octocat.emails?.[0]?.email,
    github_username: octocat.login,
    preferences: { time_zone: zoneOfJourneys() },
  })

  await page.goto('/settings/sign-in')
  const section = page.getByRole('region', { name: 'GitHub' })
  await expect(section).toContainText(`@${octocat.login}`)
  await expect(section).toContainText('your only way to sign in')
  await expect(section.getByRole('button')).toHaveCount(0)

  await page.context().clearCookies()
  await signInAs(page, { ...octocat, login: 'renamed' })
  expect(await me(page)).toMatchObject({ id: first.id, username: octocat.login, github_username: 'renamed' })
})

test('without a public or verified address there is an account all the same', async ({ page }) => {
  for (const emails of [[], [{ email: `${uuid()}@example.com`, primary: true, verified: false }]]) {
    const octocat = newOctocat({ emails })
    await page.context().clearCookies()
    await signInAs(page, octocat)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    expect(await me(page)).toMatchObject({ email: null, username: octocat.login })
  }
})

test('consent denied, another state, a code used twice: each page says so, and leads on', async ({ page, context }) => {
  await page.goto('/sign-in?next=/goals')
  await page.getByRole('link', { name: /GitHub/ }).click()
  const consent = new URL(page.url())
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('heading', { name: 'Cancelled on GitHub' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Try again' }).click()
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fgoals/)

  const callback = consent.searchParams.get('redirect_uri') ?? ''
  await page.goto('/auth/github')
  await page.goto(`${callback}?code=a&state=another`)
  await expect(page.getByRole('heading', { name: 'This sign-in didn’t start here' })).toBeVisible()

  let used = ''
  page.on('request', (request) => {
    if (request.url().startsWith(callback)) used = new URL(request.url()).searchParams.get('code') ?? used
  })
  await signInAs(page, newOctocat())
  await expect(page).toHaveURL(/\/$/)
  await context.clearCookies()
  await page.goto('/auth/github')
  const state = new URL(page.url()).searchParams.get('state') ?? ''
  await page.goto(`${callback}?${new URLSearchParams({ code: used, state })}`)
  await expect(page.getByRole('heading', { name: 'This GitHub sign-in has expired' })).toBeVisible()
  await page.goto('/')
  await expect(page).toHaveURL(/\/sign-in/)
})

test('a GitHub that is down, slow or odd is named, and nobody is signed in', async ({ context }) => {
  // A page without the fixture, which takes a 5xx for a fault.
  const page = await context.newPage()
  const token = '/login/oauth/access_token'
  for (const [octocat, title] of [
    [broken(token, 'down'), 'GitHub can’t be reached'],
    [broken('/user', 503), 'GitHub can’t be reached'],
    ...(isWhole ? [[broken('/user', 'slow'), 'GitHub took too long to respond'] as const] : []),
    [broken(token, { body: '<h1>Unicorn</h1>' }), 'GitHub sent an unexpected response'],
  ] as const) {
    await signInAs(page, octocat)
    await expect(page.getByRole('heading', { name: title })).toBeVisible({ timeout: 10_000 })
  }
  await page.getByRole('link', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('connecting GitHub, signing in with it, removing it', async ({ page, person, context }) => {
  const octocat = newOctocat()
  await page.goto('/settings/sign-in')
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Connect GitHub' }).click()
  await authorize(page, octocat)
  await expect(page).toHaveURL(/\/settings\/sign-in#github$/)
  await expect(page.getByText('GitHub is connected')).toBeVisible()
  const section = page.getByRole('region', { name: 'GitHub' })
  await expect(section).toContainText(`@${octocat.login}`)
  await expectAccessible(page)

  await context.clearCookies()
  await signInAs(page, octocat, '/settings/sign-in')
  await expect(page).toHaveURL(/\/settings\/sign-in$/)
  expect((await me(page)).email).toBe(person)
  await section.getByRole('button', { name: 'Remove' }).click()
  await expect(section.getByRole('link', { name: 'Connect GitHub' })).toBeVisible()
  await expect(page.getByText('GitHub is disconnected')).toBeVisible()
  await page.reload()
  await expect(section.getByRole('link', { name: 'Connect GitHub' })).toBeVisible()
})
