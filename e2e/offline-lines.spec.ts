import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Browser, type BrowserContext, chromium, expect, type Page, test } from '@playwright/test'
import { written, zoneOfJourneys } from './fixtures'
import {
  flakyNetwork,
  inAnyWeather,
  openToday,
  sessionsOf,
  signInThrough as signIn,
  type Weather,
} from './flaky-network'

/** Sequences; the whole bar is `WALKS=300`. Kills of the browser; the whole bar is `KILLS=50`. */
const runs = Number(process.env.WALKS ?? 1)
const kills = Number(process.env.KILLS ?? 2)

test.setTimeout(60_000 + (runs + kills) * 60_000)

/** A line as the model knows it: `from` and `to` are the moments between which it was entered (epoch ms). */
type Entered = {
  person: string
  title: string
  /** Titles to which it was changed while it waited: an answer that was lost has stored a former one. */
  changed: string[]
  from: number
  to: number
  stored: 'once' | 'perhaps'
  /** The card that it answers, and the id of the review: one for each time that the server has drawn the card. */
  card?: string
  review?: string
}

const randomOf = (seed: number) => {
  let state = seed
  return (most: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * most)
  }
}

const enter = async (page: Page, title: string) => {
  const from = Date.now()
  const field = page.locator('#entry')
  await field.fill(`${title} 5m`)
  await page.keyboard.press('Enter')
  await written(page, 20_000)
  return { from, to: Date.now() }
}

/** Cards of each person, as many as a walk has steps. */
const cardsEach = 14

const addCards = async (context: BrowserContext, url: string) => {
  for (let card = 0; card < cardsEach; card++) {
    const options = { data: { question: `Card ${card}`, answer: 'of it' }, headers: { Origin: url, ...inAnyWeather } }
    expect((await context.request.post(`${url}/api/v1/cards`, options)).status()).toBe(201)
  }
}

/** Answers the card that comes next, if one does: nothing where neither the network nor a kept card is there. */
const answerCard = async (page: Page, url: string) => {
  await page.goto(`${url}/review`)
  const show = page.locator('#show-answer')
  const easy = page.locator('#rate-4')
  if (!(await show.isVisible())) return
  const title = (await page.locator('#review-question').textContent())?.trim() ?? ''
  await show.click()
  // Lines that were sent meanwhile bring the page anew.
  if (
    !(await easy
      .waitFor({ timeout: 6_000 })
      .then(() => true)
      .catch(() => false))
  )
    return
  const from = Date.now()
  // A kept page may show another card meanwhile.
  const rated = page
    .waitForRequest((one) => one.method() === 'POST' && one.url().includes('/review/'), { timeout: 6_000 })
    .catch(() => undefined)
  const isDone = await easy
    .click({ timeout: 6_000 })
    .then(() => expect(easy).toHaveCount(0, { timeout: 20_000 }))
    .then(() => true)
    .catch(() => false)
  const request = await rated
  const id = new URL(request?.url() ?? url).pathname.slice('/review/'.length)
  const review = new URLSearchParams(request?.postData() ?? '').get('review') ?? ''
  return { id, review, title, from, to: Date.now(), stored: (isDone ? 'once' : 'perhaps') as Entered['stored'] }
}

const reviewsOf = async (context: BrowserContext, url: string) => {
  const answer = await context.request.get(`${url}/api/v1/export`, { headers: inAnyWeather })
  const { card_reviews } = (await answer.json()) as {
    card_reviews: { id: string; card_id: string; reviewed_at: string }[]
  }
  return card_reviews.map(({ reviewed_at, ...review }) => ({ ...review, at: Date.parse(reviewed_at) }))
}

/** Runs in a page, again where it comes anew meanwhile, as one that was kept does once there is a network. */
const inPage = async <Result>(page: Page, run: () => Result | Promise<Result>): Promise<Result> => {
  try {
    return (await page.evaluate(run)) as Result
  } catch (error) {
    if (!/context was destroyed/.test(String(error))) throw error
    await page.waitForLoadState()
    return inPage(page, run)
  }
}

type Waiting = { id: number; person: string; url: string; body: string; refused?: string }

/** Lines that wait in this browser, of all people. */
const waitingLines = (page: Page) =>
  inPage(
    page,
    () =>
      new Promise<Waiting[]>((resolve) => {
        const opening = indexedDB.open('daymark', 1)
        opening.onupgradeneeded = () =>
          opening.result.createObjectStore('lines', { keyPath: 'id', autoIncrement: true })
        opening.onsuccess = () => {
          const asked = opening.result.transaction('lines').objectStore('lines').getAll()
          asked.onsuccess = () => {
            opening.result.close()
            resolve(asked.result)
          }
        }
      }),
  )

const mine = async (page: Page) => {
  const person = await inPage(page, () => document.body.dataset.person)
  return (await waitingLines(page)).filter((line) => line.person === person)
}

