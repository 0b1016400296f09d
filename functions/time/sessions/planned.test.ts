import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { stopClock } from '../../../test/support/clock'
import { runs } from '../../../test/support/runs'
import { hour } from '../../../test/support/times'
import { editMany } from './selected/testing'
import { ids, ledger, putGoal, putProject, rowIds, words } from './testing'

const begin = Date.parse('2026-05-13T10:00:00Z')

stopClock(begin)

type Saved = { id: string; seq: number }

const add = (client: Client, startedAt: number, minutes: number, more: object = {}) => {
  const body = { started_at: new Date(startedAt).toISOString(), duration_seconds: minutes * 60, ...more }
  return client.made<Saved>('/sessions', body)
}

const statsOf = async (client: Client, subject = 'all') => {
  const query = new URLSearchParams({ from: '2026-05-01', to: '2026-06-30', subject })
  const response = await client.get(`/api/v1/stats?${query}`)
  return response.json<{ total_seconds: number; session_count: number; current_streak: number }>()
}

describe('a session that ends in the future', () => {
  test('is shown as planned, and counts once it has ended, without a write of the person’s', async () => {
    const client = await signedIn({ time_zone: 'UTC' })
    const project_id = await putProject(client, 'Thesis')
    const goal_id = await putGoal(client, 'Done')
    const { id } = await add(client, begin + hour, 60, { title: 'Exam', project_id, goal_id, tags: ['deep'] })

    const none = { total_seconds: 0, session_count: 0, current_streak: 0 }
    const figures = ['all', `project:${project_id}`, `goal:${goal_id}`]
    for (const subject of figures) expect(await statsOf(client, subject)).toMatchObject(none)
    const page = await (await client.get('/sessions')).text()
    expect(page).toMatch(/id="planned-sessions".*Planned.*Exam/s)
    expect(await (await client.get('/day/2026-05-13')).text()).toMatch(/, planned, [^<]*<\/i>.*?<b>Exam/s)
    expect(await (await client.get('/sessions.csv')).text()).not.toContain('Exam')
    const listed = await (await client.get('/api/v1/sessions')).json<{ items: Saved[] }>()
    expect(listed.items).toEqual([expect.objectContaining({ id, planned: true })])

    vi.setSystemTime(begin + 2 * hour - 1)
    expect(await statsOf(client)).toMatchObject(none)
    vi.setSystemTime(begin + 2 * hour)
    const one = { total_seconds: 3600, session_count: 1, current_streak: 1 }
    for (const subject of figures) expect(await statsOf(client, subject)).toMatchObject(one)
    const after = await (await client.get('/sessions')).text()
    expect(after).not.toMatch(/id="planned-sessions"[^>]*>\s*<section/)
    expect(after).toContain('Exam')
    expect(await (await client.get('/sessions.csv')).text()).toContain('Exam')
    expect(await (await client.get(`/api/v1/sessions/${id}`)).json()).toMatchObject({ id, planned: false })
  })

  test('does not come of an edit in place of one that is over; the whole form says that it is planned', async () => {
    const client = await signedIn({ time_zone: 'UTC' })
    const { id, seq } = await add(client, begin - hour, 30)
    const edit = (fields: object) => client.post(`/sessions/${id}`, { seq, ...fields }, { part: true })
    for (const [field, named, typed] of [
      ['duration', 'duration', { duration: '2h' }],
      ['times', 'ended_at', { started_at: '9:00', ended_at: '10:30' }],
    ] as const) {
      const refused = await edit({ field, ...typed })
      expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining(`in-place-${named}-error`)])
    }
    expect(await (await edit({ duration: '2h' })).text()).toContain('Planned “')
  })

  test('that was removed for good is counted by no request', async () => {
    const client = await signedIn({ time_zone: 'UTC' })
    const { id } = await add(client, begin + hour, 60)
    await add(client, begin + 5 * hour, 60)
    await rows('DELETE FROM sessions WHERE user_id = ? AND id = ?', client.userId, id)
    const next = () => rows('SELECT next_planned_at AS next FROM users WHERE id = ?', client.userId)
    const seq = () => rows('SELECT seq FROM change_heads WHERE user_id = ?', client.userId)
    vi.setSystemTime(begin + 3 * hour)
    expect(await statsOf(client)).toMatchObject({ session_count: 0 })
    expect(await next()).toEqual([{ next: begin + 6 * hour }])
    const before = await seq()
    expect(await statsOf(client)).toMatchObject({ session_count: 0 })
    expect(await seq()).toEqual(before)
    vi.setSystemTime(begin + 6 * hour)
    expect(await statsOf(client)).toMatchObject({ session_count: 1 })
    expect(await next()).toEqual([{ next: null }])
  })

  test('is drawn dashed on its day and said to be planned, outside the sums', async () => {
    const client = await signedIn({ time_zone: 'UTC' })
    await add(client, begin - 2 * hour, 30, { title: 'Done' })
    const { id } = await add(client, begin - hour, 90, { title: 'Exam' })
    const early = await add(client, Date.parse('2026-05-12T23:30:00Z'), 17 * 60, { title: 'Carried' })
    const read = async (date: string) => (await client.get(`/day/${date}`)).text()
    const today = await read('2026-05-13')
    expect([...today.matchAll(/class="block open/g)]).toHaveLength(2)
    expect(today).toMatch(/<i>09:00-10:30, planned <\/i>.*?<b>Exam<\/b>/s)
    expect(rowIds(today)).toEqual([early.id, expect.anything(), id])
    const text = words(today)
    expect(text).toMatch(/Exam 09:00–10:30 · began 1h ago · planned, not counted yet 1h 30m/)
    expect(text).toMatch(/30m of 2h 1 session /)
    const [main = ''] = today.match(/<main.*<\/main>/s) ?? []
    expect([...main.matchAll(/ id="([^"]+)"/g)].length).toBe(new Set(ids(main)).size)
    // The evening before carries its part, though that date has passed.
    expect(words(await read('2026-05-12'))).toMatch(
      /0m of 2h 0 sessions .*Carried 23:30–16:30 \+1 · 30m on this day · planned, not counted yet 17h/s,
    )
    expect(await read('2026-05-14')).not.toContain('block open')

    vi.setSystemTime(begin + hour)
    const after = await read('2026-05-13')
    expect([...after.matchAll(/class="block open/g)]).toHaveLength(1)
    expect(words(after)).toMatch(/2h of 2h 2 sessions /)
  })

  test('does not unlock an app before it has ended', async () => {
    const client = await signedIn({ time_zone: 'UTC' })
    await client.json('PUT', '/api/v1/whitelist/apps/com.example.game', {
      is_whitelisted: true,
      after: { subject: 'all', seconds: 1800, period: 'day' },
    })
    const check = async () => {
      const response = await client.get('/api/v1/whitelist/check?package_name=com.example.game')
      return (await response.json<{ is_whitelisted: boolean }>()).is_whitelisted
    }
    await add(client, begin, 60)
    expect(await check()).toBe(false)
    vi.setSystemTime(begin + hour)
    expect(await check()).toBe(true)
  })

  test('appears and leaves the list of planned ones in place', async () => {
    const client = await signedIn({ time_zone: 'UTC' })
    const fields = { title: 'Later', date: '2026-05-14', started_at: '9:00', duration: '1h' }
    const added = await (await client.post('/sessions', fields, { part: true, page: '/sessions' })).text()
    expect(added).toMatch(/hx-target="#planned-sessions".*Later/s)
    expect(added).toMatch(/Planned 1h .*Later/)
    const [{ id, seq } = { id: '', seq: 0 }] = await rows<Saved>(
      'SELECT id, seq FROM sessions WHERE user_id = ?',
      client.userId,
    )
    const edit = { ...fields, date: '2026-05-12', seq }
    const moved = await (await client.post(`/sessions/${id}`, edit, { part: true, page: '/sessions' })).text()
    expect(moved).toMatch(/hx-target="#planned-sessions"/)
    expect(await statsOf(client)).toMatchObject({ total_seconds: 3600 })
  })
})

const steps = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant('add' as const),
      at: fc.integer({ min: -50, max: 50 }),
      minutes: fc.integer({ min: 1, max: 2000 }),
    }),
    fc.record({ do: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 30 }) }),
    fc.record({ do: fc.constant('move' as const), which: fc.nat(9), at: fc.integer({ min: -50, max: 50 }) }),
    fc.record({ do: fc.constantFrom('delete' as const, 'restore' as const), which: fc.nat(9) }),
    fc.record({ do: fc.constant('shift' as const), hours: fc.integer({ min: -40, max: 40 }) }),
    fc.record({ do: fc.constant('undo' as const) }),
  ),
  { minLength: 5, maxLength: 14 },
)

