import { randomUUID } from 'node:crypto'
import { expect, type Page } from '@playwright/test'
import { loadAxe } from './fixtures'
import {
  answerCard,
  enter,
  expectCached,
  firstVisit,
  phone,
  sessionsOf,
  signInThrough,
  strip,
  test,
  titlesOf,
} from './flaky-network'
import { findViolations, structuralRules } from './violations'

const rows = (page: Page) => strip(page).getByRole('listitem')
const titles = (page: Page) => rows(page).locator('.row-title')

test('starts, stops, lines and ticks wait in sight, and are sent at their times', async ({ phone }) => {
  const { page, state, url, context } = phone
  await context.request.post(`${url}/tasks/quick`, { form: { line: 'Report today' }, headers: { Origin: url } })
  await page.goto(`${url}/`)
  state.weather = 'down'
  const before = Date.now()
  await page.locator('#entry').fill('Call')
  await expect(page.getByText('Kept on this device until you reconnect')).toBeVisible()
  await enter(page, 'Call the clinic 15m')
  await expect(strip(page)).toContainText('1 change waits')
  await expect(strip(page).getByRole('button', { name: /^Stop/ })).toHaveCount(0)
  await enter(page, 'Payment step')
  await expect(rows(page).getByRole('button', { name: 'Stop: Payment step' })).toBeVisible()
  await expect(rows(page).last()).toContainText(/ · running 0m 0[1-9]s/)
  await enter(page, 'Emails 5m')
  await expect(strip(page)).toContainText('3 changes wait')
  await expect(titles(page)).toHaveText(['Payment step'])
  await strip(page).locator('summary').tap()
  await expect(titles(page)).toHaveText(['Call the clinic 15m', 'Emails 5m', 'Payment step'])
  await strip(page).getByRole('button', { name: 'Discard: Emails 5m' }).tap()
  await expect(titles(page)).toHaveText(['Call the clinic 15m', 'Payment step'])
  await expect(rows(page).first()).toContainText(/\d\d:\d\d$/)
  await rows(page).last().getByRole('button', { name: 'Stop: Payment step' }).tap()
  await expect(titles(page)).toHaveText(['Call the clinic 15m', 'Payment step'])
  await expect(rows(page).last()).toContainText(/\d\d:\d\d – \d\d:\d\d · 0m \d\ds/)
  await expect(strip(page)).toContainText('2 changes wait')
  await expect(strip(page).getByRole('button', { name: /^Stop/ })).toHaveCount(0)
  const stopped = Date.now()
  await strip(page).getByRole('button', { name: 'Discard: Payment step' }).tap()
  await expect(titles(page)).toHaveText(['Call the clinic 15m'])
  await page.getByRole('button', { name: 'Undo' }).last().tap()
  await expect(titles(page)).toHaveText(['Call the clinic 15m', 'Payment step'])
  await expect(strip(page).getByRole('button', { name: 'Keep running: Payment step' })).toBeVisible()
  await page.getByRole('button', { name: 'Done: Report', exact: true }).tap()
  await expect(titles(page).last()).toHaveText('Done: Report')
  await loadAxe(page)
  expect(await page.evaluate(findViolations, structuralRules)).toEqual([])
  await page.reload()
  await expect(strip(page)).toContainText(/3 changes wait to be sent. Page as of \d\d:\d\d/)
  await expect(page.getByRole('button', { name: 'Done: Report', exact: true })).toHaveAttribute('aria-pressed', 'true')
  await page.goto(`${url}/people`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page needs a connection')
  await expect(page.locator('a.tab', { hasText: 'Today' })).toBeVisible()
  state.weather = 'up'
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('People')
  await expect.poll(() => titlesOf(context, url)).toEqual(['Call the clinic', 'Payment step'])
  await expect(strip(page)).toHaveCount(0)
  await expect(page.getByText('Changes sent')).toBeVisible()
  const payment = (await sessionsOf(context, url)).find(({ title }) => title === 'Payment step')
  expect(Date.parse(payment?.started_at ?? '')).toBeGreaterThanOrEqual(before - 1_000)
  expect(Date.parse(payment?.ended_at ?? '')).toBeLessThanOrEqual(stopped)
})

test('a line that waits is edited and dropped, and Undo brings it back as it was', { tag: '@all' }, async ({
  phone,
}) => {
  const { page, state, url, context } = phone
  state.weather = 'down'
  for (const line of ['Call the clinic 15m', 'Letters 5m', 'Mail 2m']) await enter(page, line)
  await strip(page).locator('summary').tap()
  await page.getByRole('button', { name: 'Edit: Call the clinic 15m' }).tap()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Edit: Call the clinic 15m' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.getByLabel('Edit the line').fill('Call the clinic twice 45m')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Edit: Call the clinic twice 45m' })).toBeFocused()
  await page.getByRole('button', { name: 'Discard: Mail 2m' }).tap()
  await page.getByRole('button', { name: 'Discard: Letters 5m' }).tap()
  await expect(titles(page)).toHaveText(['Call the clinic twice 45m'])
  await page.locator('[data-toast]').last().getByRole('button', { name: 'Undo' }).tap()
  await expect(titles(page)).toHaveText(['Call the clinic twice 45m', 'Letters 5m'])
  await expect(page.getByRole('button', { name: 'Edit: Letters 5m' })).toBeFocused()
  state.weather = 'up'
  await page.reload()
  await expect.poll(() => titlesOf(context, url)).toEqual(['Call the clinic twice', 'Letters'])
  await expect(strip(page)).toHaveCount(0)
})

