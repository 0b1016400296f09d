import { dateOf, elsewhere, expect, expectFits, signInToDemo, test } from './fixtures'

test.use({ viewport: { width: 390, height: 240 } })

test('a chart comes with its script once a phone scrolls to it', { tag: '@all' }, async ({ page, person }) => {
  expect(person).toContain('@')
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

test('the longest rows of sessions fit the narrowest phones, by a clock of twelve hours', async ({
  page,
  context,
  person,
  baseURL,
}) => {
  expect(person).toContain('@')
  const headers = { Origin: baseURL ?? '' }
  await context.request.patch('/api/v1/me', { data: { preferences: { clock: 12 } }, headers })
  const made = async (path: string, data: object) => {
    const answer = await context.request.post(`/api/v1/${path}`, { data, headers })
    expect(answer.ok(), await answer.text()).toBe(true)
    return (await answer.json()).id
  }
  const goal_id = await made('goals', { title: 'Carbon stock model', kind: 'open' })
  for (const daysAgo of [1, 2, 400]) {
    const [started_at, ended_at] = ['10:25', '12:55'].map((time) => `${dateOf(daysAgo)}T${time}:00Z`)
    await made('sessions', { title: 'Stock model: last plots', goal_id, started_at, ended_at, duration_seconds: 8400 })
  }
  for (const path of ['/timer', '/sessions', '/sessions?select=session', `/goals/${goal_id}`, `/day/${dateOf(1)}`]) {
    await page.goto(path)
    await expect(page.locator('main')).toContainText('m–')
    await expectFits(page)
  }
})

test('nothing moves while statistics load on a slow phone', async ({ page, context, baseURL }) => {
  await signInToDemo(context, baseURL ?? '')
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
