import { chromium, expect, type Page, test } from '@playwright/test'
import type { Message } from '../functions/account/reminders/message'
import { findWholeBrowser } from '../scripts/browser'
import { phone } from './flaky-network'

/** Sends to the service worker of a page as a push service does. */
const pushService = async (page: Page) => {
  const session = await page.context().newCDPSession(page)
  const registered = new Promise<string>((resolve) => {
    session.on(
      'ServiceWorker.workerRegistrationUpdated',
      ({ registrations: [one] }) => one && resolve(one.registrationId),
    )
  })
  await session.send('ServiceWorker.enable')
  const registrationId = await registered
  const { origin } = new URL(page.url())
  return (data: string) => session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data })
}

const shown = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    return (await registration.getNotifications()).map(({ title }) => title)
  })

type WorkerScope = {
  registration: ServiceWorkerRegistration
  NotificationEvent: new (type: string, init: { notification: Notification; action: string }) => Event
  dispatchEvent: (event: Event) => boolean
}

/** Presses a shown notification, or a button of it, in the worker: no test can reach what the system draws. */
const press = (page: Page, title: string, action = '') =>
  page
    .context()
    .serviceWorkers()[0]
    ?.evaluate(
      async (pressed) => {
        const scope = globalThis as unknown as WorkerScope
        const notification = (await scope.registration.getNotifications()).find((one) => one.title === pressed.title)
        if (!notification) throw new Error(`${pressed.title} is not shown`)
        scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification, action: pressed.action }))
      },
      { title, action },
    )

type Push = Awaited<ReturnType<typeof pushService>>

/** Pushes until it is shown: where Chromium is asked what is shown while one comes, it can forget that one. */
const pushUntilShown = (page: Page, push: Push, data: string, titles: string[]) =>
  expect(async () => {
    await push(data)
    await expect.poll(async () => (await shown(page)).toSorted(), { timeout: 2000 }).toEqual(titles)
  }).toPass({ timeout: 15_000 })

test('a push is shown, takes the place of the one before, and leads to what it is about', async ({ baseURL }) => {
  const executablePath = findWholeBrowser()
  test.skip(!executablePath, 'No browser is installed that shows notifications')
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
  const { page, url, end, context } = await phone(browser, baseURL ?? '')
  await context.grantPermissions(['notifications'], { origin: url })
  const push = await pushService(page)
  const message: Message = {
    ...{ title: 'Standup begins at 9:30', body: 'In 10 minutes', url: '/week', tag: 'standup', key: 'gone' },
    acts: [{ act: 'snooze', label: 'Snooze' }],
  }
  await pushUntilShown(page, push, JSON.stringify(message), ['Standup begins at 9:30'])
  const moved = JSON.stringify({ ...message, title: 'Standup begins at 10:00' })
  await pushUntilShown(page, push, moved, ['Standup begins at 10:00'])
  await pushUntilShown(page, push, 'not for this browser', ['New from Daymark', 'Standup begins at 10:00'])
  await press(page, 'New from Daymark')
  await expect.poll(() => shown(page)).toEqual(['Standup begins at 10:00'])

  // The server knows no reminder of this key: the page shows how it is.
  await press(page, 'Standup begins at 10:00', 'snooze')
  await page.waitForURL(`${url}/week`)
  expect(await shown(page)).toEqual([])
  await end()
  await browser.close()
})