/** Planned, and edited among many: with the same times, and to other ones. */
const planned: typeof steps extends fc.Arbitrary<infer Steps> ? Steps : never = [
  { do: 'add', at: 5, minutes: 60 },
  { do: 'shift', hours: 0 },
  { do: 'shift', hours: 2 },
]

test('what has ended counts, and nothing else, however sessions are written and time passes', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      let now = begin
      vi.setSystemTime(now)
      const client = await signedIn({ time_zone: 'UTC' })
      const added: string[] = []
      const deleted = new Set<string>()
      for (const step of list) {
        if (step.do === 'add') added.push((await add(client, now + step.at * hour, step.minutes)).id)
        else if (step.do === 'wait') now += step.hours * hour
        else if (step.do === 'shift') {
          const shift = `${step.hours < 0 ? '-' : '+'}${Math.abs(step.hours)}h`
          const kept = added.filter((id) => !deleted.has(id))
          const edit: Record<string, string> = step.hours === 0 ? { add_tags: 'same time' } : { shift }
          if (kept.length > 0) await editMany(client, { ids: kept, ...edit })
        } else if (step.do === 'undo') {
          const [change] = await rows<{ id: string }>(
            'SELECT id FROM changes WHERE user_id = ? ORDER BY seq DESC LIMIT 1',
            client.userId,
          )
          if (change) await client.post(`/changes/${change.id}/undo`, {}, { part: true })
        } else {
          const id = added[step.which % Math.max(1, added.length)]
          if (id === undefined) continue
          if (step.do === 'move') {
            const started_at = new Date(now + step.at * hour).toISOString()
            const [row] = await rows('SELECT duration_seconds FROM sessions WHERE id = ?', id)
            const body = { started_at, duration_seconds: row?.duration_seconds }
            await client.json('PATCH', `/api/v1/sessions/${id}`, body)
          } else if (step.do === 'delete') {
            await client.json('DELETE', `/api/v1/sessions/${id}`)
            deleted.add(id)
          } else {
            await client.post(`/sessions/${id}/restore`, {}, { part: true })
            deleted.delete(id)
          }
        }
        vi.setSystemTime(now)
        const stored = await rows<{ started_at: number; ended_at: number; duration_seconds: number }>(
          'SELECT started_at, ended_at, duration_seconds FROM sessions WHERE user_id = ? AND deleted_at IS NULL',
          client.userId,
        )
        const ended = stored.filter(({ ended_at }) => ended_at <= now)
        const total = ended.reduce((sum, { duration_seconds }) => sum + duration_seconds, 0)
        expect(await statsOf(client)).toMatchObject({ total_seconds: total, session_count: ended.length })
        const counted = await ledger(client)
        expect(counted.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(total)
        const next = Math.min(...stored.filter(({ ended_at }) => ended_at > now).map(({ ended_at }) => ended_at))
        expect(await rows('SELECT next_planned_at AS next FROM users WHERE id = ?', client.userId)).toEqual([
          { next: Number.isFinite(next) ? next : null },
        ])
      }
    }),
    { numRuns: runs(30) + 1, examples: [[planned]] },
  )
})
