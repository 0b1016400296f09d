import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import {
  type Browser,
  type BrowserContext,
  test as base,
  type ConsoleMessage,
  expect,
  type Locator,
  type Page,
  type Request,
} from '@playwright/test'
import { isWhole } from '../scripts/shares'
import { colourRules, everyRule, findViolations, structuralRules } from './violations'

/** The browser's time zone. */
export const zoneOfJourneys = () => test.info().project.use.timezoneId

const day = 24 * 60 * 60 * 1000

/** Local date of a number of days ago. */
export const dateDaysAgo = (daysAgo: number) =>
  new Date(Date.now() - daysAgo * day).toLocaleDateString('en-CA', { timeZone: zoneOfJourneys() })

/** Signs a browser in without a mail, to a new account without `email`, which uses everything; returns the address. */
export const signIn = async (
  { request }: Pick<BrowserContext, 'request'>,
  baseURL: string,
  email = `${randomUUID()}@example.com`,
) => {
  const form = { email, time_zone: zoneOfJourneys() ?? '' }
  const headers = { Origin: baseURL }
  // A server may close a kept connection at the moment of its next use.
  const answer = await request.post('/dev/sign-in', { form, headers, maxRedirects: 0, maxRetries: 2 })
  expect(answer.status()).toBe(303)
  return email
}

/** A phone with a touch screen. */
export const phoneScreen = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

/** A page of the same person on a phone with a touch screen. Close its context at the end. */
export const onPhone = async (browser: Browser, page: Page) => {
  const context = await browser.newContext({
    storageState: await page.context().storageState(),
    ...phoneScreen,
  })
  return context.newPage()
}

/** Writes as another browser of the person. */
export const elsewhere = async (
  { request }: Pick<BrowserContext, 'request'>,
  path: string,
  form: Record<string, string> = {},
) => {
  const Origin = test.info().project.use.baseURL ?? ''
  const answer = await request.post(path, { form, headers: { Origin } })
  expect(answer.ok(), path).toBe(true)
}

/** Adds a plan from its markdown. */
export const addPlan = async ({ request }: Pick<BrowserContext, 'request'>, data: string) => {
  const headers = { Origin: test.info().project.use.baseURL ?? '', 'Content-Type': 'text/markdown' }
  const answer = await request.post('/api/v1/plans', { data, headers })
  expect(answer.ok(), await answer.text()).toBe(true)
}

/** Leaves a page to its polls: its socket is open, and no message comes. */
export const withoutMessages = (page: Page) => page.routeWebSocket(/\/live$/, () => undefined)

/** Signs a browser in to the demo account, which any number of tests may look at and none may change. */
export const signInToDemo = async ({ request }: BrowserContext, baseURL: string) => {
  const answer = await request.post('/dev/demo', { headers: { Origin: baseURL }, maxRedirects: 0 })
  expect(answer.status()).toBe(303)
}

/**
 * A phone and a wide screen, light and dark. The first two differ in both and get every rule; in the others only
 * contrast can differ.
 */
const views = [
  { width: 390, height: 844, colorScheme: 'dark', onlyColours: false },
  { width: 1280, height: 800, colorScheme: 'light', onlyColours: false },
  { width: 1280, height: 800, colorScheme: 'dark', onlyColours: true },
  { width: 390, height: 844, colorScheme: 'light', onlyColours: true },
] as const

type Thoroughness = {
  /** checks all four views instead of the first two, in `npm run test:all` */
  everyView?: boolean
  /** no small target on a phone is near another, which axe leaves out by default and Lighthouse does not */
  targetsApart?: boolean
}

/** The whole file, with its names and comments, takes twice as long to load. */
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Makes `window.axe` available. A page keeps it until it is left. */
export const loadAxe = async (page: Page) => {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource)
}

const smallPhone = { width: 320, height: 693 }

/** Waits: a chart takes its new width after the page has. */
const expectNoOverflow = (page: Page, width: number) =>
  expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), {
      message: `${page.url()} at ${width} scrolls sideways`,
    })
    .toBeLessThanOrEqual(0)

/** Expects no sideways scrolling on the narrowest phones. */
export const expectFits = async (page: Page) => {
  for (const size of [smallPhone, { width: 360, height: 780 }]) {
    await page.setViewportSize(size)
    await expectNoOverflow(page, size.width)
  }
}

/** Resolves when the page was drawn with the colours and the size that it was given, and nothing moves. */
export const drawn = (page: Page) =>
  page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished))
  })

/** Expects no violation of any of axe's rules and no sideways scrolling. */
export const expectAccessibleViews = async (
  page: Page,
  { everyView = false, targetsApart = false }: Thoroughness = {},
) => {
  await loadAxe(page)
  await expectFits(page)
  for (const { width, height, colorScheme, onlyColours } of everyView ? views : views.slice(0, 2)) {
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await drawn(page)
    const rules = onlyColours ? colourRules : everyRule(targetsApart && width < 1280)
    const violations = await page.evaluate(findViolations, rules)
    expect(violations, `${page.url()} at ${width}, ${colorScheme}`).toEqual([])
    await expectNoOverflow(page, width)
  }
}

