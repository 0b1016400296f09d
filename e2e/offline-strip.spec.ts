import { expect } from '@playwright/test'
import { follow, loadAxe } from './fixtures'
import { enter, sessionsOf, strip, test, titlesOf } from './flaky-network'
import { findViolations, structuralRules } from './violations'

test('a line with a number runs in the strip, one that the device cannot read says so', { tag: '@all' }, async ({
  phone,
}) => {
  const { page, state, url, context } = phone
  const timer = page.locator('#timer')
  await page.goto(`${url}/timer`)
  await page.goto(`${url}/`)
  await expect.poll(() => page.evaluate(async () => !!(await caches.match('/timer')))).toBe(true)
  state.weather = 'down'
  const before = Date.now()
  await enter(page, 'Read part 7')
  await expect(timer).toContainText('Read part 7')
  await expect(timer.locator('[data-count]')).toBeVisible()
  await page.goto(`${url}/timer`)
  await expect(timer).toContainText('Read part 7')
  await expect(page.locator('#timer-page')).not.toContainText('nothing running', { useInnerText: true })
  await expect(page.locator('#timer-page')).toContainText('Read part 7')
  await page.goto(`${url}/`)
  await timer.getByRole('button', { name: 'Stop' }).tap()
  await expect(timer).toBeHidden()
  await enter(page, 'Plan Monday lecture')
  await expect(timer).toContainText('may have started, not sent yet')
  await expect(timer.locator('[data-count]')).toHaveCount(0)
  await strip(page).locator('summary').tap()
  await expect(strip(page)).toContainText(/entered at \d\d:\d\d, may start the timer/)
  await timer.getByRole('button', { name: 'Stop' }).tap()
  await expect(timer).toBeHidden()
  const stopped = Date.now()
  state.weather = 'up'
  await page.goto(`${url}/goals`)
  await expect.poll(() => titlesOf(context, url)).toEqual(['Plan Monday lecture', 'Read part 7'])
  for (const { started_at } of await sessionsOf(context, url)) {
    expect(Date.parse(started_at)).toBeGreaterThanOrEqual(before - 1_000)
    expect(Date.parse(started_at)).toBeLessThanOrEqual(stopped)
  }
  await expect(timer).toBeHidden()
  await expect(strip(page)).toHaveCount(0)
})

test('a line that was removed comes back as it was, and a good act takes an old refusal away', { tag: '@all' }, async ({
  phone,
}) => {
  const { page, state, url, context } = phone
  const kept = () =>
    page.evaluate(
      () =>
        new Promise<{ id: number; key: string; made: number }[]>((resolve) => {
          const opening = indexedDB.open('daymark', 1)
          opening.onsuccess = () => {
            const asked = opening.result.transaction('lines').objectStore('lines').getAll()
            asked.onsuccess = () => resolve(asked.result)
            opening.result.close()
          }
        }),
    )
  const toast = page.locator('[data-toast]')
  state.weather = 'down'
  await page.evaluate(() =>
    document
      .getElementById('toasts')
      ?.insertAdjacentHTML('beforeend', '<div class="toast" data-toast>You are offline. Nothing was changed.</div>'),
  )
  await expect(toast).toHaveCount(1)
  await enter(page, 'Call the clinic 15m')
  await expect(toast).toHaveCount(0)
  await enter(page, 'Letters 5m')
  const before = await kept()
  expect(before).toHaveLength(2)
  await strip(page).locator('summary').tap()
  await strip(page).getByRole('button', { name: 'Remove: Call the clinic' }).tap()
  await expect(strip(page)).toContainText('1 line waits')
  await expect(toast).toContainText('Removed “Call the clinic”')
  await enter(page, 'Mail 2m')
  await expect(strip(page)).toContainText('2 lines wait')
  await toast.getByRole('button', { name: 'Undo' }).tap()
  await expect(strip(page)).toContainText('3 lines wait')
  await expect(toast).toHaveCount(0)
  expect((await kept()).slice(0, 2)).toEqual(before)
  state.weather = 'up'
  await page.goto(`${url}/goals`)
  await expect.poll(() => titlesOf(context, url)).toEqual(['Call the clinic', 'Letters', 'Mail'])
})

test('the Undo of a start goes once its timer was stopped without a network', { tag: '@all' }, async ({ phone }) => {
  const { page, state } = phone
  await enter(page, 'Letters')
  const toast = page.locator('[data-toast]')
  await expect(toast).toContainText('Undo')
  // It stays while it is in use.
  await toast.getByRole('button', { name: 'Dismiss' }).focus()
  state.weather = 'down'
  await page.locator('#timer').getByRole('button', { name: 'Stop' }).tap()
  await expect(strip(page)).toContainText('1 line waits')
  await expect(toast).toHaveCount(0, { timeout: 5_000 })
})

