import type { Page } from '@playwright/test'
import { answered, expect, expectAccessible, phoneScreen, skipTime, test } from './fixtures'

const date = '2026-03-03'

const log = (page: Page, baseURL: string | undefined, title: string, started_at: string, ended_at: string) =>
  page.request.post('/sessions', { form: { title, date, started_at, ended_at }, headers: { Origin: baseURL ?? '' } })

test('walk through days by keys, fill a gap, settle overlaps and undo it', async ({ page, baseURL }) => {
  test.setTimeout(120_000)
  await log(page, baseURL, 'Typeset chapters', '14:00', '15:05')
  await log(page, baseURL, 'Call', '14:55', '15:20')
  await log(page, baseURL, 'Deep work', '16:00', '18:00')
  await log(page, baseURL, 'Chat', '16:30', '16:50')

  await page.goto(`/sessions?from=${date}&to=${date}`)
  await page.getByRole('link', { name: 'Tuesday, 3 March', exact: true }).click()
  await expect(page).toHaveURL(`/day/${date}`)
  await expect(page.locator('#day-list')).toBeVisible()
  await page.waitForLoadState()

  await page.keyboard.press('ArrowLeft')
  await expect(page).toHaveURL('/day/2026-03-02')
  await expect(page.getByText('Nothing tracked on this day')).toBeVisible()
  await page.waitForLoadState()
  await page.keyboard.press('ArrowRight')
  await expect(page).toHaveURL(`/day/${date}`)

  const list = page.locator('#day-list')
  await expect(list.getByText('Gap 40m, 15:20–16:00')).toBeVisible()
  const logLink = list.getByRole('link', { name: 'Log the gap, 15:20–16:00' })
  await logLink.press('Enter')
  const form = list.locator('.editing form')
  const line = form.getByRole('combobox')
  await expect(line).toBeFocused()
  await expect(form.getByText('15:20–16:00')).toHaveCount(2)
  await expectAccessible(page)
  await form.getByRole('link', { name: 'Cancel' }).press('Enter')
  await expect(logLink).toBeFocused()
  await logLink.press('Enter')
  await expect(line).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(logLink).toBeFocused()
  await logLink.press('Enter')
  await expect(line).toBeFocused()
  await page.keyboard.type('Between !Nothing')
  await page.keyboard.press('Enter')
  await expect(form.getByText('No open goal is called').first()).toBeVisible()
  await expect(line).toBeFocused()
  await line.fill('Between')
  // Changes elsewhere draw the day again around the line, also where they fill its time.
  const drawn = async () => {
    const answer = page.waitForResponse(new RegExp(`/day/${date}$`))
    await page.evaluate(() => document.body.dispatchEvent(new Event('logged-elsewhere')))
    await (await answer).finished()
    // The page hears of the change by itself, too.
    await answered(page)
  }
  await log(page, baseURL, 'Elsewhere', '15:20', '16:00')
  await drawn()
  const elsewhere = list.getByRole('link', { name: 'Elsewhere', exact: true })
  await expect(elsewhere).toBeVisible()
  await expect(line).toHaveValue('Between')
  const path = new URL((await elsewhere.getAttribute('href')) ?? '', page.url()).pathname
  await page.request.post(`${path}/delete`, { headers: { Origin: baseURL ?? '' } })
  await drawn()
  await expect(elsewhere).toHaveCount(0)
  await expect(line).toHaveValue('Between')
  await line.focus()
  // In a field, an arrow key moves the caret.
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await expect(list.getByRole('link', { name: 'Between', exact: true })).toBeFocused()
  await expect(page.locator('[data-toast]', { hasText: 'Logged 40m' })).toBeVisible()
  await expect(list.getByText(/^Gap/)).toHaveCount(0)
  await expect(form).toHaveCount(0)
  await expect(page).toHaveURL(`/day/${date}`)

  await expect(page.getByText('2 overlaps to review')).toBeVisible()
  const trim = list.getByRole('button', { name: 'Trim', exact: true })
  await expect(trim).toHaveAccessibleDescription('“Typeset chapters” becomes 14:00–14:55, 10m less')
  await trim.press('Enter')
  await expect(page.getByText('1 overlap to review')).toBeVisible()
  await expect(page.locator('#timeline-head span')).toBeFocused()
  await list.getByRole('button', { name: 'Split' }).click()
  await expect(page.getByText(/to review/)).toHaveCount(0)
  await expect(list.getByRole('link', { name: 'Deep work', exact: true })).toHaveCount(2)
  await page
    .locator('[data-toast]', { hasText: 'Split “Deep work” to 16:00–16:30 and 16:50–18:00' })
    .getByRole('button', { name: 'Undo' })
    .click()
  await expect(list.getByRole('link', { name: 'Deep work', exact: true })).toHaveCount(1)
  await expect(page).toHaveURL(`/day/${date}`)
  await list.getByRole('button', { name: 'Keep both' }).click()
  await expect(page.getByText(/20m counted twice:/)).toBeVisible()
  await expectAccessible(page)
  await list.getByRole('button', { name: 'Review again' }).click()
  await expect(list.getByRole('button', { name: 'Keep both' })).toBeVisible()
  await list.getByRole('button', { name: 'Keep both' }).click()
  await page.locator('[data-toast]', { hasText: 'Kept both' }).last().getByRole('button', { name: 'Undo' }).click()
  await expect(list.getByRole('button', { name: 'Keep both' })).toBeVisible()
  await expect(page.locator('#toasts').getByText('Timeline')).toHaveCount(0)

  // Text at twice its size moves the whole scale.
  const height = () => page.locator('#day-clock > .clock').evaluate((drawing) => drawing.getBoundingClientRect().height)
  const before = await height()
  await page.evaluate(() => {
    document.documentElement.style.setProperty('font-size', '200%')
  })
  expect(await height()).toBeGreaterThan(before * 1.8)
})

