import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { daymark, startBrowser, withProperties } from './testing'

let browser: Awaited<ReturnType<typeof startBrowser>>

beforeEach(async () => {
  browser = await startBrowser()
})

afterEach(() => browser.settle())

const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000)

const frame = (main: string) => `<body class="page"><main id="main">${main}</main></body>`

/** Opens pages while the network works, until the worker has kept them. */
const see = async (...paths: string[]) => {
  browser.server = ({ url }) => daymark(frame(`${new URL(url).pathname} as it was`))
  for (const path of paths) {
    await browser.visit(path)
    await browser.settle()
    pass(1)
  }
}

const down = () => undefined
const hung = () => new Promise<never>(() => {})
const late = (seconds: number, html: string) =>
  new Promise<Response>((resolve) => setTimeout(() => resolve(daymark(html)), seconds * 1000))

const offline = (path: string) => {
  browser.server = down
  return browser.visit(path)
}

const needsNetwork = 'This page needs a connection'

test.each([
  ['fails', down, false],
  ['swallows requests', hung, false],
  ['ends at a proxy', () => new Response('Train', { status: 503 }), false],
  ['has another server', () => new Response('Train'), true],
  ['leads elsewhere', () => withProperties(new Response(), { type: 'opaqueredirect' }), true],
])('a page that was seen opens with its age where the network %s', async (_, server, isReplaced) => {
  await see('/goals')
  pass(59)
  browser.server = server
  const begun = Date.now()
  expect(await browser.visit('/goals')).toBe(frame('/goals as it was'))
  expect(Date.now() - begun).toBeLessThanOrEqual(3000)
  await browser.postMessage({ visit: 'ada' })
  expect(browser.messages).toContainEqual({ shown: { at: begun - 60_000, isReplaced } })
})

test('the page in place of one that is not kept has its own age, which its timer counts from', async () => {
  await see('/goals')
  await browser.postMessage({ visit: 'ada' })
  const at = Date.now()
  pass(60)
  expect(await offline('/people')).toContain('/offline as it was')
  await browser.postMessage({ visit: 'ada' })
  expect(browser.messages).toContainEqual({ shown: { at: expect.closeTo(at, -4), isMissing: true } })
})

test('a page that comes late is brought, and one that is not kept is waited for while Daymark answers', async () => {
  await see('/goals')
  browser.server = () => late(5, 'new')
  expect(await browser.visit('/goals')).toContain('as it was')
  await browser.settle()
  expect(browser.messages).toEqual([{ came: '/goals' }])
  expect(await offline('/goals')).toBe('new')
  browser.server = ({ url }) => (url.endsWith('/health') ? daymark() : late(30, 'people'))
  expect(await browser.visit('/people')).toBe('people')
  browser.server = hung
  expect(await browser.visit('/people')).toContain(needsNetwork)
})

test.each([
  ['/goals/new', {}, false],
  ['/plans/a', {}, true],
  ['/plans/a', { 'X-Keep': 'never' }, false],
  ['/plans/a', { 'X-Style': '/gone.css' }, false],
  ['/people', {}, false],
])('a device keeps %s with %j: %s', async (path, headers, isKept) => {
  const main = 'As it was'
  browser.server = () => daymark(frame(main), 200, headers)
  await browser.visit(path)
  await browser.settle()
  expect(await offline(path)).toContain(isKept ? main : needsNetwork)
})

test('a file is kept once it came, but no page in its place of a network that asks to sign in', async () => {
  const path = '/assets/app-0123abcd.js'
  for (const [text, type] of [
    ['Sign in', 'text/html'],
    ['run()', 'text/javascript'],
  ] as const) {
    browser.server = () => new Response(text, { headers: { 'Content-Type': type } })
    expect(await browser.visit(path)).toBe(text)
  }
  expect(await offline(path)).toBe('run()')
})

