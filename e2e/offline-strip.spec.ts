import { expect, type Locator } from '@playwright/test'
import { enter, inAnyWeather, strip, test } from './flaky-network'

const waits = (part: Locator) => part.getByText('Stopped, waits to be sent')

test('the Undo of a start goes once its timer was stopped without a network', { tag: '@all' }, async ({ phone }) => {
  const { page, state } = phone
  await enter(page, 'Letters')
  const toast = page.locator('[data-toast]')
  await expect(toast).toContainText('Undo')
  await expect
    .poll(() => page.evaluate(async () => (await caches.match('/', { ignoreVary: true }))?.text()))
    .toContain('data-title="Letters"')
  // It stays while it is in use.
  await toast.getByRole('button', { name: 'Dismiss' }).focus()
  state.weather = 'down'
  const bar = page.locator('#timer')
  await bar.getByRole('button', { name: 'Stop' }).tap()
  await expect(strip(page)).toContainText('1 change waits')
  await expect(waits(bar)).toBeVisible()
  await expect(bar.getByRole('button')).toHaveCount(0)
  await expect(toast).toHaveCount(0, { timeout: 5_000 })
  await enter(page, 'Call 15m')
  await expect(strip(page)).toContainText('2 changes wait')
  await expect(page).toHaveTitle(/^Today/)
  await page.reload()
  await expect(waits(bar)).toBeVisible()
  await page.clock.setFixedTime(Date.now() + 60_000)
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await expect(bar.getByRole('timer')).toHaveText(/^0m \d\ds$/)
  await strip(page).locator('summary').tap()
  await strip(page).getByRole('button', { name: 'Discard: Stop: Letters' }).tap()
  await expect(bar.getByRole('button', { name: 'Stop' })).toBeVisible()
  await expect(waits(bar)).toBeHidden()
  // A start ends the timer of the bar.
  await enter(page, 'Desk')
  await expect(bar).toBeHidden()
  await strip(page).getByRole('button', { name: 'Discard: Desk' }).tap()
  await expect(bar).toBeVisible()
  // The message stands above the open strip.
  const [message, all] = [page.locator('[data-toast]').last(), strip(page)]
  await expect(message).toBeVisible()
  const [above, below] = [await message.boundingBox(), await all.boundingBox()]
  expect((above?.y ?? 0) + (above?.height ?? 0)).toBeLessThanOrEqual(below?.y ?? 0)
})

test('the strip is in sight wherever a page is scrolled, and moves nothing', { tag: '@all' }, async ({ phone }) => {
  const { page, state } = phone
  const top = () => page.getByRole('heading', { level: 1 }).evaluate((one) => one.getBoundingClientRect().y)
  for (const [width, height] of [
    [390, 844],
    [1280, 400],
  ] as const) {
    await page.setViewportSize({ width, height })
    const before = await top()
    state.weather = 'down'
    await enter(page, 'Letters 15m')
    const summary = strip(page).locator('summary')
    await expect(summary).toContainText('1 change waits')
    expect(await top()).toBe(before)
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
    await expect(summary).toBeInViewport({ ratio: 1 })
    await page.evaluate(() => scrollTo(0, 0))
    state.weather = 'up'
    await expect(strip(page)).toHaveCount(0)
    expect(await top()).toBe(before)
  }
})

test('a timer whose Stop in a row waits is not offered to be stopped again', { tag: '@all' }, async ({ phone }) => {
  const { page, state, url, context } = phone
  const headers = { Origin: url }
  const task = await context.request.post(`${url}/api/v1/tasks`, { data: { title: 'Report' }, headers })
  await context.request.post(`${url}/timer/start`, { form: { again: `task:${(await task.json()).id}` }, headers })
  await page.goto(`${url}/timer`)
  await expect
    .poll(() => page.evaluate(async () => (await caches.match('/timer', { ignoreVary: true }))?.text()))
    .toContain('running since')
  await page.goto(`${url}/tasks`)
  const rowStop = page.getByRole('button', { name: 'Stop the timer: Report' })
  await expect(rowStop).toBeVisible()
  state.weather = 'down'
  await rowStop.tap()
  await expect(strip(page)).toContainText('1 change waits')
  await expect(rowStop).toBeHidden()
  await expect(waits(page.locator('#timer'))).toBeVisible()
  await strip(page).locator('summary').tap()
  await strip(page).getByRole('button', { name: 'Discard: Stop the timer: Report' }).tap()
  await expect(rowStop).toBeVisible()
  // A start ends the timer, too. A page that is kept says so as well.
  await page.goto(`${url}/timer`)
  const main = page.getByRole('main')
  await expect(main).toContainText('running since')
  await expect(main.getByRole('button', { name: 'Stop' })).toBeVisible()
  await page.goto(`${url}/`)
  await enter(page, 'Letters')
  await page.goto(`${url}/timer`)
  await expect(main.getByRole('button', { name: 'Stop' })).toBeHidden()
  await expect(main.getByText('running since')).toBeHidden()
  await expect(waits(main)).toBeVisible()
})

