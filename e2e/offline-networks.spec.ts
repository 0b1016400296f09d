import { randomUUID } from 'node:crypto'
import { expect, type Page } from '@playwright/test'
import { enter, openToday, signInThrough, strip, test, titlesOf } from './flaky-network'

/** A proxy that did not hear the answer may have passed the request on. */
const maybeSaved = 'Daymark can’t be reached. Your change may not be saved. Check before you try again.'

test('an answer of another server is neither shown nor believed', { tag: '@all' }, async ({ phone }) => {
  const { page, state, url, context } = phone
  state.weather = 'down'
  await enter(page, 'Before the train 10m')
  state.weather = 'portal'
  await enter(page, 'On the train 15m')
  await expect(strip(page)).toContainText('2 changes wait to be sent')
  await expect(page.locator('body')).not.toContainText('Welcome to the train')
  await expect(page.locator('[data-toast]', { hasText: 'sent' })).toHaveCount(0)
  await page.goto(`${url}/`)
  await expect(strip(page)).toContainText('Another page answers instead of Daymark. Open it')
  await strip(page).getByRole('link', { name: 'Open it' }).tap()
  await expect(page.locator('body')).toContainText('Welcome to the train')
  state.weather = 'unavailable'
  await page.goto(`${url}/`)
  await expect(strip(page)).toContainText('2 changes wait')
  state.weather = 'up'
  await openToday(context, url)
  await expect.poll(() => titlesOf(context, url)).toEqual(['Before the train', 'On the train'])
})

test('lines are sent at the next visit while the browser still waits for the worker’s own file', {
  tag: '@all',
}, async ({ phone }) => {
  const { page, state, url, context } = phone
  state.weather = 'hung'
  state.workers = 0
  await page.reload()
  await expect.poll(() => state.workers).toBeGreaterThan(0)
  await page.locator('#entry').fill('Reading 10m')
  await page.keyboard.press('Enter')
  await expect(strip(page)).toContainText('1 change waits to be sent')
  await page.reload()
  await expect(strip(page)).toContainText('1 change waits to be sent')
  state.weather = 'up'
  await page.reload()
  await expect.poll(() => titlesOf(context, url)).toEqual(['Reading'])
  await expect(page.locator('#day-list')).toContainText('Reading')
  await expect(strip(page)).toHaveCount(0)
})