test('the palette keeps a line, and leads to pages on the device', { tag: '@all' }, async ({ phone }) => {
  const { page, state, url, context } = phone
  await expectCached(page, '/offline')
  await expectCached(page, '/goals')
  state.weather = 'down'
  const palette = page.locator('a[href="/capture"]:visible').first()
  await palette.tap()
  await page.locator('#palette-q').fill('goal')
  await expect(page.getByRole('option')).toHaveText([/Goals/, /Add goal/])
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Goals')
  await palette.tap()
  await page.locator('#palette-q').fill('milk & <eggs>')
  await expect(page.getByRole('option', { name: 'Add milk & <eggs>' })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.locator('#palette')).toBeHidden()
  await expect(strip(page)).toContainText('1 change waits')
  state.weather = 'up'
  await page.reload()
  const tasks = async () => {
    const { items } = await (await context.request.get(`${url}/api/v1/tasks`)).json()
    return items.map(({ title }: { title: string }) => title)
  }
  await expect.poll(tasks).toContain('milk & <eggs>')
  await expect(strip(page)).toHaveCount(0)
})

test('a refused line is shown with its reason, changed and sent, another one dropped', { tag: '@all' }, async ({
  phone,
}) => {
  const { page, state } = phone
  state.weather = 'down'
  await enter(page, 'Figures 10m !Nowhere')
  await enter(page, 'Mail 2m')
  await enter(page, 'Again 10m !Nowhere')
  state.weather = 'up'
  await page.reload()
  await expect(strip(page)).toContainText('2 changes were refused')
  await expect(page.locator('[data-toast]')).toContainText('1 sent, 2 refused')
  await expect(strip(page).locator('details')).toHaveAttribute('open')
  await page.reload()
  await expect(strip(page).locator('details')).not.toHaveAttribute('open')
  await strip(page).locator('summary').tap()
  const first = strip(page).getByRole('listitem').first()
  await expect(first.locator('.error')).toContainText(/Nowhere/)
  await first.getByLabel('Edit the line').fill('Figures 10m')
  await first.getByRole('button', { name: 'Send again' }).tap()
  await expect(strip(page)).toContainText('1 change was refused')
  await strip(page).getByRole('button', { name: 'Discard: Again' }).tap()
  await expect(strip(page)).toHaveCount(0)
  await expect(page.locator('#main')).toContainText('10m')
})

test('one visit keeps the pages of the tabs and the menu with their look', async ({ browser, baseURL }) => {
  const { page, state, url, end } = await phone(browser, baseURL ?? '', firstVisit)
  await expectCached(page, '/all-kept')
  state.weather = 'down'
  for (const path of ['/tasks', '/sessions', '/week', '/goals', '/stats', '/cards', '/review', '/timer', '/settings']) {
    await page.goto(url + path)
    await expect(strip(page)).toContainText(/as of \d\d:\d\d/)
    expect(await page.evaluate(() => [...document.styleSheets].every(({ cssRules }) => cssRules.length > 0))).toBe(true)
  }
  await page.goto(`${url}/capture?title=Tides&text=Late+in+spring&url=https%3A%2F%2Fexample.com`)
  await expect(page.locator('#line-entry')).toHaveValue('"Tides Late in spring https://example.com"')
  await end()
})

