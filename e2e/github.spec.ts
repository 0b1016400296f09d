import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { v7 as uuid } from 'uuid'
import type { Octocat } from '../test/support/github'
import { expect, expectAccessible, test, visitorTest, zoneOfJourneys } from './fixtures'

const newOctocat = (more: Partial<Octocat> = {}): Octocat => {
  // An id that no other run on this server has used.
  const id = Number.parseInt(randomUUID().slice(0, 12).replace('-', ''), 16)
  return { id, login: `octocat-${id}`, ...more }
}

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

visitorTest(
  'sign-in, sign-out and in again: one account, renamed meanwhile, in the browser’s own zone',
  async ({ page }) => {
    const octocat = newOctocat({ emails: [{ email: `${uuid()}@example.com`, primary: true, verified: true }] })
    await signInAs(page, octocat, '/goals?status=completed')
    await page.getByRole('button', { name: 'Continue' }).click()
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
    await expect(page.locator('#dashboard')).toBeVisible()
    expect(await me(page)).toMatchObject({ id: first.id, username: octocat.login, github_username: 'renamed' })
  },
)

test('connecting GitHub, signing in with it, removing it', { tag: '@all' }, async ({ page, person, context }) => {
  const octocat = newOctocat()
  await page.goto('/settings/sign-in')
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
