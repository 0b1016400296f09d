import type { CDPSession, Locator, Page } from '@playwright/test'
import { Temporal } from 'temporal-polyfill'
import { isWhole, seed } from '../scripts/shares'
import { answered, expect, expectAccessibleViews, holdScript, onPhone, phoneScreen, test } from './fixtures'

const zone = 'Europe/Lisbon'
/** Their Sundays have 23 and 25 hours. */
const weeks = ['2025-03-24', '2025-10-20']
const dayStart = 240
const changes = isWhole ? 300 : 8
const stepSeconds = 300

type Session = { id: string; title: string; started_at: string; ended_at: string; duration_seconds: number }
type Local = Temporal.PlainDateTime

const headers = () => ({ Origin: test.info().project.use.baseURL ?? '' })

/** Numbers from 0 to below 1, the same for a seed. */
const randomOf = (seed: number) => {
  let state = seed
  const next = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
  const below = (count: number) => Math.floor(next() * count)
  return { below, oneOf: <T>(all: readonly T[]) => all[below(all.length)] as T }
}

const seconds = (from: Local, to: Local) => from.until(to).total('seconds')

const localOf = (instant: string) => Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDateTime()

/** The instant that a clock in the zone shows; a time that it shows to the minute already stays where it is. */
const instantOf = (local: Local, before?: string) =>
  before &&
  localOf(before)
    .round({ smallestUnit: 'minute', roundingMode: 'floor' })
    .equals(local.round({ smallestUnit: 'minute', roundingMode: 'floor' }))
    ? Temporal.Instant.from(before).epochMilliseconds
    : local.toZonedDateTime(zone).epochMilliseconds