test('a server behind a proxy that is down is one that cannot be reached', { tag: '@all' }, async ({ phone }) => {
  const { page, state, url } = phone
  await page.goto(`${url}/learnings/new`)
  await page.getByLabel('Title').fill('Tides are late in spring')
  state.weather = 'unavailable'
  await page
    .getByRole('button', { name: /^(Add|Save)/ })
    .last()
    .tap()
  await expect(page.locator('[data-toast]')).toContainText('What you typed is still here')
  await expect(page.getByLabel('Title')).toHaveValue('Tides are late in spring')
  await page.goto(`${url}/`)
  await expect(strip(page)).toContainText('Daymark can’t be reached')
  await expect(strip(page)).not.toContainText('Another page')
  await page.goto(`${url}/learnings`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page needs a connection')
  state.weather = 'up'
  await page.getByRole('link', { name: 'Try again' }).tap()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Learnings')
  await page.goto(`${url}/learnings/new`)
  await expect(page.getByLabel('Title')).toHaveValue('Tides are late in spring')
})

test('a row whose change another server answers keeps what was typed, and says that Daymark can’t be reached', {
  tag: '@all',
}, async ({ phone }) => {
  const { page, state, url, context } = phone
  await context.request.post(`${url}/tasks/quick`, { form: { line: 'Report' }, headers: { Origin: url } })
  await page.goto(`${url}/tasks`)
  const tick = page.getByRole('button', { name: 'Done: Report' })
  await expect(tick).toBeVisible()
  await page.locator('#main').getByRole('link', { name: 'Report' }).press('F2')
  const title = page.locator('form.in-place input:not([type="hidden"])')
  await title.fill('Report on tides')
  for (const weather of ['unavailable', 'portal'] as const) {
    state.comes = weather
    await title.press('Enter')
    await expect(page.locator('[data-toast] p')).toHaveText(`${maybeSaved} What you typed is still here.`)
    await expect(title).toHaveValue('Report on tides')
    await expect(page.locator('body')).not.toContainText('Welcome to the train')
    await page.locator('[data-toast]').evaluate((toast) => toast.remove())
    state.weather = 'up'
    await expect(strip(page)).toHaveCount(0)
  }
  await title.press('Enter')
  await expect(page.getByRole('button', { name: 'Done: Report on tides' })).toBeVisible()
})

const poll = (page: Page) =>
  page.evaluate(() => document.querySelector('[hx-trigger^="every "]')?.dispatchEvent(new Event('every')))

test('a server that goes down under an open page is announced, and that it is back', async ({ phone }) => {
  const { page, state, url } = phone
  await enter(page, 'Writing 25m focus')
  await expect(page.locator('#timer')).toContainText('Writing')
  state.weather = 'down'
  await poll(page)
  await expect(strip(page)).toContainText('Daymark can’t be reached. Changes are kept on this device')
  await strip(page).locator('summary').tap()
  await expect(strip(page).locator('.note')).toHaveText('Pages open as you last saw them.')
  state.weather = 'up'
  await expect(strip(page)).toHaveCount(0)
  await expect(page.locator('#offline')).toHaveText('')
  // A poll that met this weather first would turn the button off.
  state.comes = 'unavailable'
  await page.locator('#timer').getByRole('button', { name: 'Pause' }).tap()
  await expect(page.locator('[data-toast] p')).toHaveText(maybeSaved)
  await expect(strip(page)).toContainText('Daymark can’t be reached')
  await enter(page, 'Reading 10m')
  await expect(strip(page)).toContainText('1 change waits to be sent')
  state.weather = 'up'
  await expect(strip(page)).toHaveCount(0)
  state.weather = 'down'
  state.questions = 0
  await page.goto(`${url}/tasks`)
  await expect(strip(page)).toContainText('Daymark can’t be reached')
  await expect.poll(() => state.questions).toBeGreaterThan(0)
  state.weather = 'up'
  await expect(strip(page)).toHaveCount(0)
  await page.context().setOffline(true)
  // A press that comes before the page has disabled the button, which it does each second.
  await page
    .locator('#timer form[action="/timer/focus/pause"]')
    .evaluate((form: HTMLFormElement) => form.requestSubmit())
  await expect(page.locator('[data-toast] p')).toHaveText('You are offline. Nothing was changed.')
  await expect(page.locator('#timer').getByRole('button', { name: 'Pause' })).toBeDisabled()
})

test('a page asks a server that is down less and less often, and not more for a second failure', {
  tag: '@all',
}, async ({ phone }) => {
  const { page, state, url } = phone
  await page.clock.install()
  await page.goto(`${url}/`)
  await page.waitForLoadState('networkidle')
  await page.clock.pauseAt(Date.now() + 60_000)
  await page.waitForLoadState('networkidle')
  state.weather = 'down'
  state.questions = 0
  await poll(page)
  await expect(strip(page)).toContainText('Daymark can’t be reached')
  await poll(page)
  let questions = 1
  for (const pause of [1, 2, 4, 5, 5]) {
    await page.clock.runFor(pause * 1_000 - 1)
    await page.evaluate(() => fetch('/robots.txt').catch(() => 'down'))
    expect(state.questions).toBe(questions)
    await page.clock.runFor(1)
    questions += 1
    await expect.poll(() => state.questions).toBe(questions)
  }
})

test('a page that is not kept says so where a network swallows it, and comes once it answers', { tag: '@all' }, async ({
  phone,
}) => {
  const { page, state, url } = phone
  state.weather = 'held'
  await page.goto(`${url}/goals/new`)
  const heading = page.getByRole('heading', { level: 1 })
  await expect(heading).toHaveText('This page needs a connection')
  await expect(strip(page)).toContainText('Daymark can’t be reached')
  state.weather = 'up'
  await expect(heading).toHaveText('New goal')
})

test('a form that could not be sent has what was typed when its page comes again, once', { tag: '@all' }, async ({
  phone,
}) => {
  const { page, state, url, context } = phone
  const question = page.getByLabel('Question').first()
  const answer = page.getByLabel('Answer').first()
  const add = () => page.locator('main form').getByRole('button', { name: /^Add/ }).first().tap()
  const fill = async (text: string) => {
    await page.goto(`${url}/cards/new`)
    await question.fill(text)
    await answer.fill('Sun & moon')
    state.weather = 'down'
    await add()
    await expect(page.locator('[data-toast]')).toContainText('What you typed is still here')
    await page.reload()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page needs a connection')
    state.weather = 'up'
  }
  await fill('What makes tides?')
  await page.reload()
  await expect(question).toHaveValue('What makes tides?')
  await expect(answer).toHaveValue('Sun & moon')
  await expect(page.locator('[data-toast]')).toContainText('What you typed is back')
  await question.fill('What makes spring tides?')
  await page.reload()
  await expect(question).toHaveValue('What makes spring tides?')
  await add()
  await expect(page).not.toHaveURL(/cards.new$/)
  await page.goto(`${url}/cards/new`)
  await page.waitForLoadState('networkidle')
  await expect(question).toHaveValue('')
  // One with lists to choose from, of which a person has chosen nothing.
  await page.goto(`${url}/goals/new`)
  const title = page.getByLabel('Title')
  await title.fill('Read more')
  state.weather = 'down'
  await page.getByRole('button', { name: 'Add goal' }).tap()
  await expect(page.locator('[data-toast]')).toContainText('What you typed is still here')
  state.weather = 'up'
  await page.goto(`${url}/`)
  await page.goto(`${url}/goals/new`)
  await expect(title).toHaveValue('Read more')
  await fill('Dropped')
  await page.reload()
  await expect(question).toHaveValue('Dropped')
  await question.fill('')
  await answer.fill('')
  await page.reload()
  await page.waitForLoadState('networkidle')
  await expect(answer).toHaveValue('')
  await fill('Secret of the first')
  // The page opens by itself, which would interrupt the next one.
  await expect(question).toHaveValue('Secret of the first')
  await signInThrough(context, url, `${randomUUID()}@example.com`)
  await page.goto(`${url}/cards/new`)
  await page.waitForLoadState('networkidle')
  await expect(question).toHaveValue('')
})
