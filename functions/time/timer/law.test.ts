import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeEach, expect, test, vi } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { wrongSums } from '../../../test/support/models/sums'
import { runs } from '../../../test/support/runs'
import { undoPath } from '../../lib/http/path-to'
import { Preferences } from '../../lib/preferences'
import { discardTimer, startTimer, stopTimer } from './actions'
import { undoDiscard, undoStart, undoStop } from './undo'

/**
 * The law: whatever two tabs and a program tap, one after the other or at once, leaves what a plain list of sessions
 * would hold after the same taps in some order. In it nothing runs beside another thing, what is started begins at the
 * second at which what it stops ends, and an Undo brings back what its action did, while that is the last one.
 */
type Session = { title: string; start: number; end: number | null; isGone: boolean }

/** `last` is the tap whose Undo still holds, with the session that it began or ended and the one that it stopped. */
type Model = { sessions: Session[]; last: { tap: number; title: string; stopped: string | null } | null }

type Kind = 'start' | 'stop' | 'discard' | 'undo'
type Tap = { number: number; kind: Kind; of: number }
type Result = 'done' | 'nothing'

const change = (sessions: Session[], title: string | null, to: Partial<Session>) =>
  sessions.map((session) => (session.title === title ? { ...session, ...to } : session))

const kinds = new Map<number, Kind>()

const tapped = (
  { sessions, last }: Model,
  { number, kind, of }: Tap,
  now: number,
): { model: Model; result: Result } => {
  const active = sessions.find(({ end, isGone }) => end === null && !isGone)
  const done = (changed: Session[], made: Model['last']) => ({
    model: { sessions: changed, last: made },
    result: 'done' as const,
  })
  const nothing = { model: { sessions, last }, result: 'nothing' as const }
  if (kind === 'start') {
    const title = `Tap ${number}`
    const before = active ? change(sessions, active.title, { end: now }) : sessions
    const made = { tap: number, title, stopped: active?.title ?? null }
    return done([...before, { title, start: now, end: null, isGone: false }], made)
  }
  if (kind === 'undo') {
    if (last?.tap !== of) return nothing
    if (kinds.get(of) !== 'start') return done(change(sessions, last.title, { end: null, isGone: false }), null)
    return done(change(change(sessions, last.title, { isGone: true }), last.stopped, { end: null }), null)
  }
  if (!active) return nothing
  const isGone = kind === 'discard'
  return done(change(sessions, active.title, { end: now, isGone }), { tap: number, title: active.title, stopped: null })
}

const shown = (sessions: Session[]) =>
  sessions
    .filter(({ isGone }) => !isGone)
    .map(({ title, start, end }) => ({ title, started_at: start, ended_at: end }))
    .toSorted((a, b) => a.title.localeCompare(b.title))

const orders = <T>(all: T[]): T[][] =>
  all.length < 2
    ? [all]
    : all.flatMap((one) => orders(all.filter((other) => other !== one)).map((rest) => [one, ...rest]))

/** Taps the timer for somebody, and keeps the way back of each tap. */
type Tapper = (client: Client, tap: Tap, ways: Map<number, string>) => Promise<Result>

const byCalls: Tapper = async ({ userId }, { number, kind, of }, ways) => {
  const { DB } = env
  const user = { id: userId, preferences: Preferences.parse({}) }
  const now = Date.now()
  const keep = (done: object) => ways.set(number, JSON.stringify(done))
  if (kind === 'start') {
    const done = await startTimer(DB, user, { title: `Tap ${number}` }, now)
    if ('errors' in done) return 'nothing'
    const { started, stopped } = done
    keep({ id: started.id, seq: started.seq, ...(stopped && { stopped: stopped.id }) })
    return 'done'
  }
  if (kind === 'undo') {
    const way = ways.get(of)
    if (way === undefined) return 'nothing'
    const undo = { start: undoStart, stop: undoStop, discard: undoDiscard, undo: undoStop }[kinds.get(of) ?? 'undo']
    return (await undo(DB, user, JSON.parse(way), now)) === 'undone' ? 'done' : 'nothing'
  }
  const done = kind === 'stop' ? await stopTimer(DB, user, {}, now) : await discardTimer(DB, user, {}, now)
  if (!done || 'errors' in done) return 'nothing'
  keep({ id: done.id, seq: done.seq })
  return 'done'
}

