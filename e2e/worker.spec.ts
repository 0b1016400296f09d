import type { BrowserContext, Page } from '@playwright/test'
import { expect, signIn, visitorTest, zoneOfJourneys } from './fixtures'
import { lists, others } from './page-paths'

/** Replaces what differs between two people and two moments: ids, tokens, and numbers, as of seconds. */
const general = (text: string) =>
  text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\b[\w-]{20,}\b/g, 'ID').replace(/(PT)?(\d+[hms]?\s?)+/gi, '0')

const addRows = async ({ request }: BrowserContext, baseURL: string) => {
  const headers = { Origin: baseURL }
  const goal = { title: 'Run', measure: 'times', times_of: 'ticks', period: 'week', target: 3 }
  for (const [path, data] of [
    ['projects', { name: 'Thesis' }],
    ['goals', goal],
    ['tasks', { title: 'Stamps' }],
    ['cards', { question: 'Capital of Portugal', answer: 'Lisbon' }],
  ] as const)
    expect((await request.post(`/api/v1/${path}`, { data, headers })).status(), path).toBe(201)
}

type Answer = Record<'path' | 'action' | 'at' | 'body', string> & { status: number | undefined }

/** Pages, and of lists that of the first row. */
const pathsOf = async (page: Page) => {
  const paths: string[] = []
  for (const path of [...lists, ...others, '/plan/close']) {
    await page.goto(path)
    const row = page.locator('#main a.row-title:not([href^="/api"], [href*="."])').first()
    paths.push(path, ...((await row.count()) > 0 ? [(await row.getAttribute('href')) ?? ''] : []))
  }
  return [...new Set(paths)]
}

/** Sends each form of a page, of several with one address the first, and returns how it is answered. */
const answersOf = async (page: Page, path: string, seen: Set<string>) => {
  // An answer may still lead on.
  const open = () => expect(() => page.goto(path)).toPass({ timeout: 10_000 })
  await open()
  const forms = page.locator('form[method="post"]')
  const actions = await forms.evaluateAll((all) => all.map((form) => form.getAttribute('action') ?? ''))
  const answers: Answer[] = []
  for (const address of actions) {
    const action = general(address)
    if (seen.has(action) || /sign-out|delete|account|restore/.test(action)) continue
    seen.add(action)
    await open()
    // The form before may have taken this one away.
    const form = page.locator(`form[method="post"][action="${address}"]`).first()
    if ((await form.count()) === 0) continue
    const loading = page.waitForEvent('load', { timeout: 5_000 }).catch(() => undefined)
    const answering = page.waitForResponse((one) => one.request().method() === 'POST', { timeout: 5_000 })
    await form.evaluate((one: HTMLFormElement) => {
      one.noValidate = true
      one.requestSubmit()
    })
    const answer = await answering.catch(() => undefined)
    const isPage = answer?.request().isNavigationRequest() ?? false
    // A redirect and an answer without content have none.
    const text = await answer?.text().catch(() => '')
    const body = text?.slice(Math.max(0, text.indexOf('<main')))
    if (isPage) await loading
    const at = isPage ? page.url().replace(new URL(page.url()).origin, '') : answer?.headers()['hx-redirect']
    answers.push({
      path: general(path),
      action,
      status: answer?.status(),
      at: general(at ?? ''),
      body: general(body ?? ''),
    })
  }
  return answers
}

visitorTest('each form is answered as without a service worker', { tag: '@all' }, async ({ browser, baseURL: url }) => {
  const baseURL = url ?? ''
  const walk = async (serviceWorkers: 'allow' | 'block') => {
    const context = await browser.newContext({ baseURL, serviceWorkers, timezoneId: zoneOfJourneys() })
    await signIn(context, baseURL)
    await addRows(context, baseURL)
    const page = await context.newPage()
    await page.goto('/verify')
    if (serviceWorkers === 'allow')
      await page.evaluate(async () => {
        await navigator.serviceWorker.register('/service-worker.js')
        await navigator.serviceWorker.ready
      })
    const seen = new Set<string>()
    const answers: Answer[] = []
    for (const path of await pathsOf(page)) answers.push(...(await answersOf(page, path, seen)))
    await context.close()
    return answers
  }
  visitorTest.setTimeout(240_000)
  // To compare with: a browser may have none.
  const without = await walk('block')
  expect(without.filter(({ status }) => status !== undefined).length).toBeGreaterThan(40)
  expect(await walk('allow')).toEqual(without)
})
