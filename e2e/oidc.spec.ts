import { v7 as uuid } from 'uuid'
import { expect, expectAccessible, visitorTest as test, zoneOfJourneys } from './fixtures'

test('sign in with a provider of OpenID Connect, and again to the same account', { tag: '@all' }, async ({ page }) => {
  const person = { email: `${uuid()}@example.com` }
  const signIn = async () => {
    await page.goto('/sign-in?next=/goals')
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Continue with Acme ID' }).click()
    await page.getByLabel('Person').fill(JSON.stringify(person))
    await page.getByRole('button', { name: 'Log in' }).click()
  }
  const me = async () => (await page.request.get('/api/v1/me')).json()

  await signIn()
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page).toHaveURL(/\/goals$/)
  const first = await me()
  expect(first).toMatchObject({ email: person.email, preferences: { time_zone: zoneOfJourneys() } })

  await page.context().clearCookies()
  await signIn()
  await expect(page).toHaveURL(/\/goals$/)
  expect(await me()).toMatchObject({ id: first.id })
})
