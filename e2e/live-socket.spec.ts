import type { Page, WebSocketRoute } from '@playwright/test'
import {
  elsewhere,
  expect,
  holdFirst,
  passTime,
  requestsKnown,
  signIn,
  skipTime,
  test,
  useWithoutFaults,
} from './fixtures'

test.skip(process.env.LIVE === 'off', 'the server has no sockets')

/** Lets the socket of a page be cut, and later ones stay silent; `messages` are those that came by it. */
const withSocket = async (page: Page) => {
  const messages: string[] = []
  const open = new Set<WebSocketRoute>()
  let isCut = false
  let isSilent = false
  await page.routeWebSocket(/\/live$/, (socket) => {
    if (isCut) return
    open.add(socket)
    socket.connectToServer().onMessage((message) => {
      if (isSilent) return
      messages.push(String(message))
      socket.send(message)
    })
  })
  return {
    messages,
    /** Lets it stay open and answer no more. */
    silence: () => {
      isSilent = true
    },
    cut: async () => {
      isCut = true
      await Promise.all([...open].map((socket) => socket.close()))
    },
  }
}

const logged = (page: Page, title: string) =>
  page.locator('#earlier-today').getByRole('link', { name: title, exact: true })

test('what is written in one browser shows in another at once, and where its socket is cut with the next poll', async ({
  page,
  person,
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ baseURL })
  await signIn(context, baseURL ?? '', person)
  const other = await context.newPage()
  await useWithoutFaults(other, async () => {
    await other.clock.install()
    const socket = await withSocket(other)
    await elsewhere(page, '/sessions/entry', { entry: '1m first' })
    await Promise.all([page.goto('/'), other.goto('/')])
    await other.locator('#earlier-today > summary').click()
    await expect.poll(() => socket.messages.length).toBe(1)

    await page.getByLabel('Log or start').fill('2m second')
    await page.getByRole('button', { name: /^Log/ }).click()
    await expect(page.locator('#today')).toContainText('3m')
    await expect(logged(other, 'second')).toBeVisible({ timeout: 1000 })
    await expect(other.locator('#today')).toContainText('3m')
    await page.getByLabel('Log or start').fill('Thesis')
    await page.getByRole('button', { name: /^Start/ }).click()
    await expect(page.locator('#timer')).toContainText('Thesis')
    await expect(other.locator('#timer')).toContainText('Thesis', { timeout: 1000 })
    for (const message of socket.messages)
      expect(Object.entries(JSON.parse(message)).map(([name, value]) => `${name} ${typeof value}`)).toEqual(
        ['stats', 'whitelist', 'timer', 'seq'].map((name) => `${name} number`),
      )

    const polled = other.waitForResponse(/\/stats\/live/)
    await socket.cut()
    await polled
    await elsewhere(page, '/sessions/entry', { entry: '4m third' })
    await skipTime(other, 30_000)
    await expect(logged(other, 'third')).toBeVisible()
  })
  await context.close()
})

test('a page does not ask for what it writes itself, however late the answer to the write comes', {
  tag: '@all',
}, async ({ page }) => {
  await page.clock.install()
  const socket = await withSocket(page)
  await page.goto('/')
  await expect.poll(() => socket.messages.length).toBe(1)
  const polls: string[] = []
  page.on('request', (request) => request.url().includes('/stats/live') && polls.push(request.url()))

  const { answer } = await holdFirst(page, /\/sessions\/entry$/)
  await page.getByLabel('Log or start').fill('2m second')
  await page.getByRole('button', { name: /^Log/ }).click()
  await expect.poll(() => socket.messages.length).toBe(2)
  await page.clock.runFor(1000)
  await requestsKnown(page)
  expect(polls).toEqual([])
  answer()
  await expect(page.locator('#today')).toContainText('2m')
  await elsewhere(page, '/sessions/entry', { entry: '4m third' })
  await expect(page.locator('#today')).toContainText('6m')
})

