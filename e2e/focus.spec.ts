import { elsewhere, expect, expectAccessible, onPhone, test } from './fixtures'

/** Seconds of the work of a round. */
const work = 1500

test('a round ends with a banner, then comes the break, and the next round', async ({ page, browser }) => {
  await page.goto('/settings/focus')
  await page.getByLabel('Focus', { exact: true }).fill('50m')
  await page.getByLabel('Focus', { exact: true }).press('Tab')
  await expect(page.getByText('Settings saved')).toBeVisible()
  await expect(page.getByLabel('Focus', { exact: true })).toHaveValue('50m')

  // It began long enough ago to end in a few seconds.
  const started_at = new Date(Date.now() - (work - 6) * 1000).toISOString()
  const focus = { work, short_break: 300, long_break: 900, rounds: 4 }
  const answer = await page.request.post('/api/v1/timer/start', {
    data: { title: 'Thesis', started_at, focus },
    headers: { Origin: test.info().project.use.baseURL ?? '' },
  })
  expect(answer.status()).toBe(201)
  await page.goto('/goals')
  const strip = page.locator('#timer')
  await expect(strip).toContainText('Round 1 of 4')
  await expect(strip).toContainText(/0m 0\ds left/)
  await expect(page).toHaveTitle(/^0m 0\ds Round 1 of 4 · Goals/)
  expect(await page.locator('link[rel="icon"]').getAttribute('href')).toContain('data:image/svg+xml')

  await expect(page.getByRole('alert')).toContainText('Round 1 is over.', { timeout: 15_000 })
  await expect(strip).toContainText(/\+\ds/)
  await page.getByRole('button', { name: 'Take a break, 5m' }).click()
  await expect(strip).toContainText('Short break')
  await expect(strip).toContainText(/4m 5\ds left/)
  await expect(page).toHaveTitle(/^4m 5\ds Short break · Goals/)

  const phone = await onPhone(browser, page)
  await phone.goto('/timer')
  await expect(phone.getByRole('heading', { name: 'Short break' })).toBeVisible()
  await expect(phone.getByRole('button', { name: 'End break' })).toBeVisible()
  await phone.context().close()

  await page.getByRole('button', { name: 'Start round 2' }).click()
  await expect(strip).toContainText('Round 2 of 4')
  await expect(strip).toContainText(/24m 5\ds left/)
  await page.goto('/')
  await expect(page.locator('#today')).toContainText('1 focus round')
})

test('on a phone one press on Today starts a focus, and the strip ends it and its break', async ({ page, browser }) => {
  const phone = await onPhone(browser, page)
  await phone.goto('/')
  await phone.getByRole('button', { name: 'Focus' }).tap()
  const strip = phone.locator('#timer')
  await expect(strip).toContainText(/24m 5\ds left/)
  await expect(strip.getByText('Round 1 of 4')).toBeVisible()
  await expect(phone.locator('.entry-line').getByRole('button', { name: 'Focus' })).toBeHidden()
  const id = await strip.locator('input[name="id"]').first().inputValue()
  await elsewhere(phone.context(), '/timer/focus/break', { id })
  await phone.reload()
  await expect(strip).toContainText('Short break')
  await strip.getByRole('button', { name: 'End' }).tap()
  await expect(phone.getByText('Break ended')).toBeVisible()
  await phone.goto('/sessions')
  await expect(phone.getByRole('link', { name: 'Focus', exact: true })).toBeVisible()
  await phone.goto('/')
  await phone.getByLabel('Add, log or start').fill('Read more')
  await phone.getByLabel('Add, log or start').blur()
  await phone.getByRole('button', { name: 'Focus' }).tap()
  await expect(strip).toContainText('Read more')
  await expect(phone.getByLabel('Add, log or start')).toHaveValue('')
  await strip.getByRole('button', { name: 'Stop' }).tap()
  await expect(strip).toBeHidden()
  await expectAccessible(phone)
  await phone.context().close()
})