test('a tick that waits is taken back by a tap on it, and where its line is removed', { tag: '@all' }, async ({
  phone,
}) => {
  const { page, state, url, context } = phone
  await context.request.post(`${url}/tasks/quick`, { form: { line: 'Report today' }, headers: { Origin: url } })
  await page.goto(`${url}/`)
  const tick = page.getByRole('button', { name: 'Done: Report', exact: true })
  await expect(tick).toBeVisible()
  state.weather = 'down'
  for (const way of ['tap', 'remove']) {
    await tick.tap()
    await expect(strip(page)).toContainText('1 change waits')
    await expect(tick).toHaveAttribute('aria-pressed', 'true')
    await expect(tick).toHaveClass(/is-waiting/)
    await expect(page.locator('.htmx-request')).toHaveCount(0)
    if (way === 'tap') {
      // A second tap at once is a slip.
      await page.clock.setFixedTime(Date.now() + 1_000)
      await tick.tap()
    } else {
      await strip(page).locator('summary').tap()
      await strip(page).getByRole('button', { name: 'Discard: Done: Report' }).tap()
    }
    await expect(strip(page)).not.toContainText('waits')
    await expect(tick).toHaveAttribute('aria-pressed', 'false')
  }
  await page.locator('[data-toast]').getByRole('button', { name: 'Undo' }).tap()
  await expect(tick).toHaveAttribute('aria-pressed', 'true')
  state.weather = 'up'
  await page.goto(`${url}/tasks`)
  await expect(strip(page)).toHaveCount(0)
  await expect(tick).toHaveCount(0)
})

test('a kept page stands as it was, and one that needs the network comes with it', { tag: '@all' }, async ({
  phone,
}) => {
  const { page, state, url, context } = phone
  const { request } = context
  const headers = { Origin: url }
  const made = async (kind: string, data: object) =>
    (await (await request.post(`${url}/api/v1/${kind}`, { data, headers })).json()).id
  const task = await made('tasks', { title: 'Call 030 1234' })
  await enter(page, 'Alpha')
  for (const path of [`/tasks/${task}`, '/goals', '/offline']) {
    if (path !== '/offline') await page.goto(url + path)
    await expect
      .poll(() => page.evaluate(async (one) => (await caches.match(one, { ignoreVary: true }))?.text(), path), {
        timeout: 45_000,
      })
      .toContain('Alpha')
  }
  state.weather = 'down'
  // As if they had been kept ten minutes ago, when the timer had run for five.
  await page.evaluate(async () => {
    const [name = ''] = (await caches.keys()).filter((one) => one.startsWith('pages-'))
    const cache = await caches.open(name)
    for (const path of ['/goals', '/offline']) {
      const copy = await cache.match(path, { ignoreVary: true })
      const html = (await copy?.text()) ?? ''
      const headers = new Headers(copy?.headers)
      headers.set('X-Kept-At', `${Number(headers.get('X-Kept-At')) - 600_000}`)
      const [, now = ''] = / data-now="(\d+)"/.exec(html) ?? []
      const started = `data-started-at="${Number(now) - 900_000}"`
      const aged = html.replace(now, `${Number(now) - 600_000}`).replace(/data-started-at="\d+"/, started)
      await cache.put(path, new Response(aged, { headers }))
    }
  })
  await page.goto(`${url}/goals`)
  await expect(strip(page)).toContainText(/as of \d\d:\d\d/)
  await expect(page.locator('#timer')).toContainText(/15m \d\ds/)
  await page.goto(`${url}/tasks/${task}`)
  await expect(page.locator('main')).toContainText('030 1234')
  await page.goto(`${url}/people`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page needs a connection')
  await expect(strip(page)).toContainText('be reached')
  await expect(strip(page)).not.toContainText('as of')
  await expect(page.locator('#timer')).toContainText(/15m \d\ds/)
  state.weather = 'up'
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('People')
})

test('a note that was typed on a kept page is there again, and sent from it', { tag: '@all' }, async ({ phone }) => {
  const { page, state, url, context } = phone
  await enter(page, 'Desk 5m')
  const read = async () =>
    (await (await context.request.get(`${url}/api/v1/sessions`, { headers: inAnyWeather })).json()).items[0]
  const path = `/sessions/${(await read()).id}`
  await page.goto(url + path)
  await expect
    .poll(() => page.evaluate(async (one) => (await caches.match(one, { ignoreVary: true }))?.text(), path))
    .toContain('Desk')
  state.weather = 'down'
  const note = page.locator('[data-note] textarea')
  await note.fill('About the lease')
  await note.blur()
  await expect(page.getByText('sent from this page when you reconnect')).toBeVisible()
  await page.goto(`${url}/sessions`)
  await page.goto(url + path)
  await expect(note).toHaveValue('About the lease')
  state.weather = 'up'
  await expect.poll(async () => (await read()).notes).toBe('About the lease')
})