let reader: Promise<Page> | undefined

const openReader = async (browser: Browser) => {
  const context = await browser.newContext({ javaScriptEnabled: true, viewport: { width: 1280, height: 100 } })
  const page = await context.newPage()
  await loadAxe(page)
  return page
}

/**
 * Finds the violations of HTML by the rules that need its elements alone. They run in a page of their own, without the
 * style sheet and the policy of the site, which has loaded axe once for all journeys of the worker.
 */
export const violationsOf = async (browser: Browser, html: string) => {
  reader ??= openReader(browser)
  const page = await reader
  const replace = (text: string) =>
    document.documentElement.replaceWith(new DOMParser().parseFromString(text, 'text/html').documentElement)
  await page.evaluate(replace, html)
  return page.evaluate(findViolations, structuralRules)
}

/**
 * Expects of a page within a journey no violation of the rules that depend on its elements alone, and no sideways
 * scrolling; in `npm run test:all` of the others, too. Leaves the page wide and light.
 */
export const expectAccessible = async (page: Page, thoroughness: Thoroughness = {}) => {
  // A page that was just opened by a link may still be empty.
  await page.waitForLoadState()
  const browser = page.context().browser()
  if (isWhole || !browser) return expectAccessibleViews(page, thoroughness)
  expect(await violationsOf(browser, await page.content()), page.url()).toEqual([])
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  for (const { width, height } of [smallPhone, { width: 820, height: 1180 }, views[1]]) {
    await page.setViewportSize({ width, height })
    await expectNoOverflow(page, width)
  }
}

const isTouched = (control: Locator) => control.page().evaluate(() => navigator.maxTouchPoints > 0)

/** Taps on a touch screen, and clicks elsewhere. */
const press = async (control: Locator) => ((await isTouched(control)) ? control.tap() : control.click())

/** Opens the fields that filter the list of a page. */
export const openFilter = (page: Page) => press(page.locator('.filter > summary'))

/** Opens the menu in the head of a page. */
export const openMore = (page: Page) => page.locator('.page-head').getByLabel('More', { exact: true }).click()

/** Opens the menu of a row by the row's name. It shows where the focus is, or on a touch screen where a row is selected. */
export const openMenu = async (within: Page | Locator, name: string) => {
  const menu = within.getByLabel(`More for ${name}`, { exact: true })
  await menu.evaluate(
    (one, isTouched) => {
      const row = one.closest('li')
      if (isTouched) row?.querySelector<HTMLElement>('.pick input:not(:checked)')?.click()
      else row?.querySelector<HTMLElement>('a.row-title')?.focus()
    },
    await isTouched(menu),
  )
  await press(menu)
  return menu
}

/** Edits a row from its menu. */
export const editRow = async (within: Page | Locator, name: string) => {
  await openMenu(within, name)
  await press(within.getByRole('link', { name: `Edit ${name}`, exact: true }))
}

/** Follows a link and waits for its page, so that the next step does not act on the old page. */
export const follow = async (link: Locator) => {
  const page = link.page()
  const path = await link.getAttribute('href')
  await link.click()
  await page.waitForURL(new URL(path ?? '', page.url()).href)
}

declare global {
  interface Window {
    /** Requests of htmx whose answers the page has not shown yet. */
    underWay: Set<unknown>
  }
  interface DocumentEventMap {
    'htmx:before:request': CustomEvent<{ ctx: unknown }>
    'htmx:finally:request': CustomEvent<{ ctx: unknown }>
  }
}

/** Counts pending requests in the page, because only htmx's events tell when a response is shown. */
const countRequests = () => {
  window.underWay = new Set()
  document.addEventListener('htmx:before:request', ({ detail }) => window.underWay.add(detail.ctx))
  document.addEventListener('htmx:finally:request', ({ detail }) => window.underWay.delete(detail.ctx))
}

/** Waits until htmx has shown its answers: a request in flight would time out when the clock moves. */
export const answered = async (page: Page) => {
  await page.waitForFunction(() => window.underWay.size === 0, undefined, { polling: 20 })
}

/** Waits until the write that was sent last has its answer. @param timeout in milliseconds */
export const written = (page: Page, timeout?: number) =>
  expect(page.locator('[aria-busy="true"]')).toHaveCount(0, { timeout })

/**
 * Delays the first response to a path until `answer` is called; `asked`: the requests until then.
 * @param status replaces the server's response
 */
export const holdFirst = async (page: Page, path: RegExp, method = 'POST', status?: number) => {
  let answer = () => {}
  const isHeld = new Promise<void>((resolve) => {
    answer = resolve
  })
  const asked: Request[] = []
  await page.context().route(path, async (route) => {
    if (route.request().method() !== method) return route.continue()
    asked.push(route.request())
    if (asked.length > 1) return route.continue()
    const answered =
      status === undefined ? { response: await route.fetch() } : { status, headers: { 'X-App': 'Daymark' } }
    await isHeld
    await route.fulfill(answered).catch(() => 'the page has cancelled it')
  })
  return { answer, asked }
}