test('what waits counts in what is left of the day, beside a ticked goal, and on the page that closes it', async ({
  phone,
}) => {
  const { page, state, url, context } = phone
  const send = (path: string, form: Record<string, string>) =>
    context.request.post(url + path, { form, headers: { Origin: url } })
  await send('/tasks/quick', { line: 'Report 30m today' })
  await send('/target', { daily_target: '2h' })
  const ticked = { progress_source: 'times', times_of: 'ticks', unit: 'km', target: '5', period: 'day' }
  await send('/goals', { title: 'Run', ...ticked })
  await page.goto(`${url}/goals`)
  await follow(page.getByRole('link', { name: 'Run', exact: true }))
  const goal = new URL(page.url()).pathname
  await page.goto(`${url}/`)
  const load = page.locator('#load')
  await expect(load).toContainText('1h 30m left of target')
  const width = () => load.locator('svg > rect').first().getAttribute('width')
  const before = await width()
  const kept = () =>
    page.evaluate(
      async (paths) => (await Promise.all(paths.map((path) => caches.match(path)))).every(Boolean),
      ['/plan/close', '/goals', goal],
    )
  await expect.poll(kept, { timeout: 20_000 }).toBe(true)
  state.weather = 'down'
  await enter(page, 'Call the clinic 45m')
  await expect(load).toContainText('45m left of target')
  expect(await width()).not.toBe(before)
  await enter(page, 'Letters 2h')
  await expect(load).toContainText('1h 15m over target')
  await page.goto(`${url}/goals`)
  await page.getByRole('button', { name: 'Tick: Run' }).tap()
  await expect(page.locator('.goal .row-meta')).toContainText(/^1 waiting · 4 km left today/)
  await expect(page.locator('.goal .measure')).toContainText(/^\s*1/)
  await page.goto(url + goal)
  await page.getByLabel('km', { exact: true }).fill('1,5')
  await page.keyboard.press('Enter')
  await page.waitForURL(`${url}/`)
  await page.goto(`${url}/goals`)
  await expect(page.locator('.goal .row-meta')).toContainText(/^2 waiting · 2.5 km left today/)
  for (let more = 0; more < 5; more++) await page.getByRole('button', { name: 'Tick: Run' }).tap()
  await expect(page.locator('.goal .row-meta')).toContainText(/^7 waiting · 0 km left today/)
  await page.goto(`${url}/plan/close`)
  await expect(page.locator('#close-done')).toContainText('9 lines wait and are not counted')
})

test('a task that is done without a network is done on the page that closes the day', { tag: '@all' }, async ({
  phone,
}) => {
  const { page, state, url, context } = phone
  for (const line of ['Report today', 'Letters today'])
    await context.request.post(`${url}/tasks/quick`, { form: { line }, headers: { Origin: url } })
  await page.goto(`${url}/`)
  await expect.poll(() => page.evaluate(async () => !!(await caches.match('/plan/close')))).toBe(true)
  await page.goto(`${url}/plan/close`)
  const done = page.locator('#close-done')
  const left = page.locator('#close-left')
  await expect(left).toContainText('2 tasks')
  await page.goto(`${url}/`)
  state.weather = 'down'
  await page.getByRole('button', { name: 'Done: Report' }).tap()
  await expect(strip(page)).toContainText('1 line waits')
  await page.goto(`${url}/plan/close`)
  await expect(done.getByRole('listitem')).toContainText(/Report.*done at \d\d:\d\d · waiting/)
  await expect(done).toContainText('1 task done')
  await expect(done).not.toContainText('not counted')
  await expect(left).toContainText(/1 task(?!s)/)
  await expect(left.getByRole('listitem').filter({ visible: true })).toHaveCount(1)
  await expect(page.getByLabel('First thing tomorrow').locator('option')).toHaveText(['As it comes', 'Letters'])
  await loadAxe(page)
  expect(await page.evaluate(findViolations, structuralRules)).toEqual([])
  await done.getByRole('button', { name: 'Remove: Report' }).tap()
  await expect(done).toContainText('nothing yet')
  await expect(left).toContainText('2 tasks')
  await page.locator('[data-toast]').getByRole('button', { name: 'Undo' }).tap()
  await expect(done).toContainText('1 task done')
  await page.locator('main').getByRole('button', { name: 'Close the day' }).tap()
  await expect(strip(page)).toContainText('2 lines wait')
  // Put off until tomorrow.
  await expect(page.getByRole('button', { name: 'Done: Letters' })).toBeHidden()
  await expect(page.getByRole('button', { name: 'Done: Report' })).toBeVisible()
  state.weather = 'up'
  await page.goto(`${url}/tasks`)
  const tasks = async () => {
    const { items } = await (await context.request.get(`${url}/api/v1/tasks`)).json()
    return Object.fromEntries(items.map(({ title, status }: { title: string; status: string }) => [title, status]))
  }
  await expect.poll(tasks).toEqual({ Letters: 'todo', Report: 'done' })
  const closing = await context.newPage()
  await closing.goto(`${url}/plan/close`)
  const now = closing.locator('#close-done')
  await page.goto(`${url}/tasks`)
  state.weather = 'down'
  await page.getByRole('button', { name: 'Done: Letters' }).tap()
  await expect(now).toContainText(/2 tasks done.*Letters.*waiting/)
  state.weather = 'up'
  await page.goto(`${url}/tasks`)
  await expect(now.getByRole('button', { name: 'Done: Letters' })).toBeVisible()
})

