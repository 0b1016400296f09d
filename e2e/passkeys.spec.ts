import type { Page } from '@playwright/test'
import { expect, expectAccessible, signIn, visitorTest as test } from './fixtures'

/** Passkeys need a name of a host, which an address of digits is not. */
const host = () => (test.info().project.use.baseURL ?? '').replace('127.0.0.1', 'localhost')

/** A device with a lock that its owner opens. */
const addDevice = async (page: Page) => {
  const client = await page.context().newCDPSession(page)
  await client.send('WebAuthn.enable')
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true } as const
  await client.send('WebAuthn.addVirtualAuthenticator', {
    options: { ...options, isUserVerified: true, automaticPresenceSimulation: true },
  })
}

/** A browser whose suggestions nobody chooses from, which answers one request at a time as others do. */
const suggestsInVain = () => {
  const get = navigator.credentials.get.bind(navigator.credentials)
  let isWaiting = false
  navigator.credentials.get = async (options) => {
    options?.signal?.throwIfAborted()
    if (options?.mediation !== 'conditional')
      return isWaiting ? Promise.reject(new DOMException('', 'OperationError')) : get(options)
    isWaiting = true
    document.documentElement.dataset.suggests = ''
    return new Promise((_, reject) =>
      options.signal?.addEventListener('abort', () => {
        isWaiting = false
        reject(options.signal?.reason)
      }),
    )
  }
}

const addPasskey = async (page: Page) => {
  await page.goto('/settings/sign-in/passkeys')
  await page.getByLabel('Name').fill('My laptop')
  await page.getByRole('button', { name: 'Create a passkey' }).click()
  await expect(page.getByRole('region', { name: 'Passkeys' })).toContainText('never used')
}

test('a passkey that is chosen among the suggestions of the address signs in', { tag: '@all' }, async ({ browser }) => {
  const context = await browser.newContext({ baseURL: host() })
  const page = await context.newPage()
  await addDevice(page)
  await signIn(context, host())
  await addPasskey(page)
  await page.request.post('/auth/sign-out', { headers: { Origin: host() } })
  // The device stands in for a person who chooses it at once.
  await page.goto('/sign-in?next=/tasks')
  await expect(page.getByRole('heading', { level: 1, name: 'Tasks' })).toBeVisible()
  await context.close()
})

test('a passkey is added, signs in by one press, and is removed', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: host() })
  const page = await context.newPage()
  await page.addInitScript(suggestsInVain)
  await addDevice(page)
  await signIn(context, host())
  await page.goto('/settings/sign-in')
  await page.getByRole('link', { name: 'Add a passkey' }).click()
  await expectAccessible(page)
  await page.getByLabel('Name').fill('My laptop')
  await page.getByRole('button', { name: 'Create a passkey' }).click()
  const passkeys = page.getByRole('region', { name: 'Passkeys' })
  await expect(passkeys).toContainText('My laptop')
  await expect(passkeys).toContainText('never used')

  await page.goto('/settings/sign-in/passkeys')
  await page.getByRole('button', { name: 'Create a passkey' }).click()
  await expect(page.getByRole('alert')).toHaveText('This device has a passkey already.')

  await page.request.post('/auth/sign-out', { headers: { Origin: host() } })
  await page.goto('/sign-in?next=/tasks')
  await expect(page.locator('[data-suggests]')).toBeVisible()
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Tasks' })).toBeVisible()
  await page.waitForLoadState()

  await page.goto('/auth/proof?next=/settings/tokens')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'API tokens' })).toBeVisible()

  await page.goto('/settings/sign-in')
  await expect(passkeys).toContainText('used in the last hour')
  await expectAccessible(page)
  await passkeys.getByRole('button', { name: 'Remove' }).click()
  await expect(passkeys).not.toContainText('My laptop')
  await page.request.post('/auth/sign-out', { headers: { Origin: host() } })
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page.getByRole('heading', { name: 'That passkey doesn’t work here' })).toBeVisible()
  await context.close()
})