test('a check-in and the end of a day are answered, once', { tag: '@all' }, async ({ phone }) => {
  const { page, state, url, context } = phone
  await expectCached(page, '/all-kept')
  state.weather = 'down'
  const toast = page.locator('[data-toast]')
  const checkIn = page.locator('main').getByRole('button', { name: 'Check in' })
  await page.goto(`${url}/energy/new`)
  await expect(strip(page)).toBeVisible()
  await page.locator('main [name="energy_level"][value="4"]').check({ force: true })
  await checkIn.tap()
  await expect(page).toHaveURL(/energy\/new/)
  await expect(strip(page)).not.toContainText('wait to be sent')
  for (const _ of ['first', 'second tap']) {
    await page.goto(`${url}/energy/new`)
    await page.locator('main [name="energy_level"][value="4"]').check({ force: true })
    await page.locator('main [name="engagement_level"][value="3"]').check({ force: true })
    await checkIn.tap()
    await expect(page).toHaveURL(`${url}/`)
    await expect(toast).toContainText('Check in: kept on this device')
    await expect(strip(page)).toContainText('1 change waits')
  }
  await strip(page).locator('summary').tap()
  await expect(titles(page)).toHaveText(['Check in'])
  for (const line of ['Quiet', 'Quiet day']) {
    await page.goto(`${url}/plan/close`)
    await page.getByLabel('A line for the journal').fill(line)
    await page.locator('main').getByRole('button', { name: 'Close the day' }).tap()
    await expect(toast).toContainText('Close the day: kept on this device')
    await expect(strip(page)).toContainText('2 changes wait')
  }
  await page.goto(`${url}/tasks`)
  await page.getByLabel('New task').first().fill('Water plants saturday')
  await page.keyboard.press('Enter')
  await expect(strip(page)).toContainText('3 changes wait')
  state.weather = 'up'
  await page.goto(`${url}/goals`)
  const read = async (path: string) => (await (await context.request.get(`${url}/api/v1/${path}`)).json()).items
  await expect
    .poll(async () => (await read('tasks')).map(({ title }: { title: string }) => title))
    .toEqual(['Water plants'])
  expect(await read('energy')).toMatchObject([{ energy_level: 4, engagement_level: 3 }])
  await expect(strip(page)).toHaveCount(0)
})

test('a goal is ticked in its list and on Today, as often as it was', { tag: '@all' }, async ({ phone }) => {
  const { page, state, url, context } = phone
  const { request } = context
  const form = { title: 'Push-ups', progress_source: 'times', times_of: 'ticks', target: '5', period: 'day' }
  for (const one of [form, { ...form, title: 'Stretch', target: '1' }])
    await request.post(`${url}/goals`, { form: one, headers: { Origin: url } })
  const tick = page.getByRole('button', { name: 'Tick: Push-ups' })
  const row = page.locator('main li', { hasText: 'Push-ups' })
  await page.goto(`${url}/`)
  await page.goto(`${url}/goals`)
  await tick.tap()
  await expect(row).toContainText('4 times left today')
  await expect(page.locator('[data-toast]')).toContainText('Undo')
  await page.reload()
  state.weather = 'down'
  await tick.tap()
  await expect(tick).toHaveClass(/is-waiting/)
  await expect(page).toHaveURL(`${url}/goals`)
  await tick.tap()
  await expect(strip(page)).toContainText('2 changes wait')
  await expect(row).toContainText('4 times left today · 2 wait')
  await page.goto(`${url}/`)
  const done = page.getByRole('button', { name: 'Done: Push-ups' })
  await expect(done).toHaveClass(/is-waiting/)
  await expect(done).toHaveAttribute('aria-pressed', 'false')
  await expect(row).toContainText(' · 2 wait')
  await done.tap()
  await expect(row).toContainText(' · 3 wait')
  await expect(done).toHaveAttribute('aria-pressed', 'false')
  // One tick completes this one.
  const once = page.getByRole('button', { name: 'Done: Stretch' })
  await once.tap()
  await expect(once).toHaveClass(/is-waiting/)
  await expect(once).toHaveAttribute('aria-pressed', 'true')
  await page.clock.setFixedTime(Date.now() + 1_000)
  await once.tap()
  await expect(once).toHaveAttribute('aria-pressed', 'false')
  await strip(page).locator('summary').tap()
  await expect(strip(page).locator('.row-title')).toHaveText(['Tick: Push-ups', 'Tick: Push-ups', 'Done: Push-ups'])
  for (const left of [2, 1, 0]) {
    await strip(page).getByRole('button', { name: 'Discard' }).last().tap()
    await expect(strip(page).locator('.row-title')).toHaveCount(left)
  }
  await expect(done).not.toHaveClass(/is-waiting/)
  await page.goto(`${url}/goals`)
  await tick.tap()
  await expect(strip(page)).toContainText('1 change waits')
  state.weather = 'up'
  await page.goto(`${url}/goals`)
  await expect(row).toContainText('3 times left today')
  await expect(strip(page)).toHaveCount(0)
})

