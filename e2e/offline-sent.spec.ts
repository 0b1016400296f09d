import { expect, type Page } from '@playwright/test'
import { answerCard, enter, strip, test } from './flaky-network'

const kept = (page: Page, path: string) =>
  page.evaluate(async (one) => (await caches.match(one, { ignoreVary: true }))?.text(), path)

/** Once all pages are kept. */
const keepAll = (page: Page) => expect.poll(() => kept(page, '/all-kept'), { timeout: 30_000 }).toBe('')

const sentCount = async (page: Page) => JSON.parse((await kept(page, '/sent')) ?? '[]').length

/** The kept copies of some pages, to be put back as they were. */
const copiesOf = (page: Page, paths: string[]) =>
  page.evaluate(
    async (paths) =>
      Promise.all(
        paths.map(async (path) => {
          const copy = await caches.match(path, { ignoreVary: true })
          return { path, html: (await copy?.text()) ?? '', headers: [...(copy?.headers ?? [])] }
        }),
      ),
    paths,
  )

const putBack = (page: Page, copies: Awaited<ReturnType<typeof copiesOf>>) =>
  page.evaluate(async (copies) => {
    const [name = ''] = (await caches.keys()).filter((one) => one.startsWith('pages-'))
    const cache = await caches.open(name)
    for (const { path, html, headers } of copies)
      await cache.put(path, new Response(html, { headers: headers as [string, string][] }))
  }, copies)

test('a timer that the server has started runs on every kept page at once, and one that was stopped on none', async ({
  phone,
}) => {
  const { page, state, url } = phone
  const timer = page.locator('#timer')
  await keepAll(page)
  await enter(page, 'Thing')
  await expect(timer).toContainText('Thing')
  state.weather = 'down'
  for (const path of ['/', '/tasks', '/goals', '/timer', '/people']) {
    await page.goto(`${url}${path}`)
    await expect(timer).toContainText('Thing')
    await expect(timer).not.toContainText('not sent')
    await expect(timer.getByRole('button', { name: 'Stop' })).toBeVisible()
    await expect(strip(page)).not.toContainText('wait')
  }
  await page.goto(`${url}/`)
  await expect(page.locator('#timed-rows > .now')).toContainText('Thing')
  await page.goto(`${url}/timer`)
  await expect(page.locator('#timer-page')).toContainText(/Thing · running since \d\d:\d\d/)
  await expect(page.getByText('nothing running')).toBeHidden()
  state.weather = 'up'
  await page.goto(`${url}/`)
  await expect.poll(() => kept(page, '/')).toContain('Thing')
  await page.goto(`${url}/timer`)
  await expect.poll(() => kept(page, '/timer')).toContain('Thing')
  await page.goto(`${url}/`)
  await timer.getByRole('button', { name: 'Stop' }).tap()
  await expect(timer).toBeHidden()
  state.weather = 'down'
  for (const path of ['/', '/tasks', '/timer']) {
    await page.goto(`${url}${path}`)
    await expect(strip(page)).toContainText('As of')
    await expect(timer).toBeHidden()
  }
  await expect(page.locator('#timer-page')).toContainText('nothing running')
  await expect(page.locator('#timer-page').getByRole('button', { name: 'Stop' })).toBeHidden()
  await page.goto(`${url}/`)
  await expect(page.locator('#timed-rows > .now')).toBeHidden()
  await expect(page.locator('.part-fold', { hasText: 'Earlier today' })).toContainText('Thing')
  // The next one waits behind it.
  await enter(page, 'Other')
  await expect(timer).toContainText('Other')
  await expect(strip(page)).toContainText('1 line waits')
})

test('a stop, a row and a tick on a page that is older than the timer agree with it', { tag: '@all' }, async ({
  phone,
}) => {
  const { page, state, url } = phone
  await enter(page, 'Letters 5m')
  await keepAll(page)
  await page.goto(`${url}/sessions`)
  await expect.poll(() => kept(page, '/sessions')).toContain('Letters')
  await page.goto(`${url}/`)
  const old = await copiesOf(page, ['/timer', '/sessions'])
  await enter(page, 'Thing')
  await expect.poll(() => kept(page, '/timer')).toContain('Thing')
  state.weather = 'down'
  await putBack(page, old)
  await page.goto(`${url}/timer`)
  await expect(page.locator('#timer')).toContainText('Thing')
  await expect(page.locator('#timer-page')).toContainText(/Thing · running since/)
  await expect(page.getByText('nothing running')).toBeHidden()
  await page.locator('#timer').getByRole('button', { name: 'Stop' }).tap()
  await expect(page.locator('#timer-page')).toContainText('stopped, not sent yet')
  await page.goto(`${url}/sessions`)
  await expect(page.getByRole('listitem').filter({ hasText: 'Thing' }).first()).toContainText('waiting')
})

test('a change that is not a line takes back what was sent before it', { tag: '@all' }, async ({ phone }) => {
  const { page, state, url } = phone
  await keepAll(page)
  await enter(page, 'Thing')
  const timer = page.locator('#timer')
  await expect(timer).toContainText('Thing')
  // A phone has it on the page of the timer alone.
  await timer.locator('form[action="/timer/discard"] button').dispatchEvent('click')
  await expect(timer).toBeHidden()
  state.weather = 'down'
  for (const path of ['/', '/tasks', '/timer']) {
    await page.goto(`${url}${path}`)
    await expect(strip(page)).toContainText('As of')
    await expect(timer).toBeHidden()
  }
  await page.goto(`${url}/`)
  await expect(page.locator('#timed-rows > .now').filter({ visible: true })).toHaveCount(0)
})