/** Expects of each line of a person that it is stored once, at its time, and nothing else. */
const expectStored = async (context: BrowserContext, url: string, entered: Entered[], person: string) => {
  const page = await openToday(context, url)
  const unsent = async () => (await mine(page)).filter(({ refused }) => !refused?.includes('It had arrived as it was'))
  await expect.poll(async () => (await unsent()).length, { timeout: 40_000 }).toBe(0)
  await page.close()
  const sessions = await sessionsOf(context, url)
  const all = entered.filter((line) => line.person === person)
  const own = all.filter(({ card }) => !card)
  const titles = own.flatMap(({ title, changed }) => [title, ...changed])
  expect(sessions.map(({ title }) => title).filter((title) => !titles.includes(title))).toEqual([])
  for (const { title, changed, from, to, stored } of own) {
    const found = sessions.filter((session) => [title, ...changed].includes(session.title))
    if (stored === 'perhaps' && found.length === 0) continue
    expect(found, title).toHaveLength(1)
    const ended = Date.parse(found[0]?.ended_at ?? '')
    expect(ended, title).toBeGreaterThanOrEqual(from - 1_000)
    expect(ended, title).toBeLessThanOrEqual(to + 1_000)
  }
  const answers = all.filter(({ card }) => card)
  const reviews = await reviewsOf(context, url)
  // A kept card that is rated again after its rating was dropped on the way has the same review: the first to arrive counts.
  const isOf =
    ({ id, card_id, at }: (typeof reviews)[number]) =>
    ({ card, review, from, to }: Entered) =>
      id === review && card_id === card && from <= at && at <= to
  expect(reviews.filter((one) => !answers.some(isOf(one)))).toEqual([])
  for (const [review, same] of Map.groupBy(answers, ({ review }) => review)) {
    const found = reviews.filter(({ id }) => id === review)
    if (found.length > 0 || same.some(({ stored }) => stored === 'once')) expect(found, review).toHaveLength(1)
  }
}

/** Does random things, and keeps a model of what they mean. */
const walk = async (browser: Browser, server: string, seed: number) => {
  const random = randomOf(seed)
  const network = await flakyNetwork(server)
  const { state, url } = network
  const context = await browser.newContext({ timezoneId: zoneOfJourneys() })
  const people = [`${randomUUID()}@example.com`, `${randomUUID()}@example.com`] as const
  const entered: Entered[] = []
  const log: string[] = []
  let person: string = people[0]
  let pages: Page[] = []
  const open = async () => {
    state.weather = 'up'
    for (const page of pages) await page.close()
    pages = [await openToday(context, url)]
  }
  const page = () => pages[random(pages.length)] as Page
  /** Notes that lines which were dropped may have arrived before. */
  const doubt = (dropped: Waiting[]) => {
    for (const line of entered) {
      const texts = [line.title, ...line.changed].map((title) => `${title} 5m`)
      const isOf = ({ url: path, body }: Waiting) =>
        line.card ? path === `/review/${line.card}` : texts.includes(new URLSearchParams(body).get('entry') ?? '')
      if (dropped.some(isOf)) line.stored = 'perhaps'
    }
  }
  const acts: Record<string, () => Promise<unknown>> = {
    line: async () => {
      const title = `Line ${entered.length}`
      const at = await enter(page(), title)
      entered.push({ person, title, changed: [], ...at, stored: 'once' })
    },
    card: async () => {
      const [first] = pages.slice(-1)
      if (!first) return
      const waits = (await waitingLines(first)).map(({ url: path }) => path)
      const answer = await answerCard(first, url)
      log.push(answer ? answer.title : 'no card')
      await first.goto(`${url}/`)
      if (!answer) return
      const { id: card, ...line } = answer
      // A page that was kept, or drawn before the rating arrived, shows the card once more: what waits counts, or both.
      if (waits.includes(`/review/${card}`)) line.stored = 'perhaps'
      entered.push({ person, card, changed: [], ...line })
    },
    train: async () => {
      state.weather = 'down'
      for (let card = 0; card <= random(3); card++) await acts.card?.()
    },
    // In one go, as the line may be sent at any moment.
    change: async () => {
      const before = await inPage(page(), () => {
        const edit = document.querySelector<HTMLElement>('.waiting [title="Edit"]')
        const row = edit?.closest('li')
        edit?.click()
        const input = row?.querySelector<HTMLInputElement>('form > input')
        const text = input?.value
        if (input && text) input.value = text.replace(' 5m', ' changed 5m')
        input?.form?.requestSubmit()
        return text?.replace(' 5m', '')
      })
      const line = entered.find(({ title, changed }) => before && [title, ...changed].includes(before))
      line?.changed.push(`${before} changed`)
    },
    drop: async () => {
      const shown = page()
      const waiting = await waitingLines(shown)
      const row = await inPage(shown, () => {
        const first = document.querySelector('.waiting li')
        first?.querySelector<HTMLElement>('.row-actions > :last-child')?.click()
        return first?.id
      })
      doubt(waiting.filter(({ id }) => row === `line-${id}`))
    },
    weather: async () => {
      state.weather = (['up', 'down', 'late', 'lossy'] as Weather[])[random(4)] ?? 'up'
      log.push(state.weather)
    },
    reload: async () => {
      await page().reload()
    },
    tab: async () => {
      if (pages.length > 1) await pages.shift()?.close()
      const next = await context.newPage()
      await next.goto(`${url}/`)
      pages.push(next)
    },
    deployment: async () => {
      state.deployment += 1
      await inPage(page(), () =>
        navigator.serviceWorker.getRegistration().then((one) => one?.update().catch(() => undefined)),
      )
    },
    // The other person signs in without the first signing out.
    other: async () => {
      person = people[person === people[0] ? 1 : 0]
      await signIn(context, url, person)
      await open()
    },
    // Signs out and deletes what waits, if anything does.
    'sign out': async () => {
      state.weather = 'up'
      const [first] = pages
      if (!first) return
      const waiting = await waitingLines(first)
      doubt(waiting)
      // It asks where lines wait.
      const asks = first.getByRole('button', { name: 'Sign out and delete' })
      // A cached page that loads again, as the network is back, cancels a press.
      await expect(async () => {
        await inPage(first, () =>
          document.querySelector<HTMLFormElement>('form[action="/auth/sign-out"]')?.requestSubmit(),
        )
        await Promise.race([first.waitForURL(/sign-in/, { timeout: 8000 }), asks.click({ timeout: 8000 })])
      }).toPass()
      await first.waitForURL(/sign-in/)
      person = people[random(2)] ?? person
      await signIn(context, url, person)
      await open()
    },
  }
  const often = [
    'line',
    'line',
    'line',
    'line',
    'card',
    'train',
    'train',
    'weather',
    'weather',
    'change',
    'change',
    'drop',
    'reload',
    'tab',
    'deployment',
    'other',
    'sign out',
  ]
  try {
    for (const one of people.toReversed()) {
      await signIn(context, url, one)
      await addCards(context, url)
    }
    await open()
    for (let step = 0; step < 14; step++) {
      const name = often[random(often.length)] ?? 'line'
      log.push(name)
      await acts[name]?.()
    }
    state.weather = 'up'
    for (const one of pages) await one.close()
    for (const one of people) {
      await signIn(context, url, one)
      await expectStored(context, url, entered, one)
    }
  } catch (error) {
    throw new Error(`SEED=${seed}: ${log.join(', ')}`, { cause: error })
  } finally {
    await context.close()
    await network.close()
  }
}