test('a captured line that waits is shown as its kind, and a task for another day not on Today', async ({ phone }) => {
  const { page, state, url, context } = phone
  await context.request.post(`${url}/tasks/quick`, { form: { line: 'Report tomorrow' }, headers: { Origin: url } })
  await page.goto(`${url}/capture`)
  state.weather = 'down'
  const line = page.locator('#capture-line input[name="entry"]')
  for (const text of ['todo call the bank tomorrow', 'learned CTEs', 'energy 4 3', 'energy 4', 'todo: buy milk']) {
    await line.fill(text)
    await line.press('Enter')
    await expect(line).toHaveValue('')
  }
  await expect(page.locator('#latest .row-title')).toHaveText([
    ...['buy milk', 'energy 4', 'energy 4 3', 'CTEs', 'call the bank tomorrow', 'Report'],
  ])
  await page.goto(`${url}/`)
  await expect(page.locator('#day-rows .row-title')).toHaveText(['buy milk'])
  await strip(page).locator('summary').tap()
  const rows = strip(page).getByRole('listitem')
  await expect(rows.locator('.row-title')).toHaveText([
    ...['call the bank tomorrow', 'CTEs', 'energy 4 3', 'energy 4', 'buy milk'],
  ])
  await expect(rows.nth(2)).toContainText('checked in at')
  await expect(rows.nth(3)).toContainText('entered at')
  await expect(rows.nth(1)).toContainText('learning added at')
  await rows.nth(1).getByRole('button', { name: 'Change' }).tap()
  await expect(rows.nth(1).getByLabel('Change the line')).toHaveValue('learned CTEs')
})

test('a tick that waits is taken back by a tap on it, and where its line is removed', { tag: '@all' }, async ({
  phone,
}) => {
  const { page, state, url, context } = phone
  await context.request.post(`${url}/tasks/quick`, { form: { line: 'Report today' }, headers: { Origin: url } })
  await page.goto(`${url}/`)
  const tick = page.getByRole('button', { name: 'Done: Report' })
  await expect(tick).toBeVisible()
  state.weather = 'down'
  for (const way of ['tap', 'remove']) {
    await tick.tap()
    await expect(strip(page)).toContainText('1 line waits')
    await expect(tick).toHaveAttribute('aria-pressed', 'true')
    await expect(tick).toHaveClass(/is-waiting/)
    await expect(page.locator('.htmx-request')).toHaveCount(0)
    if (way === 'tap') {
      // A second tap at once is a slip.
      await page.clock.setFixedTime(Date.now() + 1_000)
      await tick.tap()
    } else {
      await strip(page).locator('summary').tap()
      await strip(page).getByRole('button', { name: 'Remove: Report' }).tap()
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

test('a kept page has the timer that was kept last, and one that needs the network comes with it', {
  tag: '@all',
}, async ({ phone }) => {
  const { page, state, url, context } = phone
  const timer = page.locator('#timer')
  const keeps = (path: string, words: string) =>
    expect.poll(() => page.evaluate(async (one) => (await caches.match(one))?.text(), path)).toContain(words)
  await enter(page, 'Alpha')
  await page.goto(`${url}/sessions`)
  await expect(timer).toContainText('Alpha')
  await page.goto(`${url}/`)
  await enter(page, 'Buy milk today')
  await enter(page, 'Beta')
  for (const path of ['/', '/timer']) await keeps(path, 'Beta')
  await keeps('/tasks', 'Buy milk')
  state.weather = 'down'
  await page.goto(`${url}/sessions`)
  await expect(timer).toContainText('Beta')
  await timer.getByRole('button', { name: 'Stop' }).tap()
  await expect(strip(page)).toContainText('1 line waits')
  await page.goto(`${url}/people`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page needs the network')
  state.weather = 'up'
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('People')
  const running = async () => (await (await context.request.get(`${url}/api/v1/timer`)).text()) || 'none'
  await expect.poll(running).not.toContain('Beta')
})

test('a waiting session that is removed leaves the one before it as it ended', { tag: '@all' }, async ({ phone }) => {
  const { page, state, url, context } = phone
  state.weather = 'down'
  await enter(page, 'Alpha')
  await enter(page, 'Beta')
  await page.locator('#timer').getByRole('button', { name: 'Stop' }).tap()
  await page.getByRole('button', { name: 'Remove: Beta' }).tap()
  await expect(page.locator('#earlier-today, .part-fold').getByText('Beta')).toHaveCount(0)
  await expect(page.locator('#timer')).toBeHidden()
  await expect(page.locator('.part-fold', { hasText: 'Earlier today' })).toContainText('Alpha')
  state.weather = 'up'
  await page.goto(`${url}/goals`)
  await expect.poll(() => titlesOf(context, url)).toEqual(['Alpha'])
})