test('two of start, end and duration give the third while they are typed', { tag: '@all' }, async ({ page }) => {
  const start = page.getByLabel('Started')
  const end = page.getByLabel('Ended')
  const duration = page.getByLabel('Or duration')

  await page.goto('/sessions/new?date=2026-03-29&time_zone=Europe/Lisbon')
  await start.fill('1')
  await end.fill('4')
  await expect(duration).toHaveValue('3h')
  await duration.fill('5h')
  await expect(end).toHaveValue('06:00')
  await start.fill('23')
  await expect(duration).toHaveValue('7h')
  await expect(start).toBeFocused()
  await page.getByLabel('Title').fill('Night')
  await page.getByRole('button', { name: 'Add session' }).click()
  await expect(page.locator('[data-toast]', { hasText: 'Logged 7h' })).toBeVisible()
})

test('a stretch of app use opens the line of a session with its times and its app', { tag: '@all' }, async ({
  page,
  baseURL,
}) => {
  const date = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
  const event = (package_name: string, from: string, to: string) => ({
    ...{ id: `${date.replaceAll('-', '')}T${from}00Z-1`, package_name },
    ...{ started_at: `${date}T${from}:00Z`.replace(/T../, '$&:'), ended_at: `${date}T${to}:00Z`.replace(/T../, '$&:') },
  })
  const data = { events: [event('Zotero', '1000', '1030'), event('com.figma.mirror', '1030', '1045')] }
  expect((await page.request.post('/api/v1/usage', { data, headers: { Origin: baseURL ?? '' } })).ok()).toBe(true)
  await page.goto(`/day/${date}`)
  await page.getByRole('list', { name: 'App use' }).getByRole('link', { name: 'Zotero' }).click()
  const line = page.locator('#block-entry')
  await expect(line).toHaveValue('Zotero')
  await expect(line).toBeFocused()
  await line.fill('Zotero notes')
  await expect(page.locator('#calendar-new .chip', { hasText: 'Zotero notes' })).toBeVisible()
  await expect(page.locator('#calendar-new').getByText('Zotero 30m, Figma 15m')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.locator('#day-list').getByText('Zotero')).toBeVisible()
  await expect(page.locator('.day-sum')).toContainText('45m')
  const logged = page.getByRole('list', { name: 'App use' }).getByRole('link', { name: 'Zotero logged' })
  await logged.click()
  await expect(page).toHaveURL(/\/sessions\/[0-9a-f-]+$/)
})