test('each line is stored once, at the time it was made, for the right person, whatever happens', async ({
  browser,
  baseURL,
}) => {
  const first = Number(process.env.SEED ?? 1)
  for (let run = 0; run < runs; run++) await walk(browser, baseURL ?? '', first + run)
})

/** Starts a browser that keeps its data in a folder, to be killed. */
const start = async (folder: string) => {
  const path = process.env.CHROMIUM_PATH ?? ''
  const options = [
    '--headless',
    '--no-sandbox',
    '--remote-debugging-port=0',
    `--user-data-dir=${folder}`,
    'about:blank',
  ]
  const child = spawn(path, options, { stdio: ['ignore', 'ignore', 'pipe'], detached: true })
  const address = await new Promise<string>((found) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      const [, url] = /listening on (ws:\S+)/.exec(line) ?? []
      if (url) found(url)
    })
  })
  const browser = await chromium.connectOverCDP(address)
  const [context] = browser.contexts()
  if (!context) throw new Error('The browser has no context')
  const ended = new Promise((done) => child.on('exit', done))
  const kill = async () => {
    // Some systems start the browser by a script.
    if (child.pid) process.kill(-child.pid, 'SIGKILL')
    await ended
    await browser.close().catch(() => undefined)
  }
  return { context, kill }
}

test('a browser that is killed with lines waiting loses and doubles none', { tag: '@all' }, async ({ baseURL }) => {
  const network = await flakyNetwork(baseURL ?? '')
  const { state, url } = network
  const folder = await mkdtemp(join(tmpdir(), 'daymark-browser-'))
  const person = `${randomUUID()}@example.com`
  const entered: Entered[] = []
  const random = randomOf(7)
  try {
    for (let round = 0; round < kills; round++) {
      state.weather = 'up'
      const { context, kill } = await start(folder)
      await signIn(context, url, person)
      const page = await openToday(context, url)
      for (let line = 0; line <= random(3); line++) {
        state.weather = random(2) ? 'down' : 'lossy'
        const title = `Round ${round} line ${line}`
        entered.push({ person, title, changed: [], ...(await enter(page, title)), stored: 'once' })
      }
      if (random(2)) state.weather = 'up'
      await kill()
    }
    state.weather = 'up'
    const { context, kill } = await start(folder)
    await signIn(context, url, person)
    await expectStored(context, url, entered.slice(-100), person)
    await kill()
  } finally {
    await network.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
})