test('the page that closes a day opens on that day alone', async () => {
  await see('/plan/close', '/tasks')
  vi.setSystemTime('2026-03-10T23:59Z')
  for (const path of ['/plan/close', '/tasks']) expect(await offline(path)).toContain(`${path} as it was`)
  vi.setSystemTime('2026-03-11T00:01Z')
  expect(await offline('/plan/close')).toContain(needsNetwork)
  expect(await offline('/tasks')).toContain('/tasks as it was')
})

test('the last ten days that were seen are kept, and other pages beside them', async () => {
  const days = Array.from({ length: 12 }, (_, n) => `/day/2026-01-${10 + n}`)
  await see('/goals/a', ...days)
  for (const [n, path] of days.entries()) expect((await offline(path)).includes(needsNetwork), path).toBe(n < 2)
  expect(await offline('/goals/a')).toContain('as it was')
})

test.each([
  ['is sent', () => daymark(), ['sent', 'sent', 'done']],
  ['is refused', () => daymark('No such goal', 422), ['refused', 'refused', 'done', 'left']],
  ['waits for its person to sign in', () => daymark('', 401), ['signedOut', 'left']],
  ['waits while another person is signed in', () => daymark('', 409, { 'HX-Redirect': '/' }), ['signedOut', 'left']],
  ['waits for a server that is busy', () => daymark('', 503), ['left']],
  ['waits for Daymark itself', () => new Response('Train'), ['left']],
])(
  'a line without an answer waits after 3 s, the next at once, and at the next visit it %s',
  async (_, server, messages) => {
    await see('/goals')
    browser.server = hung
    for (const [entry, seconds] of [
      ['First', 3],
      ['Second', 0],
    ] as const) {
      const begun = Date.now()
      expect((await browser.post('/sessions/entry', { entry })).headers.has('X-Waiting')).toBe(true)
      expect(Date.now() - begun).toBe(seconds * 1000)
    }
    await browser.settle()
    browser.messages.length = 0
    browser.server = server
    await browser.postMessage({ visit: 'ada' })
    expect(browser.messages.flatMap(Object.keys)).toEqual(messages)
  },
)

test('pages hear once how many lines were sent and how many refused', async () => {
  await see('/goals')
  browser.server = down
  for (const entry of ['First', 'Second !Nowhere', 'Third']) await browser.post('/sessions/entry', { entry })
  browser.server = async ({ body }) => daymark('', (await new Response(body).text()).includes('Nowhere') ? 422 : 200)
  await browser.postMessage({ visit: 'ada' })
  const done = browser.messages.filter((message) => 'done' in message)
  expect(done).toEqual([{ done: { person: 'ada', sent: 2, refused: 1 } }])
})

test.each([
  ['/timer/start', 1, 1],
  ['/timer/start', 3, 2],
  ['/goals/a/ticks', 0, 2],
  ['/energy', 59, 1],
  ['/energy', 61, 2],
  ['/review/a', 600, 1],
])('two taps on %s, %i s apart, are lines: %i', async (path, seconds, count) => {
  await see('/goals')
  browser.server = down
  await browser.post(path)
  pass(seconds)
  await browser.post(path)
  browser.requests.length = 0
  browser.server = () => daymark()
  await browser.postMessage({ visit: 'ada' })
  expect(browser.requests.filter((one) => one === `POST ${path}`)).toHaveLength(count)
})

test('a form is sent as the browser made it, and under its key once more where no answer came', async () => {
  await see('/goals')
  const sent: object[] = []
  browser.server = async ({ method, headers, body }) => {
    if (method === 'GET') return daymark()
    const key = headers.get('Idempotency-Key')
    sent.push({ key, hasTime: headers.has('Made-At'), body: await new Response(body).text() })
    return sent.length > 1 ? daymark() : Promise.reject()
  }
  await browser.post('/sessions/entry', { entry: 'First', line_key: 'one' })
  await browser.postMessage({ visit: 'ada' })
  await browser.post('/sessions/entry', { entry: 'Second', line_key: 'two' })
  expect(sent).toMatchObject([
    { key: null, hasTime: false, body: 'line_key=one&entry=First' },
    { key: 'one', hasTime: true, body: 'entry=First' },
    { key: null, hasTime: false, body: 'line_key=two&entry=Second' },
  ])
})