const sessionsIn = async (page: Page, week: string) => {
  const to = Temporal.PlainDate.from(week).add({ days: 7 }).toString()
  const answer = await page.request.get(`/api/v1/sessions?from=${week}&to=${to}`)
  const { items } = (await answer.json()) as { items: (Session & { seq: number; updated_at: string })[] }
  return items.map(({ seq: _, updated_at: __, ...session }) => session).sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Waits until the page has drawn what is stored. */
const expectDrawn = async (page: Page, week: string) => {
  const to = Temporal.PlainDate.from(week).add({ days: 7 }).toString()
  const { items } = (await (await page.request.get(`/api/v1/sessions?from=${week}&to=${to}`)).json()) as {
    items: { id: string; seq: number }[]
  }
  for (const { id, seq } of items)
    await expect(page.locator(`a.block[href="/sessions/${id}"]`).first()).toHaveAttribute('data-v', `${seq}`)
  const drawn = page.locator('a.block[href^="/sessions/"]')
  const count = () => drawn.evaluateAll((all) => new Set(all.map((one) => one.getAttribute('href'))).size)
  await expect.poll(count).toBeLessThanOrEqual(items.length)
}

const add = async (page: Page, title: string, started: string, minutes: number) => {
  const start = Temporal.PlainDateTime.from(started)
  const end = start.add({ minutes })
  const iso = (local: Local) => new Date(local.toZonedDateTime(zone).epochMilliseconds).toISOString()
  const data = { title, started_at: iso(start), ended_at: iso(end), time_zone: zone }
  const answer = await page.request.post('/api/v1/sessions', { data, headers: headers() })
  expect(answer.ok(), await answer.text()).toBe(true)
}

/** A lane by its place in the week, and where times are in it, in pixels. */
const laneOf = async (page: Page, index: number) => {
  const lane = page.locator('.lane').nth(index)
  const box = await lane.boundingBox()
  const data = await lane.evaluate(({ dataset }) => ({ ...dataset }))
  if (!box) throw new Error('there is no lane')
  const top = Temporal.PlainDateTime.from(`${data.date}T00:00`).add({ minutes: Number(data.from) })
  const pixels = box.height / Number(data.minutes) / 60
  return {
    box,
    top,
    last: top.add({ minutes: Number(data.minutes) }),
    y: (at: Local) => box.y + seconds(top, at) * pixels,
    x: box.x + 12,
  }
}

type Point = { x: number; y: number }

/** Presses, goes to a point, and lets go: with a button of the mouse or with a finger, which holds first. */
const drag = async (page: Page, from: Point, to: Point, by: CDPSession | 'left' | 'right' = 'left') => {
  if (typeof by === 'string') {
    await page.mouse.move(from.x, from.y)
    await page.mouse.down({ button: by })
    await page.mouse.move(to.x, to.y, { steps: 3 })
    return page.mouse.up({ button: by })
  }
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', point?: Point) =>
    by.send('Input.dispatchTouchEvent', { type, touchPoints: point ? [point] : [] })
  await touch('touchStart', from)
  await page.locator('.held, .slot').waitFor()
  for (const part of [0.5, 1])
    await touch('touchMove', { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part })
  await touch('touchEnd')
}

const topAt = (page: Page, { x, y }: Point) =>
  page.evaluate(
    ([left, top]) => document.elementFromPoint(left, top)?.closest('a.block, .lane')?.getAttribute('href') ?? null,
    [x, y] as const,
  )

const undo = (page: Page) => page.locator('[data-toast]').last().getByRole('button', { name: 'Undo' }).click()

/** Times of a block on a grid of five minutes, inside the lanes. */
const gridTime = (lane: Awaited<ReturnType<typeof laneOf>>, random: ReturnType<typeof randomOf>) =>
  lane.top.add({ seconds: stepSeconds * (2 + random.below(seconds(lane.top, lane.last) / stepSeconds - 4)) })

test('blocks that are drawn, moved, resized and copied have the times of a clock, and each Undo takes them back', async ({
  page,
}) => {
  test.setTimeout(changes * 6_000)
  const random = randomOf(Number(seed))
  await page.setViewportSize({ width: 1280, height: 1600 })
  const preferences = { time_zone: zone, day_start_minute: dayStart }
  await page.request.patch('/api/v1/me', { data: { preferences }, headers: headers() })
  for (const week of weeks) {
    const date = (days: number) => Temporal.PlainDate.from(week).add({ days }).toString()
    await add(page, 'Usual', `${date(1)}T09:05`, 95)
    await add(page, 'Odd', `${date(2)}T13:07:23`, 82)
    await add(page, 'Night', `${date(3)}T22:30`, 420)
    await add(page, 'Over the change', `${date(5)}T23:40`, 200)
    await add(page, 'Short', `${date(4)}T16:00`, 40)
  }
  const finger = await page.context().newCDPSession(page)
  const done: Record<string, number> = {}
  for (let n = 0; n < changes; n += 1) {
    const week = weeks[Math.floor((n * weeks.length) / changes)] ?? ''
    const path = `/week?date=${week}&hours=all`
    if (!page.url().endsWith(path)) {
      await page.goto(path)
    }
    const before = await sessionsIn(page, week)
    const act = random.oneOf(['draw', 'move', 'move', 'start', 'end', 'copy', 'keys'] as const)
    const isTouch = act !== 'copy' && act !== 'keys' && random.below(3) === 0
    const words = `seed ${seed}, change ${n}: ${act}${isTouch ? ' by touch' : ''}`
    const expected = await (act === 'draw' ? draw : change)(page, before, {
      act,
      random,
      finger: isTouch ? finger : undefined,
    })
    if (!expected) continue
    done[act] = (done[act] ?? 0) + 1
    const timesOf = (all: Pick<Session, 'started_at' | 'ended_at'>[]) =>
      all.map(({ started_at, ended_at }) => `${started_at} ${ended_at}`).sort()
    await expect.poll(async () => timesOf(await sessionsIn(page, week)), words).toEqual(timesOf(expected))
    await expect(page.locator('.drawn, .ghost'), words).toHaveCount(0)
    await undo(page)
    await expect.poll(() => sessionsIn(page, week), words).toEqual(before)
    await expectDrawn(page, week)
  }
  expect(Object.values(done).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(changes / 2)
})

type Act = 'draw' | 'move' | 'start' | 'end' | 'copy' | 'keys'
type How = { act: Act; random: ReturnType<typeof randomOf>; finger?: CDPSession }

const isoOf = (milliseconds: number) => new Date(milliseconds).toISOString()

/** The instants of new times. A start that a clock shows twice is the one with the length of the clock. */
const spanOf = ({ start, end }: Times, from?: Session, edge = false) => {
  const [began, ended] = [instantOf(start, from?.started_at), instantOf(end, from?.ended_at)]
  const second = ended - seconds(start, end) * 1000
  const isSecond = !edge && isoOf(began) !== from?.started_at && localOf(isoOf(second)).equals(start)
  return { started_at: isoOf(isSecond ? second : began), ended_at: isoOf(ended) }
}

/** Draws an empty place, and expects a session there. Returns nothing where the place is not empty. */
const draw = async (page: Page, before: Session[], { random, finger }: How) => {
  const lane = await laneOf(page, random.below(7))
  const start = gridTime(lane, random)
  const end = start.add({ seconds: stepSeconds * (4 + random.below(20)) })
  if (Temporal.PlainDateTime.compare(end, lane.last) > 0) return
  const from = { x: lane.x, y: lane.y(start) + 0.5 }
  if (await topAt(page, from)) return
  await drag(page, from, { x: lane.x, y: lane.y(end) }, finger)
  await page.locator('#calendar-new input[name="entry"]').fill('Drawn')
  await page.keyboard.press('Enter')
  await expect(page.locator('#calendar-new form')).toHaveCount(0)
  return [...before, spanOf({ start, end })]
}

/** Moves or copies a block, or one of its edges. Returns nothing where it is covered. */
const change = async (page: Page, before: Session[], { act, random, finger }: How) => {
  const session = random.oneOf(before)
  const [start, end] = [localOf(session.started_at), localOf(session.ended_at)]
  const block = page.locator(`.lane a.block[href="/sessions/${session.id}"]`)
  const edge = act === 'start' || act === 'end'
  const part = act === 'end' ? block.last() : block.first()
  const times = await (act === 'keys'
    ? byKeys(page, part, { start, end }, random)
    : byPointer(page, part, { start, end }, { act, random, finger }))
  if (!times) return
  const moved = { ...session, ...spanOf(times, act === 'copy' ? undefined : session, edge) }
  if (edge && moved.started_at === session.started_at && moved.ended_at === session.ended_at) return
  return act === 'copy' ? [...before, moved] : before.map((one) => (one === session ? moved : one))
}

type Times = { start: Local; end: Local }

const byPointer = async (page: Page, part: Locator, { start, end }: Times, { act, random, finger }: How) => {
  const box = await part.boundingBox()
  const from = await laneOf(
    page,
    await part.evaluate((one) => [...document.querySelectorAll('.lane')].indexOf(one.closest('.lane') ?? one)),
  )
  if (!box || box.height < 24) return
  const edges = { start: 2, end: box.height - 2, move: box.height / 2 }
  const grip = { x: box.x + 12, y: box.y + (edges[act as 'start'] ?? edges.move) }
  if (!(await topAt(page, grip))?.includes((await part.getAttribute('href')) ?? '-')) return
  if (finger) {
    const middle = { x: grip.x, y: box.y + box.height / 2 }
    if (!(await topAt(page, middle))?.includes((await part.getAttribute('href')) ?? '-')) return
    await drag(page, middle, middle, finger)
    await expect(part).toHaveClass(/held/)
  }
  if (act === 'start' || act === 'end') {
    const to = gridTime(from, random)
    // A shorter way is a click.
    if (Math.abs(seconds(to, act === 'start' ? start : end)) < 2 * stepSeconds) return
    const isLeft = act === 'start' ? seconds(to, end) >= stepSeconds : seconds(start, to) >= stepSeconds
    if (!isLeft || seconds(start, from.top) > 0 || seconds(from.last, end) > 0) return
    // It keeps the distance from the edge at which it was grabbed.
    const way = from.y(to) - from.y(act === 'start' ? start : end)
    await drag(page, grip, { x: grip.x, y: grip.y + way }, finger)
    return act === 'start' ? { start: to, end } : { start, end: to }
  }
  const target = await laneOf(page, random.below(7))
  const to = gridTime(target, random)
  const y = grip.y + target.y(to) - from.y(start)
  if (Math.hypot(target.x - grip.x, y - grip.y) < 8) return
  if (y < target.box.y + 2 || y > target.box.y + target.box.height - 2) return
  if (act === 'copy') await page.keyboard.down('Control')
  await drag(page, grip, { x: target.x, y }, finger)
  if (act === 'copy') await page.keyboard.up('Control')
  return { start: to, end: to.add({ seconds: seconds(start, end) }) }
}

const byKeys = async (page: Page, part: Locator, { start, end }: Times, random: ReturnType<typeof randomOf>) => {
  await part.focus()
  const [steps, days] = [1 + random.below(5), random.below(3) - 1]
  const resizes = random.below(3) === 0
  await page.keyboard.down('Alt')
  for (let n = 0; n < steps; n += 1) await page.keyboard.press(resizes ? 'Shift+ArrowDown' : 'ArrowDown')
  const lane = await part.evaluate((one) =>
    [...document.querySelectorAll('.lane')].indexOf(one.closest('.lane') ?? one),
  )
  const canGo = !resizes && lane + days >= 0 && lane + days < 7
  if (canGo && days !== 0) await page.keyboard.press(days < 0 ? 'ArrowLeft' : 'ArrowRight')
  await page.keyboard.up('Alt')
  const by = { seconds: stepSeconds * steps }
  return resizes
    ? { start, end: end.add(by) }
    : { start: start.add(by).add({ days: canGo ? days : 0 }), end: end.add(by).add({ days: canGo ? days : 0 }) }
}

test('a forgotten hour is logged by keys alone, moved with m, and taken back', async ({ page }) => {
  await add(page, 'Reading', '2025-03-25T10:00', 60)
  const comes = await holdScript(page, 'calendar')
  await page.goto('/week?date=2025-03-25')
  const reading = page.locator('a.block', { hasText: 'Reading' })
  await reading.focus()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowRight')
  comes()
  await expect(page.locator('.lane a:focus')).toHaveAccessibleName(/^Wed 26, 0?9:30–10:00, free$/)
  await page.keyboard.press('Enter')
  const line = page.locator('#calendar-new input[name="entry"]')
  await expect(line).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.locator('.lane a:focus')).toHaveAccessibleName(/^Wed 26/)
  await page.keyboard.press('Enter')
  await line.fill('Forgotten')
  // A press beside the line keeps what is typed, and the right button draws nothing.
  const lane = await laneOf(page, 1)
  const at = (time: string) => ({ x: lane.x, y: lane.y(Temporal.PlainDateTime.from(`2025-03-25T${time}`)) })
  await drag(page, at('13:00'), at('14:00'), 'right')
  await expect(page.locator('.block.slot')).toContainText('09:30')
  await line.press('Enter')
  const forgotten = page.locator('a.block', { hasText: 'Forgotten' })
  await expect(forgotten).toBeFocused()
  await page.keyboard.press('m')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.locator('.drawn')).toContainText('09:35–10:10')
  await expect(page.locator('#calendar-said')).toHaveText('Forgotten: Wed 26, 09:35–10:10')
  await page.keyboard.press('Escape')
  await expect(page.locator('.drawn')).toHaveCount(0)
  await page.keyboard.down('Shift')
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('.drawn')).toContainText('09:30–10:05')
  await page.keyboard.press('Escape')
  await page.keyboard.up('Shift')
  await expect(page.locator('.drawn')).toHaveCount(0)
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.locator('#calendar-said')).toHaveText('Forgotten: Wed 26, 09:30–10:05, was Wed 26, 09:30–10:00')
  await page.keyboard.press('u')
  await expect(page.locator('#calendar-said')).toHaveText('Forgotten: Wed 26, 09:30–10:00')
  await page.keyboard.press('m')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(page.locator('#calendar-said')).toHaveText('Forgotten: Thu 27, 09:30–10:00, was Wed 26, 09:30–10:00')
  await expect(page.locator('#lane-2025-03-27, [data-date="2025-03-27"]').locator('a.block')).toBeFocused()
  await page.keyboard.press('u')
  await expect(page.locator('#calendar-said')).toHaveText('Forgotten: Wed 26, 09:30–10:00')
  await expect(page.locator('[data-date="2025-03-26"] a.block')).toBeFocused()
  await page.keyboard.press('m')
  for (let n = 0; n < 3; n += 1) await page.keyboard.press('ArrowLeft')
  await expect(page.locator('#calendar-said')).toHaveText('Forgotten: Mon 24, 09:30–10:00')
  await page.keyboard.press('Escape')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.locator('#calendar-said')).toHaveText('Wed 26, 09:00–09:30, free')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.locator('.block.slot')).toContainText('08:30–09:30')
  await page.keyboard.press('Escape')
  await page.keyboard.down('Control')
  await drag(page, at('10:30'), at('10:50'))
  await page.keyboard.up('Control')
  await expect(page.locator('#calendar-said')).toHaveText('Reading: Tue 25, 10:20–11:20, overlaps Reading 40m, copied')
  // The key goes on behind an Undo that was pressed.
  await undo(page)
  await expect(reading).toHaveCount(1)
  await page.keyboard.press('u')
  await expect(page.locator('a.block')).toHaveText([/Reading/])
  await expectAccessibleViews(page)
})

