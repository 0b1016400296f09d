import { dateDaysAgo, demoTest, elsewhere, expect, expectFits, phoneScreen, test } from './fixtures'

test.use({ viewport: { width: 390, height: 240 } })

test('a chart comes with its script once a phone scrolls to it', { tag: '@all' }, async ({ page }) => {
  await elsewhere(page, '/sessions/entry', { entry: '1h maps' })
  const scripts: string[] = []
  page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.push(new URL(request.url()).pathname)
  })
  await page.goto('/stats', { waitUntil: 'networkidle' })
  const chart = page.locator('#chart')
  await expect(chart).not.toHaveAttribute('width')
  expect(scripts.filter((path) => path.includes('chart'))).toEqual([])
  await chart.scrollIntoViewIfNeeded()
  await expect(chart).toHaveAttribute('width', /\d/)
})

test('the longest rows of sessions fit the narrowest phones, by a clock of twelve hours', { tag: '@all' }, async ({
  page,
  context,
  baseURL,
}) => {
  const headers = { Origin: baseURL ?? '' }
  await context.request.patch('/api/v1/me', { data: { preferences: { clock: 12 } }, headers })
  const made = async (path: string, data: object) => {
    const answer = await context.request.post(`/api/v1/${path}`, { data, headers })
    expect(answer.ok(), await answer.text()).toBe(true)
    return (await answer.json()).id
  }
  const goal_id = await made('goals', { title: 'Carbon stock model', kind: 'open' })
  for (const daysAgo of [1, 2, 400]) {
    const [started_at, ended_at] = ['10:25', '12:55'].map((time) => `${dateDaysAgo(daysAgo)}T${time}:00Z`)
    await made('sessions', { title: 'Stock model: last plots', goal_id, started_at, ended_at, duration_seconds: 8400 })
  }
  for (const path of [
    '/timer',
    '/sessions',
    '/sessions?select=session',
    `/goals/${goal_id}`,
    `/day/${dateDaysAgo(1)}`,
  ]) {
    await page.goto(path)
    await expect(page.locator('main')).toContainText('m–')
    await expectFits(page)
  }
})

demoTest('nothing moves while statistics load on a slow phone', { tag: '@all' }, async ({ page, context }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await session.send('Network.emulateNetworkConditions', {
    ...{ offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 200_000 },
  })
  await page.addInitScript(() => {
    Object.assign(window, { shift: 0 })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        Object.assign(window, { shift: Reflect.get(window, 'shift') + Reflect.get(entry, 'value') })
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await page.goto('/stats', { waitUntil: 'networkidle' })
  for (const chart of await page.locator('main canvas').all()) {
    await chart.scrollIntoViewIfNeeded()
    await expect(chart).toHaveAttribute('width', /\d/)
  }
  expect(await page.evaluate(() => Reflect.get(window, 'shift'))).toBeLessThan(0.01)
})

test.describe('on a phone', () => {
  test.use(phoneScreen)

  test('a new person signs out from the places of a phone, and ticks with a whole finger', { tag: '@all' }, async ({
    page,
  }) => {
    await elsewhere(page, '/tasks/quick', { line: 'Report today' })
    await page.goto('/')
    const tick = page.getByRole('button', { name: 'Done: Report' })
    const area = await tick.evaluate((button) => {
      const { left, right, top, bottom } = button.getBoundingClientRect()
      const [x, y] = [(left + right) / 2, (top + bottom) / 2]
      const isTick = (by: number) => button.contains(document.elementFromPoint(x + by, y))
      return [-21, 21, -24, 24].map(isTick)
    })
    expect(area).toEqual([true, true, false, false])
    await page.locator('.more > summary').tap()
    const leave = page.getByRole('button', { name: 'Sign out' })
    const covered = await leave.evaluate((button) => {
      const { left, top, bottom } = button.getBoundingClientRect()
      return [top + 2, bottom - 2].some((y) => !button.contains(document.elementFromPoint(left + 2, y)))
    })
    expect(covered).toBe(false)
  })
})

demoTest('a phone on its side keeps everything clear of its notch', { tag: '@all' }, async ({ page, context }) => {
  await page.setViewportSize({ width: 844, height: 390 })
  const session = await context.newCDPSession(page)
  await page.goto('/')
  const edges = (selector: string) =>
    page.locator(selector).evaluateAll((all) => {
      const boxes = all.map((one) => one.getBoundingClientRect()).filter(({ width }) => width > 0)
      return [Math.min(...boxes.map(({ left }) => left)), Math.max(...boxes.map(({ right }) => right))]
    })
  const turn = (insets: object) => session.send('Emulation.setSafeAreaInsetsOverride', { insets })
  await turn({ left: 47, right: 0 })
  await expect.poll(async () => (await edges('.rail :is(.go, .find a, .tab)'))[0]).toBeGreaterThanOrEqual(47)
  const [railEnd = 0] = await edges('.deck')
  expect((await edges('.rail'))[1]).toBeLessThanOrEqual(railEnd)
  await turn({ left: 0, right: 47 })
  await expect.poll(async () => (await edges('main'))[1]).toBeLessThanOrEqual(844 - 47)
})
