import { randomUUID } from 'node:crypto'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import { phoneScreen, written, zoneOfJourneys } from './fixtures'

/**
 * `lossy` loses the answers of requests that have reached the server; `late` holds requests up, `held` until it is over,
 * `hung` for good; `portal` answers in place of the server, as the network of a train does, and `unavailable` says that
 * it cannot be reached. `gateway` leads everything to another origin, to sign in there.
 */
export type Weather = 'up' | 'down' | 'late' | 'held' | 'lossy' | 'hung' | 'portal' | 'unavailable' | 'gateway'

/** Requests of the test itself pass in any weather. */
export const inAnyWeather = { 'X-Any-Weather': '1' }

/** Stands between a browser and a server, as a network does. */
export const flakyNetwork = async (server: string) => {
  const state = {
    weather: 'up' as Weather,
    /** The weather that comes with the next write. */
    comes: undefined as Weather | undefined,
    deployment: 0,
    lateBy: 1500,
    worker: '',
    writes: 0,
    questions: 0,
    workers: 0,
  }
  const proxy = createServer(async (incoming, outgoing) => {
    if (incoming.method === 'POST') {
      state.writes += 1
      state.weather = state.comes ?? state.weather
      state.comes = undefined
    }
    const weather = 'x-any-weather' in incoming.headers ? 'up' : state.weather
    if (incoming.url === '/health') state.questions += 1
    if (incoming.url === '/service-worker.js') state.workers += 1
    if (weather === 'down') return incoming.socket.destroy()
    if (weather === 'hung') return
    if (weather === 'portal' || weather === 'unavailable') {
      outgoing.writeHead(weather === 'portal' ? 200 : 503, { 'Content-Type': 'text/html', 'Cache-Control': 'no-store' })
      return outgoing.end('<!doctype html><title>Train</title><h1>Welcome to the train</h1>')
    }
    if (weather === 'gateway') {
      outgoing.writeHead(302, { Location: `${server}/robots.txt`, 'Cache-Control': 'no-store' })
      return outgoing.end()
    }
    while (weather === 'held' && state.weather === weather) await new Promise((done) => setTimeout(done, 50))
    if (weather === 'late') await new Promise((done) => setTimeout(done, state.lateBy))
    const { method, headers, url = '/' } = incoming
    const isWorker = url === '/service-worker.js'
    const sent = isWorker ? { ...headers, 'accept-encoding': 'identity', 'if-none-match': '' } : headers
    const onward = request(new URL(url, server), { method, headers: sent, agent: false }, (answer) => {
      if (weather === 'lossy' && method === 'POST') {
        answer.resume().on('end', () => incoming.socket.destroy())
        return
      }
      if (isWorker && state.worker) {
        outgoing.writeHead(200, { 'Content-Type': 'text/javascript', 'Cache-Control': 'no-cache' })
        outgoing.end(state.worker)
        return
      }
      delete answer.headers.connection
      const { 'content-length': _, etag: __, ...rest } = answer.headers
      outgoing.writeHead(answer.statusCode ?? 502, isWorker ? rest : answer.headers)
      answer.pipe(outgoing, { end: !isWorker })
      if (isWorker) answer.on('end', () => outgoing.end(`\n// deployment ${state.deployment}`))
    })
    onward.on('error', () => incoming.socket.destroy())
    incoming.pipe(onward)
  })
  // Avoids resets of reused connections, which no test expects.
  proxy.keepAliveTimeout = 0
  await new Promise<void>((ready) => proxy.listen(0, 'localhost', ready))
  const url = `http://localhost:${(proxy.address() as AddressInfo).port}`
  const close = () => {
    proxy.close()
    proxy.closeAllConnections()
  }
  return { state, url, close }
}

/** Signs in to an account, creating it if needed. */
export const signInThrough = async (context: BrowserContext, url: string, email: string) => {
  const headers = { Origin: url, ...inAnyWeather }
  const answer = await context.request.post(`${url}/dev/sign-in`, {
    form: { email, time_zone: zoneOfJourneys() ?? '' },
    headers,
    maxRedirects: 0,
  })
  expect(answer.status()).toBe(303)
}

/** Waits until the worker has a copy: it asks for one page after the other, while no page asks for anything. */
export const expectCached = (page: Page, path: string) =>
  expect
    .poll(() => page.evaluate(async (key) => Boolean(await caches.match(key)), path), { timeout: 45_000 })
    .toBe(true)

/** Opens Today, once the worker has all that it needs offline. */
export const openToday = async (context: BrowserContext, url: string) => {
  const page = await context.newPage()
  const go = () => page.goto(`${url}/`, { waitUntil: 'load' })
  await go()
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await go()
  await expectCached(page, '/offline')
  return page
}

/** Opens Today once, until the worker has kept it. */
export const firstVisit = async (context: BrowserContext, url: string) => {
  const page = await context.newPage()
  await page.goto(`${url}/`)
  await expectCached(page, '/')
  await page.waitForFunction(() => navigator.serviceWorker.controller)
  return page
}

/** A phone of a new person, with a network that the test has in its hands. */
export const phone = async (browser: Browser, server: string, open = openToday) => {
  const network = await flakyNetwork(server)
  const context = await browser.newContext({ timezoneId: zoneOfJourneys(), ...phoneScreen })
  await signInThrough(context, network.url, `${randomUUID()}@example.com`)
  const page = await open(context, network.url)
  const end = async () => {
    await context.close()
    network.close()
  }
  return { ...network, context, page, end }
}

/** A test on a phone of a new person, which shows Today. */
export const test = base.extend<{ phone: Awaited<ReturnType<typeof phone>> }>({
  phone: async ({ browser, baseURL }, use) => {
    const opened = await phone(browser, baseURL ?? '')
    await use(opened)
    await opened.end()
  },
})

export type Session = { title: string; started_at: string; ended_at: string }

/** The sessions that the server has, whatever the weather. */
export const sessionsOf = async (context: BrowserContext, url: string) => {
  const answer = await context.request.get(`${url}/api/v1/sessions?limit=100`, { headers: inAnyWeather })
  return (await answer.json()).items as Session[]
}

/** Their titles, sorted. */
export const titlesOf = async (context: BrowserContext, url: string) =>
  (await sessionsOf(context, url)).map(({ title }) => title).sort()

/** Enters a line, and waits until it is stored or kept. */
export const enter = async (page: Page, line: string) => {
  await page.locator('#entry').fill(line)
  await page.keyboard.press('Enter')
  await written(page)
}

/** The outbox bar. */
export const strip = (page: Page) => page.getByRole('region', { name: 'Offline' })

/** Answers a card whose answer is “of” its question. */
export const answerCard = async (page: Page, question: string, rating: number) => {
  await expect(page.locator('#review-question')).toHaveText(question)
  await page.keyboard.press('Space')
  await expect(page.locator('#review-answer')).toHaveText(`of ${question}`)
  await page.keyboard.press(String(rating))
}