test('nothing is kept, shown or sent once somebody has signed out, and the server hears of it first', async () => {
  await see('/goals')
  browser.server = down
  await browser.post('/sessions/entry')
  await browser.postMessage({ leaves: 'ada' })
  for (const server of [down, () => daymark('', 500), () => new Response('Train')]) {
    browser.requests.length = 0
    browser.server = server
    expect(await browser.visit('/goals')).toContain('You are signed out on this device')
    expect(browser.requests).toEqual(['POST /auth/sign-out'])
    await browser.restart()
  }
  browser.server = ({ method }) =>
    method === 'POST' ? withProperties(daymark(), { redirected: true }) : daymark('Sign in', 200, { 'X-Person': '' })
  for (let n = 0; n < 2; n += 1) {
    expect(await browser.visit('/goals')).toBe('Sign in')
    await browser.restart()
  }
  await browser.postMessage({ visit: 'ada' })
  expect(browser.requests.slice(1)).toEqual(['POST /auth/sign-out', 'GET /goals', 'GET /goals', 'GET /'])
  expect(await offline('/')).toContain(needsNetwork)
})

test('hours of a timesheet that was left are saved as their person’s', async () => {
  const people: (string | null)[] = []
  browser.server = ({ headers }) => {
    people.push(headers.get('X-Person'))
    return daymark()
  }
  await browser.postMessage({ hours: '2026-03-02~0~~~=1%3A30', of: 'ada' })
  expect([browser.requests, people]).toEqual([['POST /week'], ['ada']])
})

test('cards that were rated since are named beside those that are kept, until the review is kept again', async () => {
  await see('/review')
  await browser.post('/review/a', { rating: '3' })
  const rated = async () => {
    browser.server = down
    return (await browser.ask('/review/ahead')).headers.get('X-Rated')
  }
  expect(await rated()).toBe('a')
  await see('/goals')
  await browser.postMessage({ visit: 'ada' })
  expect(await rated()).toBe('')
})

test('pages are kept again after a line that was sent late, and else once a day', async () => {
  await see('/goals')
  await browser.postMessage({ visit: 'ada' })
  const asks = async () => {
    browser.requests.length = 0
    browser.server = () => daymark(frame('Page'))
    await browser.postMessage({ visit: 'ada' })
    return browser.requests.includes('GET /stats')
  }
  expect(await asks()).toBe(false)
  browser.server = down
  await browser.post('/sessions/entry')
  expect(await asks()).toBe(true)
})

test('pages are kept again if signing out has deleted some of them meanwhile', async () => {
  let isIn = true
  browser.server = async ({ url }) => {
    if (isIn && url.endsWith('/offline')) isIn = !(await caches.delete('pages-ada'))
    return daymark(frame('Page'))
  }
  await browser.postMessage({ visit: 'ada' })
  expect(isIn).toBe(false)
  for (const path of ['/', '/capture', '/stats']) expect(await offline(path)).toContain('Page')
})

test('pages that nobody waits for are asked for once the page has asked for nothing for a second', async () => {
  await see('/goals')
  const asked: [string, number][] = []
  browser.server = ({ url }) => {
    asked.push([new URL(url).pathname, Date.now()])
    return daymark(frame('Page'))
  }
  const visit = browser.postMessage({ visit: 'ada' })
  const clicked = Date.now()
  await Promise.all([browser.visit('/week'), visit])
  const [first, ...later] = asked.filter(([path]) => path !== '/week').map(([, at]) => at - clicked)
  expect(first).toBeGreaterThanOrEqual(1_000)
  expect(later.length).toBeGreaterThan(5)
})
