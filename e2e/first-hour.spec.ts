import { randomUUID } from 'node:crypto'
import type { Locator, Page } from '@playwright/test'
import { expect, expectAccessible, phoneScreen, test, visitorTest } from './fixtures'
import { findFaults } from './look'

/** Signs in to a new account by the code of its mail, up to the first question. */
const arrive = async (page: Page) => {
  const email = `${randomUUID()}@example.com`
  await page.goto('/')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Email').press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your email')
  const outbox = await page.request.get(`/dev/outbox?to=${email}`, { headers: { Accept: 'application/json' } })
  const [mail] = await outbox.json()
  await page.getByLabel('Code').fill(/\b\d{6}\b/.exec(mail.text)?.[0] ?? '')
  await page.getByLabel('Code').press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome to Daymark')
}

const screens = {
  'on a wide screen, by Enter': { viewport: { width: 1280, height: 800 } },
  'on a phone with a clock of twelve hours, by tap': { ...phoneScreen, locale: 'en-US' },
}

for (const [where, screen] of Object.entries(screens))
  test.describe(where, () => {
    test.use({ ...screen })

    const isTouched = 'hasTouch' in screen
    const press = (control: Locator) => (isTouched ? control.tap() : control.press('Enter'))

    visitorTest(
      'the first hour of a new person: five first steps, a timer and an import, each by one press',
      async ({ page }) => {
        await arrive(page)
        const radio = page.getByLabel('Goals first')
        expect(await radio.evaluate((circle) => getComputedStyle(circle).borderRadius)).toBe('50%')
        const go = page.getByRole('button', { name: 'Continue' })
        if (!isTouched) await expect(go).toBeInViewport({ ratio: 1 })
        await press(go)
        const line = page.getByLabel('Add, log or start')
        await expect(line).toBeFocused()
        // A page whose request began before the worker was active stays without it.
        await page.evaluate(() => navigator.serviceWorker.ready)
        await page.reload()
        await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)

        const steps = page.locator('#first-hour')
        const submit = async (label: string, text: string, button: string) => {
          await page.getByLabel(label, { exact: true }).fill(text)
          const control = isTouched
            ? steps.getByRole('button', { name: button })
            : page.getByLabel(label, { exact: true })
          await press(control)
        }
        await expect(steps).toContainText('0 of 5 done')
        // It changes the size of the page.
        if (!isTouched) await expectAccessible(page)
        await press(steps.getByRole('link', { name: 'Log or start something' }))
        await expect(line).toBeFocused()
        await line.fill('Read chapter one 25m')
        await press(isTouched ? page.getByRole('button', { name: 'Log', exact: true }) : line)
        await expect(steps).toContainText('1 of 5 done')

        await press(steps.getByRole('link', { name: 'Add a task' }))
        await expect(page.getByLabel('New task')).toBeFocused()
        await submit('New task', 'Call the bank 15m', 'Add task')
        await press(page.getByRole('button', { name: 'Done: Call the bank' }))
        await expect(steps).toContainText('2 of 5 done')

        await press(steps.getByRole('link', { name: 'Add a goal' }))
        await expect(page.getByLabel('New goal')).toBeFocused()
        await submit('New goal', 'Read 3h a week', 'Add goal')
        await expect(page).toHaveURL('/')
        await expect(steps).toContainText('3 of 5 done')
        await expect(steps.getByRole('link', { name: 'Read', exact: true })).toBeInViewport()

        await press(steps.getByRole('button', { name: 'Hide' }))
        await expect(steps).toHaveCount(0)
        if (isTouched)
          await expect(async () => {
            const toast = await page.locator('[data-toast]:visible').last().boundingBox()
            const bar = await page.getByRole('navigation', { name: 'Places' }).boundingBox()
            expect((toast?.y ?? 0) + (toast?.height ?? 0)).toBeLessThanOrEqual((bar?.y ?? 0) + 1)
          }).toPass({ timeout: 5_000 })
        await press(page.getByRole('button', { name: 'Undo' }))
        await expect(steps).toContainText('3 of 5 done')
        if (!isTouched) await expectAccessible(page)

        await press(steps.getByRole('link', { name: 'Add a project, tag or goal' }))
        await line.fill('Read chapter two 25m #book')
        await press(isTouched ? page.getByRole('button', { name: 'Log', exact: true }) : line)
        await expect(steps).toContainText('4 of 5 done')

        await press(steps.getByRole('link', { name: 'Set your daily target' }))
        await submit('Daily target', 'much', 'Set target')
        await expect(steps).toContainText('Enter a duration')
        await submit('Daily target', '4h', 'Set target')
        await expect(page).toHaveURL('/')
        await expect(steps).toHaveCount(0)
        await expect(page.locator('#dashboard')).toContainText('of 4h')

        await line.fill('Read chapter three')
        await press(isTouched ? page.getByRole('button', { name: 'Start', exact: true }) : line)
        const timer = page.locator('#timer')
        await expect(timer).toContainText('Read chapter three')
        // A toast stays for ten seconds, and has to look right while it does.
        await expect.poll(() => page.evaluate(findFaults, isTouched), { timeout: 5_000 }).toEqual([])
        await press(timer.getByRole('button', { name: /^Stop/ }))
        await expect(timer).not.toContainText('Read chapter three')

        await page.goto('/sessions/import')
        await page.getByLabel('File', { exact: true }).setInputFiles({
          name: 'toggl.csv',
          mimeType: 'text/csv',
          buffer: Buffer.from(
            'User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n' +
              'Ada,a@example.com,,Thesis,,Methods,No,2026-01-02,09:00:00,2026-01-02,10:30:00,01:30:00,\n',
          ),
        })
        await press(page.getByRole('button', { name: 'Preview' }))
        await press(page.getByRole('button', { name: 'Import 1 session' }))
        await expect(page.getByText('Imported 1 session, 1h 30m')).toBeVisible()
        await expect(page.getByRole('link', { name: 'Methods' })).toBeInViewport()
      },
    )
  })

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  visitorTest('the first question leads to an import, and the steps are done on Today', async ({ page }) => {
    await arrive(page)
    await page.getByLabel('Import from Clockify').check()
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Import sessions')
    await expect(page.getByText('To get it from Clockify')).toBeVisible()
    await page.goto('/')
    const steps = page.locator('#first-hour')
    await page.getByLabel('New goal').fill('Read 3h a week')
    await page.getByRole('button', { name: 'Add goal' }).click()
    await expect(steps).toContainText('1 of 5 done')
    await page.getByLabel('Daily target').fill('much')
    await page.getByRole('button', { name: 'Set target' }).click()
    await expect(steps).toContainText('Enter a duration')
    await expect(page.getByLabel('Daily target')).toHaveValue('much')
    await page.getByLabel('Daily target').fill('4h')
    await page.getByRole('button', { name: 'Set target' }).click()
    await expect(steps).toContainText('2 of 5 done')
  })
})

test('a page of a part that is off works, and turns it on in one press', { tag: '@all' }, async ({ page }) => {
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