test.describe('on a phone', () => {
  test.use(phoneScreen)

  test('on a phone the gap offers the app that was used in it, and short stretches are high enough', {
    tag: '@all',
  }, async ({ page, baseURL }) => {
    const date = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
    const headers = { Origin: baseURL ?? '' }
    const event = (app: string, from: string, to: string) => ({
      ...{ id: `${date.replaceAll('-', '')}T${from.replace(':', '')}00Z-1`, package_name: app },
      ...{ started_at: `${date}T${from}:00Z`, ended_at: `${date}T${to}:00Z` },
    })
    const data = {
      events: [
        event('Zotero', '10:00', '10:45'),
        event('Mail', '11:00', '11:20'),
        event('Mail', '11:31', '11:52'),
        event('x'.repeat(100), '14:10', '14:50'),
      ],
    }
    expect((await page.request.post('/api/v1/usage', { data, headers })).ok()).toBe(true)
    for (const [title, from, to] of [
      ['Walk', '08:00', '09:00'],
      ['Talk', '13:00', '14:00'],
      ['End', '16:00', '17:00'],
    ]) {
      const session = { title, started_at: `${date}T${from}:00Z`, ended_at: `${date}T${to}:00Z` }
      expect((await page.request.post('/api/v1/sessions', { data: session, headers })).ok()).toBe(true)
    }
    await page.goto(`/day/${date}`)
    await page.getByText('The day by the clock', { exact: true }).tap()
    const stretches = page.getByRole('list', { name: 'App use' }).getByRole('link')
    await expect(stretches).toHaveCount(4)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    const boxes = await stretches.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()))
    for (const [index, { height, top }] of boxes.entries()) {
      expect(height).toBeGreaterThanOrEqual(24)
      expect(top).toBeGreaterThanOrEqual(boxes[index - 1]?.bottom ?? 0)
    }
    // A name is shown where its words fit, and else not at all.
    const names = await stretches.evaluateAll((all) =>
      all.map((one) => {
        const [outer, inner] = [one, one.querySelector('bdi')].map((part) => part?.getBoundingClientRect())
        if (!outer || !inner || inner.top >= outer.bottom - 1) return 'hidden'
        return inner.right <= outer.right && inner.bottom <= outer.bottom ? 'whole' : 'cut'
      }),
    )
    expect(names).toEqual(['whole', 'whole', 'whole', 'hidden'])
    await page.getByRole('link', { name: 'Log Zotero 45m' }).tap()
    const line = page.locator('#day-list input[name="entry"]')
    await expect(line).toHaveValue('Zotero')
    await expect(line).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.locator('#day-list').getByText('Zotero')).toBeVisible()
    await expect(page.getByRole('link', { name: 'Log Mail 21m' })).toBeVisible()
  })
})

test('the line at the present goes on while a page is left open', { tag: '@all' }, async ({ page, baseURL }) => {
  await page.clock.install()
  const origin = { Origin: baseURL ?? '' }
  await page.request.post('/sessions/entry', { form: { entry: '25m Reading' }, headers: origin })
  await page.goto('/')
  const label = page.locator('#main .clock .hours > b')
  const line = page.locator('#main .now-line')
  const before = (await label.textContent()) ?? ''
  const minutesOf = (text: string) => {
    const [hours = 0, minutes = 0] = text.split(':').map(Number)
    return hours * 60 + minutes
  }
  const from = minutesOf(before)
  // The page is not asked for again: the answer to a poll is that nothing was written.
  await skipTime(page, 120_000)
  await expect(label).not.toHaveText(before)
  expect([2, 3]).toContain((minutesOf((await label.textContent()) ?? '') - from + 1440) % 1440)
  const place = await line.getAttribute('class')
  await skipTime(page, 600_000)
  await expect(line).not.toHaveClass(place ?? '')
  expect(await label.getAttribute('class')).toBe((await line.getAttribute('class'))?.replace('now-line ', ''))
})