test('a focus is paused and goes on, from the strip, from its page and from the palette', { tag: '@all' }, async ({
  page,
  browser,
}) => {
  const phone = await onPhone(browser, page)
  await phone.goto('/')
  await phone.getByRole('button', { name: 'Focus' }).tap()
  const strip = phone.locator('#timer')
  await expect(strip).toContainText(/24m 5\ds left/)
  await strip.getByRole('button', { name: 'Pause' }).tap()
  await expect(phone.getByText(/^Paused after/)).toBeVisible()
  await expect(strip).toContainText(/Paused.*24m \d\ds left/)
  await expectAccessible(phone)
  await expect(phone).toHaveTitle(/^24m \d\ds Paused · /)
  await strip.getByRole('button', { name: 'Resume' }).tap()
  await expect(strip.getByRole('button', { name: 'Pause' })).toBeVisible()
  await expect(strip).toContainText(/24m \d\ds left/)

  await phone.goto('/timer')
  await expect(phone.getByRole('heading', { level: 1, name: 'Focus' })).toBeVisible()
  await expect(phone.getByRole('main')).toContainText('Round 1 of 4')
  await phone.getByRole('main').getByLabel('More', { exact: true }).tap()
  await phone.getByRole('main').getByRole('button', { name: '5 more minutes' }).tap()
  await expect(phone.getByRole('main')).toContainText(/29m \d\ds left/)
  await phone.getByRole('main').getByRole('button', { name: 'Pause' }).tap()
  await expect(phone.getByRole('heading', { level: 1, name: 'Paused' })).toBeVisible()
  await expectAccessible(phone)
  await phone.context().close()

  await page.goto('/goals')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('resume')
  await page.getByRole('option', { name: 'Resume the focus' }).click()
  await expect(page.locator('#timer')).toContainText(/29m \d\ds left/)
  await page.getByRole('button', { name: 'Pause' }).press('Enter')
  await expect(page.getByRole('button', { name: 'Resume' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Pause' })).toBeFocused()
  await page.keyboard.press('f')
  await page.locator('#timer').getByRole('button', { name: 'End' }).click()
  await expect(page.locator('#timer')).toBeHidden()
})

test('a line plans an end, and another line goes on with it', { tag: '@all' }, async ({ page }) => {
  await page.goto('/sessions')
  const line = page.getByLabel('Log or start')
  await line.fill('thesis 25m focus')
  await expect(page.locator('#entry-understood')).toContainText('starts a focus of 25m')
  await line.press('Enter')
  const strip = page.locator('#timer')
  await expect(strip).toContainText(/24m 5\ds left/)
  await expect(page).toHaveTitle(/^24m 5\ds Focus · /)
  const differing = await page.evaluate(async () => {
    const found: string[] = []
    for (let n = 0; n < 100; n += 1) {
      const left = /\d+m \d\ds/.exec(document.querySelector('#timer [data-left]')?.textContent ?? '')?.[0]
      if (!document.title.startsWith(`${left} `)) found.push(`${document.title}, ${left}`)
      await new Promise(requestAnimationFrame)
    }
    return found
  })
  expect(differing).toEqual([])
  await page.getByLabel('Log or start').fill('mail')
  await page.getByLabel('Log or start').press('Enter')
  await expect(strip).toContainText('mail')
  await expect(strip).toContainText(/24m \d\ds left/)
  await strip.getByRole('button', { name: 'Stop' }).click()
  await expect(strip).toBeHidden()
  await expect(page).not.toHaveTitle(/Focus/)
})

test('who comes back after idle minutes is asked, and can take them out', async ({ page }) => {
  const Origin = test.info().project.use.baseURL ?? ''
  await page.clock.install()
  const started_at = new Date(Date.now() - 3600_000).toISOString()
  await page.request.post('/api/v1/timer/start', { data: { title: 'Thesis', started_at }, headers: { Origin } })
  await page.goto('/goals')
  await page.mouse.move(100, 100)
  // The browser was asleep for eleven minutes until now.
  await page.evaluate(() => localStorage.setItem('idle-sign', '0'))
  await page.clock.setSystemTime(Date.now() + 660_000)
  await page.mouse.move(200, 200)
  await expect(page.getByRole('alert')).toContainText('You were idle from')
  const from = page.locator('#timer-idle [name="from"]')
  const first = await from.inputValue()
  // A second absence before an answer.
  await page.clock.setSystemTime(Date.now() + 1_400_000)
  await Promise.all([page.waitForResponse(/\/timer\/idle/), page.mouse.move(300, 300)])
  await expect(from).toHaveValue(first)
  await page.getByRole('button', { name: 'Keep' }).click()
  await expect(page.getByText(/^Kept/)).toBeVisible()
  await expect(page.locator('#timer-idle')).toBeHidden()
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('the strip says what is left, and each button works', { tag: '@all' }, async ({ page }) => {
    await page.goto('/timer')
    await page.getByRole('button', { name: 'Focus 25m' }).click()
    await expect(page.getByRole('main')).toContainText(/2[45]m \d\ds left/)
    await page.goto('/goals')
    await expect(page.locator('#timer')).toContainText(/24m \d\ds left|25m 00s left/)
    await page.goto('/timer')
    await page.getByRole('main').getByRole('button', { name: 'Stop' }).click()
    await expect(page.getByText(/^Stopped/)).toBeVisible()
  })
})