test('cards that are due go on without a network, each once, until none is left', async ({ phone }) => {
  const { page, state, url, context } = phone
  const { request } = context
  const headers = { Origin: url }
  for (const question of ['One', 'Two & <2>', 'Three'])
    await request.post(`${url}/api/v1/cards`, { data: { question, answer: `of ${question}` }, headers })
  await page.goto(`${url}/review`)
  await expect
    .poll(() => page.evaluate(async () => (await caches.match('/partial/review/ahead'))?.text()))
    .toContain('Three')
  await answerCard(page, 'One', 3)
  await expect(page.locator('#review-question')).toHaveText('Two & <2>')
  state.weather = 'down'
  await answerCard(page, 'Two & <2>', 1)
  await expect(strip(page)).toContainText('1 change waits')
  await page.reload()
  await answerCard(page, 'Three', 4)
  const over = page.getByRole('heading', { name: 'No more cards on this device' })
  await expect(over).toBeVisible()
  await loadAxe(page)
  expect(await page.evaluate(findViolations, structuralRules)).toEqual([])
  await page.reload()
  await expect(over).toBeVisible()
  await strip(page).locator('summary').tap()
  await expect(titles(page)).toHaveText(['Again: Two & <2>', 'Easy: Three'])
  // The message of a discarded answer is below the strip.
  await strip(page).getByRole('button', { name: 'Discard: Easy: Three' }).tap()
  const undo = page.locator('[data-toast]').getByRole('button', { name: 'Undo' })
  const [all, below] = [await strip(page).boundingBox(), await undo.boundingBox()]
  expect(below?.y).toBeGreaterThanOrEqual((all?.y ?? 0) + (all?.height ?? 0))
  await undo.tap()
  await expect(titles(page)).toHaveText(['Again: Two & <2>', 'Easy: Three'])
  state.weather = 'up'
  await page.goto(`${url}/`)
  const reviews = async () => (await (await request.get(`${url}/api/v1/export`)).json()).card_reviews
  await expect.poll(async () => (await reviews()).length).toBe(3)
  type Review = { rating: number; reviewed_at: string; duration_ms: number }
  const inOrder = (await reviews()).toSorted((one: Review, other: Review) =>
    one.reviewed_at.localeCompare(other.reviewed_at),
  )
  expect(inOrder.map(({ rating }: Review) => rating)).toEqual([3, 1, 4])
  expect(inOrder.every(({ duration_ms }: Review) => duration_ms < 30_000)).toBe(true)
})

test('signing out without a network clears the device, and the server hears of it first', { tag: '@all' }, async ({
  phone,
}) => {
  const { page, state, url, context } = phone
  const heading = page.getByRole('heading', { level: 1 })
  state.weather = 'down'
  await page.evaluate(() => document.querySelector<HTMLFormElement>('form[action="/auth/sign-out"]')?.requestSubmit())
  await expect(heading).toHaveText('You are signed out on this device')
  await page.goto(`${url}/goals`)
  await expect(heading).toHaveText('You are signed out on this device')
  await loadAxe(page)
  expect(await page.evaluate(findViolations, structuralRules)).toEqual([])
  expect(await page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('pages-')))).toEqual([])
  state.weather = 'up'
  await page.goto(`${url}/goals`)
  await expect(page).toHaveURL(/sign-in/)
  expect((await context.cookies()).map(({ name }) => name)).not.toContain('session')
})

test('signing out asks about lines; the next person sees none of them, and nothing of the former', async ({
  phone,
}) => {
  const { page, state, url, context } = phone
  state.weather = 'down'
  await enter(page, 'Not for the next one 10m')
  const former = await page.evaluate(() => document.body.dataset.person)
  const menu = page.getByRole('navigation', { name: 'Places' }).locator('summary')
  await menu.tap()
  await page.getByRole('button', { name: 'Sign out' }).tap()
  const question = page.getByRole('dialog', { name: '1 change is only saved on this device. Sign out and delete it?' })
  await question.getByRole('button', { name: 'Cancel' }).tap()
  await expect(question).toHaveCount(0)
  await expect(menu).toBeFocused()
  await expect(strip(page)).toContainText('1 change waits')
  await signInThrough(context, url, `${randomUUID()}@example.com`)
  state.weather = 'up'
  await page.goto(`${url}/tasks`)
  await expect(strip(page)).toHaveCount(0)
  expect(await sessionsOf(context, url)).toEqual([])
  state.weather = 'down'
  await page.goto(`${url}/`)
  await expect(page.locator('body')).not.toHaveAttribute('data-person', former ?? '')
  await expect(page.locator('body')).not.toContainText('Not for the next one')
  const kept = await page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('pages-')))
  expect(kept).not.toContain(`pages-${former}`)
})

test('a worker that the server withdraws goes, and its files with it', { tag: '@all' }, async ({ phone }) => {
  const { page, state } = phone
  state.worker = `self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) await caches.delete(name)
  await self.registration.unregister()
})()))`
  await page.evaluate(() => navigator.serviceWorker.getRegistration().then((one) => one?.update()))
  await expect.poll(() => page.evaluate(async () => (await caches.keys()).length)).toBe(0)
})