test('a page whose socket answers asks for nothing, and asks again once it is silent', { tag: '@all' }, async ({
  page,
}) => {
  await page.clock.install()
  const socket = await withSocket(page)
  const polls: string[] = []
  page.on('request', (request) => /\/live\?/.test(request.url()) && polls.push(request.url()))
  await page.goto('/')
  for (let answers = 1; answers <= 7; answers += 1) {
    await expect.poll(() => socket.messages.length).toBe(answers)
    await passTime(page, 30_000)
    await requestsKnown(page)
    // Of the first half minute nothing is saved.
    if (answers === 1) polls.length = 0
  }
  expect(polls).toEqual([])
  socket.silence()
  // A jump waits for the requests before it, which would run out of time with the clock.
  for (let turn = 0; turn < 3; turn += 1) await skipTime(page, 30_000)
  await requestsKnown(page)
  expect(polls.length).toBeGreaterThan(1)
})

test('lists follow what is added elsewhere, and keep a form that is open', { tag: '@all' }, async ({
  page,
  person,
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ baseURL })
  await signIn(context, baseURL ?? '', person)
  const other = await context.newPage()
  const opens = async (path: string) => {
    const opened = other.waitForEvent('websocket').then((socket) => socket.waitForEvent('framereceived'))
    await other.goto(path)
    await opened
  }
  const added = other.getByRole('link', { name: 'Follow the tide', exact: true })
  await opens('/goals')
  await elsewhere(page, '/goals', { title: 'Follow the tide' })
  await expect(added).toBeVisible({ timeout: 1000 })

  await opens('/learnings')
  await other.getByRole('link', { name: 'New learning' }).click()
  await other.getByLabel('Title').fill('Half written')
  await elsewhere(page, '/learnings', { title: 'Follow the tide', date: '2026-03-03' })
  await expect(added).toBeVisible({ timeout: 1000 })
  await expect(other.getByLabel('Title')).toHaveValue('Half written')

  await opens('/sessions')
  await other.getByLabel('Log or start').fill('25m half a line')
  await elsewhere(page, '/sessions/entry', { entry: '17m Follow the tide' })
  await expect(added).toBeVisible({ timeout: 1000 })
  await expect(other.locator('#sessions-week')).toContainText('17m')
  await expect(other.getByLabel('Log or start')).toHaveValue('25m half a line')
  await context.close()
})

test('pages of single things follow what is written elsewhere, unless something is typed there', {
  tag: '@all',
}, async ({ page, baseURL }) => {
  const headers = { Origin: baseURL ?? '' }
  const things = [
    ['goals', { title: 'Ebb' }, { title: 'Tide' }],
    ['tasks', { title: 'Ebb' }, { title: 'Tide' }],
    ['people', { name: 'Ebb' }, { name: 'Tide' }],
    ['projects', { name: 'Ebb' }, { name: 'Tide' }],
    ['learnings', { title: 'Ebb', date: '2026-03-03' }, { title: 'Tide' }],
  ] as const
  for (const [kind, data, change] of things) {
    const { id } = await (await page.request.post(`/api/v1/${kind}`, { data, headers })).json()
    await test.step(kind, async () => {
      const opened = page.waitForEvent('websocket').then((socket) => socket.waitForEvent('framereceived'))
      await page.goto(`/${kind}/${id}`)
      await opened
      await page.request.patch(`/api/v1/${kind}/${id}`, { data: change, headers })
      await expect(page.getByRole('heading', { level: 1, name: 'Tide' })).toBeVisible({ timeout: 1000 })
    })
    if (kind !== 'goals') continue
    await page.getByLabel('Progress (%)').fill('40')
    const answered = page.waitForResponse((answer) => answer.url().endsWith(id))
    await page.request.patch(`/api/v1/goals/${id}`, { data: { title: 'Flood' }, headers })
    await answered
    await expect(page.getByLabel('Progress (%)')).toHaveValue('40')
    // The version that its forms send stays with what is typed.
    await expect(page.getByRole('heading', { level: 1, name: 'Tide' })).toBeVisible()
  }
})

test('a page whose person is signed out elsewhere says so before its next poll', { tag: '@all' }, async ({ page }) => {
  const opened = page.waitForEvent('websocket').then((socket) => socket.waitForEvent('framereceived'))
  await page.goto('/')
  await opened
  await elsewhere(page, '/auth/sign-out')
  await expect(page.getByRole('dialog', { name: 'You’re signed out' })).toBeVisible()
})
