import type { Page } from '@playwright/test'
import { answered, expect, expectAccessible, onPhone, test } from './fixtures'

const path = '/settings/notifications'

/** Sets the permission of each page to come: a new profile asks, and the headless shell always denies. */
const setPermission = (page: Page, permission: NotificationPermission) =>
  page.addInitScript(
    (value) => Object.defineProperty(Notification, 'permission', { value, configurable: true }),
    permission,
  )

test('a reminder is added, set and taken off, each saved at once', async ({ page }) => {
  await page.goto(path)
  await expect(page.getByText('You have none yet')).toBeVisible()
  const add = page.getByRole('button', { name: 'Add: A timer is still running' })
  await add.click()
  const by = page.getByRole('group', { name: 'A timer is still running: comes by' })
  await expect(by.getByRole('radio', { name: 'Email' })).toBeChecked()
  await expect(page.getByRole('button', { name: 'Add: Plan the day' })).toBeVisible()
  const sentence = page.locator('summary', { hasText: 'A timer is still running: ' })
  await sentence.click()
  const howLong = page.getByRole('textbox', { name: 'A timer is still running: how long' })
  await howLong.fill('soon')
  await howLong.blur()
  await expect(page.getByText('Enter a duration, such as 30m or 4h')).toBeVisible()
  await expect(page.getByText('Not saved. Correct the marked field.')).toBeVisible()
  await expect(page.getByText('Notifications saved')).toBeHidden()
  const writes: string[] = []
  page.on('request', (request) => request.method() === 'POST' && writes.push(request.url()))
  await howLong.fill('90m')
  await howLong.press('Enter')
  await expect(howLong).toHaveValue('1h 30m')
  await answered(page)
  expect(writes).toHaveLength(1)
  const saved = page.waitForResponse((response) => Boolean(response.request().postData()?.includes('how.titles')))
  await page.getByRole('checkbox', { name: 'Show titles' }).press('Space')
  await saved
  await expect(page.getByText('Notifications saved').last()).toBeVisible()
  await expectAccessible(page)
  await page.reload()
  await expect(by.getByRole('radio', { name: 'Email' })).toBeChecked()
  await expect(howLong).toBeHidden()
  await expect(sentence).toContainText('after 1h 30m')
  await expect(page.getByRole('checkbox', { name: 'Show titles' })).toBeChecked()
  await page.getByRole('button', { name: 'Send a test email' }).click()
  await expect(page.getByText(/^Sent to .*@/)).toBeVisible()
  await by.getByRole('radio', { name: 'Off' }).press('Space')
  await expect(page.getByText('You have none yet')).toBeVisible()
  await expect(add).toContainText('after 1h 30m')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(by.getByRole('radio', { name: 'Email' })).toBeChecked()
})

test('where push cannot come, the reminder says why and what to do', { tag: '@all' }, async ({ page }) => {
  await setPermission(page, 'denied')
  await page.goto(path)
  await page.getByRole('button', { name: 'Add: No timer is running' }).click()
  const row = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('group', { name: 'No timer is running: comes by' }) })
  await row.getByRole('radio', { name: 'Push' }).check()
  await expect(page.getByText('Saved. No device gets push yet')).toBeVisible()
  const warning = page.locator('#kinds .notice.warning')
  await expect(warning).toContainText('You get no push until you allow it on a device.')
  await expect(warning).toContainText('This browser blocks notifications from Daymark. Press the icon')
  await expect(warning.getByRole('button', { name: 'Allow push' })).toBeHidden()

  await setPermission(page, 'default')
  await page.addInitScript(() => {
    const subscribe = () => Promise.reject(new DOMException('Registration failed', 'AbortError'))
    const pushManager = { getSubscription: async () => null, subscribe }
    Notification.requestPermission = async () => 'granted'
    Object.defineProperty(navigator.serviceWorker, 'ready', { value: Promise.resolve({ pushManager }) })
  })
  await page.reload()
  await warning.getByRole('button', { name: 'Allow push' }).click()
  await expect(warning).toContainText('Your browser’s push service can’t be reached. Try again later, or choose Email.')
  await expect(page.getByText('Registration failed')).toBeHidden()

  await page.addInitScript(() => {
    Reflect.deleteProperty(window, 'PushManager')
  })
  await page.reload()
  await expect(warning).toContainText('This browser doesn’t support push. Use another one, or choose Email.')
})

/** As `PushSubscription.toJSON()` gives it. */
const subscription = {
  endpoint: 'https://push.example.com/send/abc',
  keys: {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  },
}