test.describe('with answers that are held back', () => {
  // A held request also blocks the service worker, unlike a slow network.
  test.use({ serviceWorkers: 'block' })

  test('fast presses are one move with one Undo, also while the one before is being saved', { tag: '@all' }, async ({
    page,
  }) => {
    await add(page, 'Reading', '2025-03-25T10:00', 60)
    await page.goto('/week?date=2025-03-25')
    const reading = page.locator('a.block', { hasText: 'Reading' })
    const writes: string[] = []
    page.on('request', (request) => request.method() === 'POST' && writes.push(request.url().replace(/.*\//, '')))
    await reading.focus()
    for (let n = 0; n < 4; n += 1) await page.keyboard.press('Alt+ArrowDown')
    await expect(reading).toContainText('10:20-11:20')
    expect(writes).toEqual(['times'])
    await page.keyboard.press('u')
    await expect(reading).toContainText('10:00-11:00')
    await expect(reading).toBeFocused()
    const answered = Promise.withResolvers<void>()
    await page.route('**/times', async (route) => {
      await answered.promise
      await route.continue()
    })
    await page.keyboard.press('Alt+ArrowDown')
    await expect.poll(() => writes).toEqual(['times', 'undo', 'times'])
    await page.keyboard.press('Alt+ArrowDown')
    await expect(page.locator('.drawn').last()).toContainText('10:10–11:10')
    answered.resolve()
    await expect(reading).toContainText('10:10-11:10')
    await expect(page.locator('#calendar-said')).toHaveText('Reading: Tue 25, 10:10–11:10, was Tue 25, 10:05–11:05')
  })
})

test('the menu of a meeting and of a task logs it, and its Undo brings it back', { tag: '@all' }, async ({ page }) => {
  const meeting = { title: 'Review', date: '2025-03-25', time: '10:00', duration_minutes: 45 }
  const task = { title: 'Mail', date: '2025-03-26', at: '09:00', estimated_minutes: 30 }
  for (const [path, data] of Object.entries({ meetings: meeting, tasks: task })) {
    const answer = await page.request.post(`/api/v1/${path}`, { data, headers: headers() })
    expect(answer.ok(), await answer.text()).toBe(true)
  }
  await page.goto('/week?date=2025-03-25')
  const logged = page.locator('a.block[href^="/sessions/"]')
  for (const [name, kind, length] of [
    ['Review', '.meet', '45m'],
    ['Mail', '.todo', '30m'],
  ] as const) {
    // A press opens that of an outline, too.
    await page.locator(`a.block${kind}`).click({ button: kind === '.meet' ? 'left' : 'right' })
    await expect(page.locator('.block-menu').getByRole('button', { name: 'Start' })).toBeVisible()
    await page
      .locator('.block-menu')
      .getByRole('button', { name: `Log ${length}` })
      .click()
    await expect(logged).toContainText(name)
    await undo(page)
    await expect(logged).toHaveCount(0)
    await expect(page.locator(`a.block${kind}`)).toBeFocused()
  }
  await page.locator('a.block.todo').press('Alt+ArrowRight')
  await expect(page.locator('[data-date="2025-03-27"] a.todo')).toContainText('Mail')
})

test('the menu of a block copies and splits it', { tag: '@all' }, async ({ page }) => {
  await add(page, 'Mail', '2025-03-24T09:00', 60)
  await add(page, 'Reading', '2025-03-25T10:00', 60)
  await page.goto('/week?date=2025-03-25')
  const reading = page.locator('a.block', { hasText: 'Reading' })
  await reading.click({ button: 'right' })
  await page.getByRole('button', { name: 'Split here' }).click()
  await expect(reading).toHaveCount(2)
  await undo(page)
  await expect(reading).toHaveCount(1)
  await expect(reading).toBeFocused()
  await expect(page.locator('#calendar-said')).toHaveText('Reading: Tue 25, 10:00–11:00')
  await reading.hover()
  await page.getByRole('button', { name: 'More for Reading' }).click()
  await page.getByRole('button', { name: 'Copy' }).click()
  await expect(reading).toHaveCount(2)
  await expect(page.locator('#calendar-said')).toHaveText('Reading: Tue 25, 11:00–12:00, copied')
  await expect(reading.last()).toContainText('11:00-12:00')
  await reading.last().click({ button: 'right' })
  await page.locator('.block-menu').getByRole('button', { name: 'Delete' }).click()
  await expect(reading).toHaveCount(1)
  await undo(page)
  await expect(reading).toHaveCount(2)
  await reading.last().focus()
  await page.keyboard.press('Delete')
  await expect(page.locator('.lane a:focus')).toHaveAccessibleName(/^Tue 25, 11:00–12:00, free$/)
  await page.keyboard.press('u')
  await expect(reading).toHaveCount(2)
  const lane = await laneOf(page, 3)
  await page.mouse.click(lane.x, lane.y(Temporal.PlainDateTime.from('2025-03-27T13:20')))
  await expect(page.locator('#calendar-new input[name="entry"]')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.locator('.lane a:focus')).toHaveAccessibleName(/^Thu 27, 13:00–14:00, free$/)
  await expect(page.locator('[data-date="2025-03-27"] a.block')).toHaveCount(0)
  await expect(reading).toHaveCount(2)
})

test('a press on a block edits it in its place, by mouse, keys and touch', { tag: '@all' }, async ({
  page,
  browser,
}) => {
  await page.request.post('/api/v1/projects', { data: { name: 'Thesis' }, headers: headers() })
  await add(page, 'Reading', '2025-03-25T10:00', 60)
  await page.goto('/week?date=2025-03-25')
  const [block, box] = [page.locator('a.block'), page.locator('#calendar-new')]
  const title = box.getByLabel('Title')
  await block.click({ position: { x: 20, y: 20 } })
  await expect(title).toBeFocused()
  await expect(title).toHaveValue('Reading')
  await expectAccessibleViews(page)
  const [at, beside] = [await block.boundingBox(), await box.boundingBox()]
  expect(beside?.x).toBeGreaterThan((at?.x ?? Number.NaN) + (at?.width ?? 0))
  await page.keyboard.press('Escape')
  await expect(box).toBeEmpty()
  await expect(block).toBeFocused()
  await page.keyboard.press('Enter')
  await title.fill('Writing')
  await box.getByLabel('Project').selectOption('Thesis')
  await box.getByLabel('Ended').fill('soon')
  await page.keyboard.press('Enter')
  await expect(box.getByLabel('Ended')).toHaveAttribute('aria-invalid', 'true')
  await box.getByLabel('Ended').fill('11:30')
  await box.getByText('More').click()
  await box.getByLabel('Tags').fill('deep')
  await page.keyboard.press('Enter')
  await expect(block).toContainText('10:00-11:30 Writing Thesis')
  await expect(block).toBeFocused()
  await expect(page.locator('#calendar-said')).toHaveText('Writing: Tue 25, 10:00–11:30')
  await expect(page).toHaveURL(/\/week\?date=2025-03-25$/)
  await page.keyboard.press('u')
  await expect(block).toContainText('10:00-11:00 Reading')
  await expect(block).toBeFocused()
  // A press elsewhere keeps typed text.
  await page.keyboard.press('e')
  await title.fill('Kept')
  await block.click({ position: { x: 20, y: 20 } })
  await expect(title).toHaveValue('Kept')
  await box.getByRole('button', { name: 'Delete' }).click()
  await expect(block).toHaveCount(0)
  await expect(page.locator('.lane a:focus')).toHaveAccessibleName(/^Tue 25, 10:00–11:00, free$/)
  await page.keyboard.press('u')
  await expect(block).toContainText('Reading')
  await block.focus()
  await page.keyboard.press('Enter')
  await box.getByRole('link', { name: 'Open' }).click()
  await expect(page.locator('#main a.back')).toHaveAttribute('href', '/week?date=2025-03-25')
  await page.goBack()
  const phone = await onPhone(browser, page)
  await phone.goto('/week?date=2025-03-25')
  await phone.locator('a.block').tap()
  const onIt = phone.locator('#calendar-new')
  await expect(onIt.getByLabel('Title')).toBeFocused()
  const sheet = await onIt.boundingBox()
  expect((sheet?.y ?? 0) + (sheet?.height ?? 0)).toBeCloseTo(844, 0)
  await onIt.getByRole('button', { name: 'Start again' }).tap()
  await expect(onIt).toBeEmpty()
  await expect(phone.locator('#timer')).toContainText('Reading')
  await phone.context().close()
})

test('several changes are taken back one after the other, by u and Ctrl with Z, but none from a field', {
  tag: '@all',
}, async ({ page }) => {
  await add(page, 'Reading', '2025-03-25T10:00', 60)
  await add(page, 'Writing', '2025-03-26T10:00', 60)
  await page.goto('/week?date=2025-03-25')
  const [reading, writing] = [
    page.locator('a.block', { hasText: 'Reading' }),
    page.locator('a.block', { hasText: 'Writing' }),
  ]
  for (const block of [reading, writing]) {
    await block.focus()
    await page.keyboard.press('Delete')
    await expect(block).toHaveCount(0)
  }
  await page.keyboard.press('u')
  await page.keyboard.press('u')
  await expect(writing).toHaveCount(1)
  await expect(reading).toHaveCount(1)
  await reading.focus()
  for (const start of ['10:05', '10:10', '10:15']) {
    await page.keyboard.press('Alt+ArrowDown')
    await expect(reading).toContainText(`${start}-`)
    await expect(page.locator('.drawn')).toHaveCount(0)
    await answered(page)
    await expect(reading).toBeFocused()
  }
  await page.keyboard.press('Control+z')
  await expect(reading).toContainText('10:10-11:10')
  // A toast that is gone is taken back, too.
  await page.locator('[data-toast]').last().getByRole('button', { name: 'Dismiss' }).click()
  await reading.focus()
  await page.keyboard.press('Enter')
  await expect(page.locator('#calendar-new').getByLabel('Title')).toBeFocused()
  await page.keyboard.type('Typed')
  await page.keyboard.press('Control+z')
  await expect(page.locator('#calendar-new').getByLabel('Title')).toHaveValue('Reading')
  await expect(reading).toContainText('10:10-11:10')
  await page.keyboard.press('Escape')
  await page.keyboard.press('u')
  await expect(reading).toContainText('10:05-11:05')
  await page.keyboard.press('Control+z')
  await expect(reading).toContainText('10:00-11:00')
  await page.keyboard.press('Control+z')
  await expect(page.locator('#calendar-said')).toHaveText('Nothing to undo')
})

test('a block over another one says how much they overlap while it is drawn and moved', { tag: '@all' }, async ({
  page,
}) => {
  await add(page, 'Thesis', '2025-03-25T10:00', 60)
  await add(page, 'Mail', '2025-03-25T12:00', 60)
  await page.goto('/week?date=2025-03-25')
  const lane = await laneOf(page, 1)
  const at = (time: string) => lane.y(Temporal.PlainDateTime.from(`2025-03-25T${time}`))
  const mail = page.locator('a.block', { hasText: 'Mail' })
  await page.mouse.move(lane.x, at('12:30'))
  await page.mouse.down()
  await page.mouse.move(lane.x, at('11:10'), { steps: 3 })
  await expect(page.locator('.drawn')).toContainText('overlaps Thesis 20m')
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await mail.focus()
  await page.keyboard.press('m')
  await page.keyboard.press('ArrowUp')
  await expect(page.locator('.drawn')).not.toContainText('overlaps')
  for (let n = 0; n < 16; n += 1) await page.keyboard.press('ArrowUp')
  await expect(page.locator('#calendar-said')).toHaveText('Mail: Tue 25, 10:35–11:35, overlaps Thesis 25m')
  await page.keyboard.press('Escape')
  await page.mouse.move(lane.x, at('09:30'))
  await page.mouse.down()
  await page.mouse.move(lane.x, at('12:15'), { steps: 3 })
  await expect(page.locator('.slot')).toContainText('overlaps Thesis 1h and 1 more')
  await page.mouse.up()
  await expect(page.locator('#calendar-said')).toHaveText('Tue 25, 09:30–12:15, overlaps Thesis 1h and 1 more')
})

test('a press between blocks opens the line with what they leave of the hour', { tag: '@all' }, async ({ page }) => {
  await add(page, 'Reading', '2025-03-25T10:00', 75)
  await add(page, 'Writing', '2025-03-25T11:40', 60)
  const comes = await holdScript(page, 'calendar')
  await page.goto('/week?date=2025-03-25')
  const [lane, line] = [await laneOf(page, 1), page.locator('#calendar-new input[name="entry"]')]
  await page.mouse.click(lane.x, lane.y(Temporal.PlainDateTime.from('2025-03-25T11:20')))
  comes()
  await expect(line).toBeFocused()
  await expect(page.locator('.block.slot')).toContainText('11:15–11:40')
  await page.keyboard.press('Escape')
  await page.mouse.click(lane.x, lane.y(Temporal.PlainDateTime.from('2025-03-25T12:50')))
  await expect(page.locator('.block.slot')).toContainText('12:40–13:00')
  await line.fill('Between')
  await page.keyboard.press('Enter')
  await expect(page.locator('a.block', { hasText: 'Between' })).toContainText('12:40-13:00')
})

test('one draws from the end of a short block on, and what is typed at once is in the line', { tag: '@all' }, async ({
  page,
}) => {
  for (const [title, time] of [
    ['Mail', '10:00'],
    ['Standup', '10:10'],
  ] as const)
    await add(page, title, `2025-03-25T${time}`, 10)
  const comes = await holdScript(page, 'calendar')
  await page.goto('/week?date=2025-03-25')
  const lane = await laneOf(page, 1)
  const at = (time: string) => ({ x: lane.x, y: lane.y(Temporal.PlainDateTime.from(`2025-03-25T${time}`)) + 1 })
  // Their title goes on below them, and lets the press through.
  await drag(page, at('10:20'), at('10:40'))
  comes()
  await page.keyboard.type('Stand')
  await expect(page.locator('#calendar-new input[name="entry"]')).toHaveValue('Stand')
  await page.keyboard.press('Enter')
  await expect(page.locator('a.block', { hasText: '10:20-10:40' })).toBeVisible()
  const [mail, standup] = await Promise.all(
    ['Mail', 'Standup'].map((title) => page.locator('a.block', { hasText: title }).boundingBox()),
  )
  expect([mail?.x, mail?.width]).toEqual([standup?.x, standup?.width])
})

test('a block that was changed elsewhere shows both versions, and a refused one goes back', { tag: '@all' }, async ({
  page,
}) => {
  await add(page, 'Reading', '2025-03-25T10:00', 60)
  await page.goto('/week?date=2025-03-25')
  const reading = page.locator('a.block', { hasText: 'Reading' })
  const path = (await reading.getAttribute('href')) ?? ''
  const data = { started_at: '2025-03-25T09:30:00Z' }
  const other = await page.request.patch(`/api/v1${path}`, { data, headers: { ...headers(), 'If-Match': '*' } })
  expect(other.ok(), await other.text()).toBe(true)
  await reading.focus()
  await page.keyboard.press('Alt+ArrowDown')
  await expect(page.locator('#calendar-new')).toContainText('This session was changed while you were editing.')
  const [block, box] = [await reading.boundingBox(), await page.locator('#calendar-new').boundingBox()]
  expect(box?.x).toBeGreaterThan((block?.x ?? Number.NaN) + (block?.width ?? 0))
  await expect(page.locator('.drawn, .ghost')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Keep mine' })).toBeFocused()
  await expect(page.locator('#calendar-said')).toHaveText('Reading: Tue 25, 09:30–11:00')
  await page.keyboard.press('Escape')
  await expect(page.locator('#calendar-new')).toBeEmpty()
  await expect(reading).toBeFocused()
  await expect(page.locator('#calendar-said')).toHaveText('Reading: Tue 25, 09:30–11:00')
  await page.reload()
  const again = await page.request.patch(`/api/v1${path}`, {
    data: { started_at: '2025-03-25T09:15:00Z' },
    headers: { ...headers(), 'If-Match': '*' },
  })
  expect(again.ok(), await again.text()).toBe(true)
  await reading.focus()
  await page.keyboard.press('Alt+ArrowDown')
  await page.getByRole('button', { name: 'Keep mine' }).click()
  await expect(page.locator('#calendar-new')).toBeEmpty()
  await expect(reading).toContainText('9:35-11:05')
})

test('a block whose move something else answers in place of Daymark goes back, and says what is known', {
  tag: '@all',
}, async ({ context }) => {
  // It logs errors, which the page of other journeys must not.
  const page = await context.newPage()
  await add(page, 'Reading', '2025-03-25T10:00', 60)
  await page.goto('/week?date=2025-03-25')
  const reading = page.locator('a.block', { hasText: 'Reading' })
  const toast = page.locator('[data-toast] p').last()
  for (const status of [200, 502]) {
    await page
      .context()
      .route('**/times', (route) =>
        route.fulfill({ status, contentType: 'text/html', body: '<h1>Welcome to the train</h1>' }),
      )
    await reading.focus()
    await page.keyboard.press('Alt+ArrowDown')
    await expect(toast).toHaveText(
      'Daymark can’t be reached. Your change may not be saved. Check before you try again.',
    )
    await expect(page.locator('.drawn, .ghost')).toHaveCount(0)
    await expect(page.locator('#calendar-said')).toHaveText('Reading: Tue 25, 10:00–11:00')
    await expect(page.locator('body')).not.toContainText('Welcome to the train')
    await page.context().unroute('**/times')
    await toast.evaluate((one) => one.closest('[data-toast]')?.remove())
  }
  await reading.focus()
  await page.keyboard.press('Alt+ArrowDown')
  await expect(reading).toContainText('10:05-11:05')
})

test('the running timer moves its start alone', { tag: '@all' }, async ({ page }) => {
  const started_at = new Date(Date.now() - 90 * 60_000).toISOString()
  await page.request.post('/api/v1/timer/start', { data: { title: 'Writing', started_at }, headers: headers() })
  await page.goto('/week')
  const live = page.locator('a.block.live')
  const before = await live.getAttribute('data-at')
  await live.first().scrollIntoViewIfNeeded()
  const grip = await live.first().boundingBox()
  const [x, y] = [(grip?.x ?? 0) + 12, (grip?.y ?? 0) + 2]
  await drag(page, { x, y }, { x, y: y + 24 })
  await expect(page.locator('[data-toast]').last()).toContainText('Changed the start of “Writing”')
  await undo(page)
  await expect(live).toHaveAttribute('data-at', before ?? '')
  await live.first().focus()
  await page.keyboard.down('Alt')
  await page.keyboard.press('ArrowUp')
  await expect(page.locator('.drawn')).not.toHaveCount(0)
  await page.keyboard.up('Alt')
  await expect(page.locator('[data-toast]').last()).toContainText('Changed the start of “Writing”')
  await expect(live).not.toHaveAttribute('data-at', before ?? '')
  await undo(page)
  await expect(live).toHaveAttribute('data-at', before ?? '')
  const said = page.locator('#calendar-said')
  await live.first().focus()
  await page.keyboard.press('m')
  await expect(said).toHaveText(/^Moving Writing, .*–now\. Arrows move its start, Enter saves\.$/)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Enter')
  const box = page.locator('#calendar-new')
  await expect(box.getByLabel('Title')).toBeFocused()
  await box.getByLabel('Title').fill('Editing')
  await page.keyboard.press('Enter')
  await expect(live.first()).toContainText('Editing')
  await expect(live.first()).toBeFocused()
  await expect(page).toHaveURL(/\/week$/)
  await page.keyboard.press('u')
  await expect(live.first()).toContainText('Writing')
  await live.first().click()
  await box.getByLabel('Started').fill('tomorrow 9:00')
  await page.keyboard.press('Enter')
  await expect(box.getByLabel('Started')).toHaveAttribute('aria-invalid', 'true')
  await box.getByRole('button', { name: 'Stop' }).click()
  await expect(live).toHaveCount(0)
  await expect(box).toBeEmpty()
})

test.describe('on a phone', () => {
  test.use(phoneScreen)

  test('a swipe turns to another day ', { tag: '@all' }, async ({ page }) => {
    await page.goto('/week?date=2025-03-25')
    const finger = await page.context().newCDPSession(page)
    const swipe = async (from: number, to: number) => {
      const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x?: number) =>
        finger.send('Input.dispatchTouchEvent', { type, touchPoints: x === undefined ? [] : [{ x, y: 500 }] })
      await touch('touchStart', from)
      for (const part of [0.25, 0.5, 0.75, 1]) await touch('touchMove', from + (to - from) * part)
      await touch('touchEnd')
    }
    await swipe(300, 120)
    await expect(page).toHaveURL(/date=2025-03-26/)
    await swipe(120, 300)
    await expect(page).toHaveURL(/date=2025-03-25/)
  })

  test('suggestions of the sheet are in sight, also above a soft keyboard', { tag: '@all' }, async ({ page }) => {
    for (const name of ['Thesis', 'Translation', 'Teaching'])
      await page.request.post('/api/v1/projects', { data: { name }, headers: headers() })
    await page.goto('/week?date=2025-03-25')
    const lane = page.locator('.lane[data-chosen]')
    await lane.tap({ position: { x: 150, y: 300 } })
    const options = page.locator('#block-entry-list [role="option"]')
    for (const height of [844, 400]) {
      await page.evaluate((covered) => {
        Object.defineProperty(visualViewport, 'height', { configurable: true, value: covered })
        visualViewport?.dispatchEvent(new Event('resize'))
      }, height)
      await page.locator('#block-entry').fill('')
      await page.locator('#block-entry').pressSequentially('Reading @T')
      await expect(options.first()).toBeVisible()
      await expect(page.locator('#calendar-new .chip').first()).toBeVisible()
      const [first, sheet] = [await options.first().boundingBox(), await page.locator('#calendar-new').boundingBox()]
      expect(first?.y).toBeGreaterThan(0)
      expect(first && sheet && first.y + first.height).toBeLessThan(sheet?.y ?? 0)
      expect(sheet && sheet.y + sheet.height).toBeLessThanOrEqual(height + 1)
    }
    await options.first().tap()
    await expect(page.locator('#block-entry')).toHaveValue(/^Reading @T\w+ $/)
  })
})