/** A tab without script, one with it, and a program, by turns. */
const byRequests: Tapper = async (client, { number, kind, of }, ways) => {
  if (kind === 'undo') {
    const way = ways.get(of)
    if (way === undefined) return 'nothing'
    const answer =
      number % 3 === 0 ? client.json('POST', `/api/v1${way}`) : client.post(way, {}, { part: number % 2 === 0 })
    return (await answer).status < 400 ? 'done' : 'nothing'
  }
  if (number % 3 === 0) {
    const answer = await client.json(
      'POST',
      `/api/v1/timer/${kind}`,
      kind === 'start' ? { title: `Tap ${number}` } : {},
    )
    const { id, seq, stopped } = await answer.json<{ id?: string; seq?: number; stopped?: { id: string } | null }>()
    if (!answer.ok) return 'nothing'
    ways.set(number, undoPath(`timer.${kind}`, id, seq, stopped?.id))
    return 'done'
  }
  const part = number % 3 === 1
  const answer = await client.post(`/timer/${kind}`, kind === 'start' ? { title: `Tap ${number}` } : {}, { part })
  const told = part ? await answer.text() : decodeURIComponent(answer.headers.get('Set-Cookie') ?? '')
  const [way] = /\/changes\/timer[^"]+/.exec(told) ?? []
  if (way === undefined) return 'nothing'
  ways.set(number, way)
  return 'done'
}

const kind = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Kind>('start') },
  { weight: 3, arbitrary: fc.constant<Kind>('stop') },
  { weight: 1, arbitrary: fc.constant<Kind>('discard') },
  { weight: 3, arbitrary: fc.constant<Kind>('undo') },
)
const steps = fc.array(
  fc.record({
    waited: fc.oneof(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 5_000_000 })),
    /** The earlier tap that an Undo takes back, counted back. */
    taps: fc.array(fc.tuple(kind, fc.nat({ max: 2 })), { minLength: 1, maxLength: 3, size: 'xsmall' }),
  }),
  { minLength: 2, maxLength: 5, size: 'xsmall' },
)

let client: Client
let began = Date.UTC(2026, 2, 28, 22)
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  client = await signedIn()
})

const obeys = (tapper: Tapper, count: number) =>
  fc.assert(
    fc.asyncProperty(steps, async (run) => {
      kinds.clear()
      const ways = new Map<number, string>()
      // Taps of one second can leave the same in several orders, which differ in what can be taken back.
      let models: Model[] = [{ sessions: [], last: null }]
      // Each run has half a day of its own, for what is left of the one before is dear to delete.
      began += 12 * 3_600_000
      let now = began
      vi.setSystemTime(now)
      await discardTimer(env.DB, { id: client.userId, preferences: Preferences.parse({}) }, {}, now)
      let number = 0
      for (const { waited, taps } of run) {
        now += waited
        vi.setSystemTime(now)
        const group = taps.map(([kind, back]): Tap => {
          number += 1
          kinds.set(number, kind)
          return { number, kind, of: number - 1 - back }
        })
        const results = await Promise.all(group.map((tap) => tapper(client, tap, ways)))
        const second = Math.floor(now / 1000) * 1000
        const found = await rows(
          `SELECT title, started_at, ended_at FROM sessions WHERE user_id = ? AND started_at >= ? AND deleted_at IS NULL
             AND status = iif(ended_at IS NULL, 'active', 'completed')
             AND duration_seconds IS iif(ended_at IS NULL, NULL, (ended_at - started_at) / 1000)`,
          client.userId,
          began,
        )
        const sorted = found.toSorted((a, b) => String(a.title).localeCompare(String(b.title)))
        const paths = models.flatMap((model) => orders(group).map((order) => ({ model, order })))
        const possible = paths.map(({ model, order }) => {
          let then = model
          const told = new Map<number, Result>()
          for (const tap of order) {
            const { model: next, result } = tapped(then, tap, second)
            then = next
            told.set(tap.number, result)
          }
          return { then, is: JSON.stringify([shown(then.sessions), group.map((tap) => told.get(tap.number))]) }
        })
        const left = JSON.stringify([sorted, results])
        const right = possible.filter(({ is }) => is === left).map(({ then }) => [JSON.stringify(then), then] as const)
        if (right.length === 0) expect(left).toBe(possible.map(({ is }) => is).join('\nor '))
        models = [...new Map(right).values()]
      }
    }),
    { numRuns: runs(count, 10), endOnFailure: true },
  )

test('two tabs and a program tap at random: one timer at most, no lost second, no overlap', async () => {
  await obeys(byCalls, 460)
  expect(await wrongSums(client.userId)).toEqual([])
})

test('the same through forms, htmx and JSON', async () => {
  await obeys(byRequests, 40)
  expect(await wrongSums(client.userId)).toEqual([])
})