test('a browser that blocks notifications gets none any more, and its page says so', { tag: '@all' }, async ({
  page,
  person,
  baseURL,
}) => {
  const one = { ...subscription, endpoint: `${subscription.endpoint}-${person}` }
  expect((await page.request.post('/api/v1/me/push', { data: one, headers: { Origin: baseURL ?? '' } })).ok()).toBe(
    true,
  )
  await setPermission(page, 'denied')
  await page.goto(path)
  const devices = page.locator('#devices')
  await expect(devices).toContainText('This browser blocks notifications from Daymark.')
  await expect(devices.getByRole('button', { name: 'Send a test push' })).toBeHidden()
  const { devices: known } = await (await page.request.get('/api/v1/me/reminders')).json()
  expect(known).toEqual([])
})

test('where push was just allowed, one press moves what comes by mail', { tag: '@all' }, async ({ page, person }) => {
  await page.addInitScript(
    ({ keys, endpoint }) => {
      const none = { getSubscription: async () => null }
      const subscribe = async () => ({ endpoint, toJSON: () => ({ endpoint, keys }), options: {} })
      Object.defineProperty(Notification, 'permission', {
        get: () => sessionStorage.getItem('permission') ?? 'default',
      })
      Notification.requestPermission = async () => {
        sessionStorage.setItem('permission', 'granted')
        return 'granted'
      }
      const ready = Promise.resolve({ pushManager: { ...none, subscribe } })
      Object.defineProperty(navigator.serviceWorker, 'ready', { value: ready })
    },
    { ...subscription, endpoint: `${subscription.endpoint}-${person}` },
  )
  await page.goto(path)
  const by = (name: string) => page.getByRole('group', { name: `${name}: comes by` })
  for (const name of ['Plan the day', 'Your week as an email']) {
    await page.getByRole('button', { name: `Add: ${name}` }).click()
    await expect(by(name)).toBeVisible()
  }
  await expect(by('Your week as an email').getByRole('radio', { name: 'Email' })).toBeChecked()
  await page.getByRole('button', { name: 'Allow push' }).click()
  const move = page.getByRole('button', { name: 'Switch them to push' })
  await expect(move).toBeVisible()
  await expectAccessible(page)
  await move.click()
  await expect(by('Plan the day').getByRole('radio', { name: 'Push' })).toBeChecked()
  await expect(by('Your week as an email').getByRole('radio', { name: 'Email' })).toBeChecked()
  await expect(move).toBeHidden()
})

test('an offer to install asks once for each event of the browser', { tag: '@all' }, async ({ page }) => {
  await page.goto('/settings')
  const install = page.getByRole('button', { name: 'Install', exact: true })
  const offer = () =>
    page.evaluate(() => {
      const event = Object.assign(new Event('beforeinstallprompt'), {
        prompt: async () => document.body.setAttribute('data-prompts', `${document.body.dataset.prompts ?? ''}I`),
      })
      dispatchEvent(event)
    })
  await expect(async () => {
    await offer()
    await expect(install).toBeVisible({ timeout: 500 })
  }).toPass()
  await expect(page.locator('#install')).toContainText('in a window of its own, from your dock or desktop')
  await install.click()
  await expect(install).toBeHidden()
  await expect(page.locator('body')).toHaveAttribute('data-prompts', 'I')
  await offer()
  await expect(install).toBeVisible()
})

test('on a phone each press has its 44 pixels', { tag: '@all' }, async ({ page, browser }) => {
  await page.goto(path)
  await page.getByRole('button', { name: 'Add: No timer is running' }).click()
  await expect(page.getByRole('group', { name: 'No timer is running: comes by' })).toBeVisible()
  const phone = await onPhone(browser, page)
  await phone.goto(path)
  await phone.locator('summary', { hasText: 'Add a reminder' }).tap()
  await phone.locator('summary', { hasText: 'No timer is running: ' }).tap()
  const targets = phone.locator('#notifications :is(fieldset label, .input, li summary, #more li button):visible')
  expect(await targets.count()).toBeGreaterThan(15)
  const sizes = await targets.evaluateAll((all) =>
    all
      .map((one) => [one.getBoundingClientRect(), one.textContent] as const)
      .map(([{ width, height }, text]) => [width, height, text]),
  )
  expect(sizes.filter(([width, height]) => Number(width) < 44 || Number(height) < 44)).toEqual([])
  await phone.context().close()
})
