import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { wrongSums } from '../../../../test/support/models/sums'
import { runs } from '../../../../test/support/runs'
import { deviceOf, sessionData } from '../../../programs/sync/testing'
import { type Choices, choices, countingModel, type Seen, type Step, steps } from './testing'

const began = Date.parse('2026-03-10T06:00:00Z')

type Timer = { session: { id: string; started_at: string } | null; phase: string | null } & {
  phase_ends_at: string | null
  round: number | null
  left_seconds: number | null
}

const timerOf = async (client: Client) => (await client.json('GET', '/api/v1/timer')).json<Timer>()

const one = async <T>(client: Client, value: string, where: string) =>
  (await rows<{ value: T }>(`SELECT ${value} AS value FROM sessions WHERE user_id = ? ${where}`, client.userId))[0]
    ?.value

/** The state as a program reads it. Pages have to say the same. */
const seen = async (client: Client): Promise<Seen> => {
  const [timer, page] = [await timerOf(client), await (await client.get('/goals')).text()]
  const ends = /data-ends="(\d+)"/.exec(page)?.[1]
  expect(ends ? Number(ends) : null).toBe(timer.phase_ends_at && Date.parse(timer.phase_ends_at))
  expect(/data-started-at="(\d+)"/.exec(page)?.[1]).toBe(
    timer.session ? String(Date.parse(timer.session.started_at)) : undefined,
  )
  const running = timer.session ? Date.now() - Date.parse(timer.session.started_at) : 0
  const { focus_rounds } = await (await client.json('GET', '/api/v1/stats?from=2026-03-01&to=2026-03-30')).json<{
    focus_rounds: number
  }>()
  const done = await one<number | null>(client, 'sum(duration_seconds)', 'AND deleted_at IS NULL')
  return {
    ...{ runs: timer.session !== null, phase: timer.phase, round: timer.round ?? 0 },
    left: timer.phase_ends_at === null ? timer.left_seconds : (Date.parse(timer.phase_ends_at) - Date.now()) / 1000,
    finished: focus_rounds,
    tracked: (done ?? 0) + running / 1000,
  }
}

/** Presses on a page, calls of a program, and a device that writes later. Returns the step as it was taken. */
const press = async (
  client: Client,
  device: ReturnType<typeof deviceOf>,
  step: Exclude<Step, { is: 'pass' }>,
): Promise<Step> => {
  const { session } = await timerOf(client)
  const id = session?.id ?? ''
  // A paused round may wait for longer than the break of a later one.
  const ofRest = () => one<string>(client, 'id', 'AND break_ends_at > 0 AND deleted_at IS NULL ORDER BY id DESC')
  const form = async (path: string, of = id) => {
    const answer = await client.post(path, { id: of })
    expect(answer.status).toBe(303)
  }
  if (step.is === 'start') {
    const { pattern } = step
    const plan = pattern?.rounds === 0 ? { planned_seconds: pattern.work } : pattern ? { focus: pattern } : {}
    expect((await client.json('POST', '/api/v1/timer/start', { title: 'Walk', ...plan })).status).toBe(201)
  } else if (step.is === 'move') {
    if (!session) return step
    const end = (await one<number | null>(client, 'max(ended_at)', 'AND deleted_at IS NULL')) ?? 0
    const from = Date.parse(session.started_at)
    const to = Math.min(Date.now(), Math.max(end, from - step.seconds * 1000))
    const answer = await client.json('PATCH', `/api/v1/sessions/${id}`, { started_at: new Date(to).toISOString() })
    expect(answer.status).toBe(200)
    return { is: 'move', seconds: (from - to) / 1000 }
  } else if (step.is === 'elsewhere') {
    if (!session) return step
    const [start_time, end_time] = [Date.parse(session.started_at), Date.now()]
    const seconds = Math.floor((end_time - start_time) / 1000)
    const data = sessionData({
      title: 'Walk',
      start_time,
      end_time,
      duration_seconds: seconds,
      duration_minutes: Math.round(seconds / 60),
    })
    await device.sync({ sessions: [{ action: 'update', id, data, updated_at: end_time }] })
  } else if (step.is === 'focus') await form('/timer/focus')
  else if (step.is === 'more') await form('/timer/focus/more')
  else if (step.is === 'goOn') await form('/timer/focus/go-on')
  else if (step.is === 'break') await form('/timer/focus/break')
  else if (step.is === 'pause') await form('/timer/focus/pause')
  else if (step.is === 'resume') await form('/timer/focus/resume', (await ofRest()) ?? 'none')
  else if (step.is === 'next') await form('/timer/focus/next', (await ofRest()) ?? 'none')
  else if (step.is === 'endBreak') await form('/timer/focus/end-break', (await ofRest()) ?? 'none')
  else await form(`/timer/${step.is}`)
  return step
}

const walk = async (chosen: Choices, all: Step[]) => {
  let now = began
  vi.useFakeTimers({ toFake: ['Date'], now })
  const client = await signedIn({ focus_stops: chosen.stops, focus_starts: chosen.starts })
  const device = deviceOf(client)
  await device.sync()
  const counted = countingModel(chosen)
  for (const step of [...all, { is: 'pass', seconds: 1 } as const]) {
    if (step.is === 'pass') {
      now += step.seconds * 1000
      vi.setSystemTime(now)
      counted.take(step)
      continue
    }
    await device.sync()
    counted.take(await press(client, device, step))
    expect(await seen(client)).toEqual(counted.seen())
  }
  expect(await seen(client)).toEqual(counted.seen())
  expect(await wrongSums(client.userId)).toEqual([])
}

test('pages, programs and devices see one state, and the ledger has its time', async () => {
  await fc.assert(fc.asyncProperty(choices, steps(14), walk), { numRuns: runs(80) })
}, 300_000)