test('a task that the server has done is done on kept pages, and a tap opens it again', { tag: '@all' }, async ({
  phone,
}) => {
  const { page, state, url, context } = phone
  await context.request.post(`${url}/api/v1/tasks`, { data: { title: 'Write the letter' }, headers: { Origin: url } })
  await page.goto(`${url}/tasks`)
  await expect.poll(() => kept(page, '/tasks')).toContain('Write the letter')
  const tick = page.getByRole('button', { name: 'Done: Write the letter' })
  await tick.tap()
  await expect.poll(() => sentCount(page)).toBe(1)
  state.weather = 'down'
  await page.goto(`${url}/tasks`)
  await expect(strip(page)).toContainText('As of')
  await expect(tick).toHaveAttribute('aria-pressed', 'true')
  await expect(strip(page)).not.toContainText('wait')
  await tick.tap()
  await expect(strip(page)).toContainText('1 line waits')
  await expect(tick).toHaveAttribute('aria-pressed', 'false')
  state.weather = 'up'
  await page.reload()
  const status = async () =>
    (await (await context.request.get(`${url}/api/v1/tasks`)).json()).items.map(
      (task: { status: string }) => task.status,
    )
  await expect.poll(status).toEqual(['todo'])
})

test('what was logged just before the network went is in the day', { tag: '@all' }, async ({ phone }) => {
  const { page, state, url } = phone
  await enter(page, 'Bread 10m')
  await keepAll(page)
  await page.goto(`${url}/`)
  await expect.poll(() => kept(page, '/')).toContain('Bread')
  await enter(page, 'Call the clinic 15m')
  await expect(page.locator('#day-list')).toContainText('Call the clinic')
  state.weather = 'down'
  await page.goto(`${url}/`)
  const rows = page.locator('.part-fold', { hasText: 'Earlier today' }).getByRole('listitem')
  const row = rows.filter({ hasText: 'Call the clinic' })
  await expect(row).toContainText('Call the clinic')
  await expect(row).not.toContainText('waiting')
  await expect(row.getByRole('button')).toHaveCount(0)
  await expect(page.locator('#today > .hero')).toHaveText(/^\s*25m\s*$/)
  await expect(page.locator('#today')).not.toContainText('waits')
  await enter(page, 'Letters 5m')
  await expect(page.locator('#today > .hero')).toHaveText(/^\s*30m\s*$/)
  await page.goto(`${url}/sessions`)
  await expect(page.getByRole('listitem').filter({ hasText: 'Call the clinic' }).first()).toBeVisible()
})

test('cards that were answered are due no more on kept pages', { tag: '@all' }, async ({ phone }) => {
  const { page, state, url, context } = phone
  await context.addInitScript(() =>
    Object.assign(navigator, { setAppBadge: async (count: number) => Object.assign(window, { badge: count }) }),
  )
  const badge = () => page.evaluate(() => Reflect.get(window, 'badge'))
  for (const question of ['One', 'Two', 'Three'])
    await context.request.post(`${url}/api/v1/cards`, {
      data: { question, answer: `of ${question}` },
      headers: { Origin: url },
    })
  await page.goto(`${url}/`)
  await expect.poll(() => kept(page, '/')).toContain('3 cards')
  await page.goto(`${url}/review`)
  await expect.poll(async () => (await kept(page, '/review/ahead'))?.match(/data-card=/g)?.length).toBe(3)
  await answerCard(page, 'One', 3)
  await expect(page.locator('#review-question')).toHaveText('Two')
  state.weather = 'down'
  await answerCard(page, 'Two', 1)
  await expect(page.locator('#review-question')).toHaveText('Three')
  const row = page.locator('#cards-due')
  await page.goto(`${url}/`)
  await expect(row).toContainText('2 cards')
  await expect.poll(badge).toBe(2)
  await page.goto(`${url}/review`)
  await answerCard(page, 'Three', 3)
  await answerCard(page, 'Two', 3)
  await page.goto(`${url}/`)
  await expect(strip(page)).toContainText('3 lines wait')
  await expect(row).toBeHidden()
  await expect(page.locator('#nav-cards')).toHaveText('')
  await expect.poll(badge).toBe(0)
})

test('a task and a project that were read open with their age; other pages have none', { tag: '@all' }, async ({
  phone,
}) => {
  const { page, state, url, context } = phone
  const headers = { Origin: url }
  const made = async (path: string, data: object) =>
    (await (await context.request.post(`${url}/api/v1/${path}`, { data, headers })).json()).id
  const task = await made('tasks', { title: 'Call the clinic', description: 'Number 030 1234' })
  const project = await made('projects', { name: 'Thesis' })
  const learning = await made('learnings', { title: 'Bees', content: 'They dance' })
  const paths = [`/tasks/${task}`, `/projects/${project}`, `/learnings/${learning}`]
  for (const path of paths) {
    await page.goto(`${url}${path}`)
    await expect.poll(() => kept(page, path)).toBeTruthy()
  }
  state.weather = 'down'
  for (const path of paths) {
    await page.goto(`${url}${path}`)
    await expect(strip(page)).toContainText(/As of \d\d:\d\d/)
  }
  await page.goto(`${url}/tasks/${task}`)
  await expect(page.locator('main')).toContainText('030 1234')
  await page.goto(`${url}/people`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page needs the network')
  await expect(strip(page)).toContainText('be reached')
  await expect(strip(page)).not.toContainText('As of')
})