/** Holds a script back, as a slow network does, until the returned function is called. */
export const holdScript = async (page: Page, name: string) => {
  const { promise, resolve } = Promise.withResolvers<void>()
  await page.context().route(`**/assets/${name}-*.js`, async (route) => {
    await promise
    await route.continue()
  })
  return resolve
}

/** Resolves when routes and listeners know every request that the page has made: they hear of them one after the other. */
export const requestsKnown = (page: Page) => page.evaluate(() => fetch('/robots.txt').then((answer) => answer.ok))

/** Milliseconds by which a page's clock moves on before it is held, more than a busy machine takes to hold it. */
const pauseAfter = 5_000

/** Moves a page's installed clock on, tick by tick. */
export const passTime = async (page: Page, milliseconds: number) => {
  await answered(page)
  await page.clock.runFor(milliseconds)
}

/** Moves a page's installed clock on as after sleep: a timer that was due fires once, at the end. */
export const skipTime = async (page: Page, milliseconds: number) => {
  // A timer that fires between the last response and the jump would begin another request.
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + pauseAfter)
  await answered(page)
  await page.clock.fastForward(milliseconds - pauseAfter)
  await page.clock.resume()
}

/** Moves the clock half a minute on and waits for the poll of that address; returns its status. */
export const polled = async (page: Page, path: string) => {
  await answered(page)
  const poll = page.waitForResponse((answer) => answer.url().includes(path))
  await skipTime(page, 30_000)
  const answer = await poll
  await answer.finished()
  return answer.status()
}

/** Makes the page one of a tab in the background, or the one in sight. */
export const setHidden = (page: Page, hidden: boolean) =>
  page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => value })
    document.dispatchEvent(new Event('visibilitychange'))
  }, hidden)

/** Fails if the page breaks the Content-Security-Policy or throws while it is used. */
export const useWithoutFaults = async (page: Page, use: (page: Page) => Promise<void>) => {
  const faults: string[] = []
  const onError = (error: Error) => {
    faults.push(String(error))
  }
  const onMessage = (message: ConsoleMessage) => {
    const text = message.text()
    // Other versions of the browser may not know every feature of the policy.
    const isExpected =
      /Failed to load resource.*(4\d\d|ERR_INTERNET_DISCONNECTED)|WebSocket connection to .* failed|Permissions-Policy header: Unrecognized feature/.test(
        text,
      )
    if (message.type() === 'error' && !isExpected) faults.push(text)
  }
  page.on('pageerror', onError).on('console', onMessage)
  await page.addInitScript(countRequests)
  await use(page)
  // The service worker may ask for something as the journey ends.
  await page.context().unrouteAll({ behavior: 'ignoreErrors' })
  // A browser that is closed while it loads may never end.
  if (!page.isClosed()) await page.waitForLoadState()
  page.off('pageerror', onError).off('console', onMessage)
  expect(faults).toEqual([])
}

/** Installs the service worker before the first page of a test, so that it controls all of them. */
const installWorker = async (page: Page) => {
  await page.goto('/verify')
  await page.evaluate(async () => {
    await navigator.serviceWorker.register('/service-worker.js')
    await navigator.serviceWorker.ready
    await new Promise<void>((resolve) => {
      if (navigator.serviceWorker.controller) return resolve()
      navigator.serviceWorker.addEventListener('controllerchange', () => resolve(), { once: true })
    })
  })
}

/** A test in a browser that nobody has used, which fails if a page throws or breaks the Content-Security-Policy. */
export const visitorTest = base.extend({
  page: async ({ page }, use) => {
    await useWithoutFaults(page, use)
    // The next journey begins in the same browser, where a page that is still on its way would be in its way.
    if (!page.isClosed()) await expect(() => page.goto('about:blank')).toPass()
  },
})

/** A test that begins signed in to a new account, whose email address is `person`, with the service worker in control. */
export const test = visitorTest.extend<{ person: string }>({
  person: [
    async ({ page, context, baseURL, javaScriptEnabled, serviceWorkers }, use) => {
      const email = await signIn(context, baseURL ?? '')
      if (javaScriptEnabled && serviceWorkers !== 'block') await installWorker(page)
      await use(email)
    },
    { auto: true },
  ],
})

/** A test that begins signed in to the demo account, which it may not change, with the service worker in control. */
export const demoTest = visitorTest.extend<{ demo: undefined }>({
  demo: [
    async ({ page, context, baseURL }, use) => {
      await signInToDemo(context, baseURL ?? '')
      await installWorker(page)
      await use(undefined)
    },
    { auto: true },
  ],
})

export { expect }

/** Reports some minutes of app usage up to now. */
export const reportUse = async (page: Page, package_name: string, minutes: number) => {
  const now = Date.now()
  const [started_at, ended_at] = [now - minutes * 60_000, now].map((at) => new Date(at).toISOString())
  const data = { events: [{ id: randomUUID(), package_name, started_at, ended_at }] }
  const headers = { Origin: test.info().project.use.baseURL ?? '' }
  const answer = await page.request.post('/api/v1/usage', { data, headers })
  expect(answer.ok(), await answer.text()).toBe(true)
}
