import { describe, expect, test, vi } from 'vitest'
import { type Client, cost, rows, signedIn, toastOf } from '../../../test/support/client'
import { wrongSums } from '../../../test/support/models/sums'
import { put, putGoal, putProject, rowIds, stored, words } from '../sessions/testing'

const at = (time: string) => new Date(`2026-03-10T${time}Z`)

const clock = (time: string) => vi.setSystemTime(at(time))

/** A person in UTC, at an instant of 10 March 2026. */
const person = async (time = '12:00:00') => {
  vi.useFakeTimers({ toFake: ['Date'] })
  clock(time)
  return signedIn({ time_zone: 'UTC' })
}

const sessionsOf = (client: Client) =>
  rows<{ id: string; title: string; status: string; started_at: number; ended_at: number | null; days: string }>(
    'SELECT id, title, status, started_at, ended_at, days FROM sessions WHERE user_id = ? AND deleted_at IS NULL ORDER BY started_at, number',
    client.userId,
  )

describe('by plain forms', () => {
  test('a start goes back to the page it came from, and that shows what runs, since when and for how long', async () => {
    const client = await person('12:15:07.900')
    const answer = await client.post('/timer/start', { title: 'Methods' }, { page: '/goals' })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toBe('/goals')
    clock('13:55:12')
    const text = words(await (await client.get('/goals')).text())
    expect(text).toContain('Methods since 12:15 1h 40m 05s')
    const page = await (await client.get('/timer')).text()
    expect(page).toMatch(/<time class="figure hero"[^>]*>1h 40m <small>05s</)
    expect(page).toMatch(/value="12:15"[^>]*name="started_at"/)
    const [session] = await sessionsOf(client)
    expect(session).toMatchObject({ status: 'active', started_at: at('12:15:07').getTime(), ended_at: null })
  })

  test('a stop writes the session down, on its days, and says how long it was', async () => {
    const client = await person('23:30:00')
    await client.post('/timer/start', { title: 'Late' })
    vi.setSystemTime(new Date('2026-03-11T00:10:30.999Z'))
    const toast = toastOf(await client.post('/timer/stop'))
    expect(toast.message).toBe('Stopped “Late”, 40m')
    const [session] = await sessionsOf(client)
    expect(session).toMatchObject({ status: 'completed', days: '[["2026-03-10",1800],["2026-03-11",630]]' })
    expect(await wrongSums(client.userId)).toEqual([])
  })

  test('each can be taken back once, before what came after it: 409 as a page and a part', async () => {
    const client = await person()
    const first = toastOf(await client.post('/timer/start', { title: 'First' }))
    clock('12:30:00')
    const second = toastOf(await client.post('/timer/start', { title: 'Second' }))
    expect(second.message).toBe('Stopped “First” after 30m, started “Second”')
    const page = await client.post(first.undo)
    expect(page.status).toBe(409)
    expect(words(await page.text())).toContain('This can no longer be undone')
    const part = await client.post(first.undo, {}, { part: true })
    expect(part.status).toBe(409)
    expect(await part.text()).toContain('Second')
    expect(await sessionsOf(client)).toHaveLength(2)

    const firstRuns = [{ title: 'First', status: 'active', ended_at: null, days: '[]' }]
    expect((await client.post(second.undo)).status).toBe(303)
    expect(await sessionsOf(client)).toMatchObject(firstRuns)
    const discarded = toastOf(await client.post('/timer/discard'))
    expect((await client.post(discarded.undo)).status).toBe(303)
    expect(await sessionsOf(client)).toMatchObject(firstRuns)
    expect((await client.post(discarded.undo)).status).toBe(409)
  })

  test('a start from the dialog empties its line for the next time', async () => {
    const client = await person()
    const start = async (fields: Record<string, string>) =>
      (await client.post('/timer/start', fields, { part: true, page: '/goals' })).text()
    const line = /<hx-partial hx-target="#timer-switch-form".*?name="entry"([^>]*)>/s
    expect(line.exec(await start({ entry: 'reading #deep' }))?.[1]).not.toContain('reading')
    expect(await start({ entry: 'writing' })).toMatch(line)
    expect(await start({ title: 'calling' })).not.toMatch(line)
  })

  test('a stop or a discard of what does not run any more leaves alone what runs', async () => {
    const client = await person()
    await client.post('/timer/start', { title: 'First' })
    const [first] = await sessionsOf(client)
    await client.post('/timer/start', { title: 'Second' })
    for (const action of ['stop', 'discard']) {
      const toast = toastOf(await client.post(`/timer/${action}`, { id: first?.id ?? '' }))
      expect(toast.message).toBe('That timer is no longer running. Nothing was changed.')
    }
    expect((await sessionsOf(client)).map(({ status }) => status)).toEqual(['completed', 'active'])
    await client.post('/timer/stop')
    expect(toastOf(await client.post('/timer/stop')).undo).toBe('')
  })

  test('a discarded timer is among what was deleted, and comes back from there as a session', async () => {
    const client = await person()
    await client.post('/timer/start', { title: 'Mistaken' })
    clock('12:20:00')
    await client.post('/timer/discard')
    expect(words(await (await client.get('/deleted')).text())).toContain('Mistaken')
    const [{ id } = { id: '' }] = await rows<{ id: string }>('SELECT id FROM sessions WHERE user_id = ?', client.userId)
    expect((await client.post(`/sessions/${id}/restore`)).status).toBe(303)
    expect(await sessionsOf(client)).toMatchObject([{ status: 'completed', days: '[["2026-03-10",1200]]' }])
  })

  test('“again” takes title, project, goal and tags, without what is deleted', async () => {
    const client = await person()
    const [project_id, goal_id] = [await putProject(client, 'Thesis'), await putGoal(client, 'Finish')]
    const former = await put(client, '2026-03-09T10:00Z', 30, { title: 'Read', project_id, goal_id, tags: ['deep'] })
    await client.post('/timer/start', { again: former.id })
    const active = async () =>
      (await rows('SELECT * FROM sessions WHERE user_id = ? AND status = ?', client.userId, 'active'))[0]
    expect(await active()).toMatchObject({ title: 'Read', project_id, goal_id, tags: '["deep"]', source: 'timer' })
    await client.post(`/goals/${goal_id}/delete`)
    await client.post('/timer/start', { again: former.id })
    expect(await active()).toMatchObject({ title: 'Read', project_id, goal_id: null })
    const other = await person()
    expect((await other.post('/timer/start', { again: former.id })).status).toBe(422)
    expect((await other.post('/timer/start', { project_id })).status).toBe(422)
  })

  test('“again” takes a task with what it is filed under, and a goal, but those of nobody else', async () => {
    const client = await person()
    const project_id = await putProject(client, 'Thesis')
    const goal_id = await putGoal(client, 'Finish')
    const id = await client.add('/tasks', { title: 'Draft', project_id, goal_id })
    const active = async () =>
      (await rows('SELECT * FROM sessions WHERE user_id = ? AND status = ?', client.userId, 'active'))[0]
    await client.post('/timer/start', { again: `task:${id}` })
    expect(await active()).toMatchObject({ title: 'Draft', project_id, goal_id, task_id: id, tags: '[]' })
    await client.post(`/projects/${project_id}/delete`)
    await client.post('/timer/start', { again: `task:${id}` })
    expect(await active()).toMatchObject({ title: 'Draft', project_id: null, task_id: id })
    await client.post('/timer/start', { again: `goal:${goal_id}` })
    expect(await active()).toMatchObject({ title: 'Finish', project_id: null, goal_id, task_id: null })
    const other = await person()
    for (const again of [`task:${id}`, `goal:${goal_id}`, `task:${goal_id}`]) {
      const refused = await other.post('/timer/start', { again }, { part: true })
      expect([refused.status, words(await refused.text())]).toEqual([422, expect.stringContaining('no longer exists')])
    }
  })

  test('it can start where the last session ended, or at a time since what runs began', async () => {
    const client = await person()
    await put(client, '2026-03-10T10:00Z', 85)
    expect(words(await (await client.get('/timer')).text())).toContain('Start from 11:25, when your last session ended')
    await client.post('/timer/start', { since: 'last_end' })
    expect((await sessionsOf(client)).at(-1)).toMatchObject({ started_at: at('11:25:00').getTime() })
    const refused = await client.post('/timer/start', { title: 'Kept', started_at: '11:20' })
    expect(refused.status).toBe(422)
    const text = await refused.text()
    expect(words(text)).toContain('The running timer started at 11:25')
    expect(text).toContain('value="Kept"')
    expect((await client.post('/timer/start', { started_at: '11:40' })).status).toBe(303)
    expect((await sessionsOf(client)).slice(-2)).toMatchObject([
      { ended_at: at('11:40:00').getTime() },
      { started_at: at('11:40:00').getTime() },
    ])
    // A bare time that is still to come was yesterday's; that is before what runs.
    for (const started_at of ['12:01', '2026-03-10 13:00', '2026-03-09 11:00', 'soon', '25:00', '😀', '9'.repeat(41)]) {
      expect([started_at, (await client.post('/timer/start', { started_at })).status]).toEqual([started_at, 422])
    }
  })

  test('two timers never overlap: neither a start nor an edit goes back before the one that ran before', async () => {
    const client = await person()
    await client.post('/timer/start', { title: 'First' })
    clock('12:30:00')
    await client.post('/timer/stop')
    clock('12:40:00')
    expect((await client.post('/timer/start', { started_at: '12:29' })).status).toBe(422)
    expect((await client.post('/timer/start', { started_at: '12:30' })).status).toBe(303)
    const edit = async (fields: Record<string, string>) => {
      const html = await (await client.get('/timer/edit')).text()
      const [, id = ''] = /name="id" value="([^"]+)"/.exec(html) ?? []
      const [, seq = ''] = /name="seq" value="([^"]+)"/.exec(html) ?? []
      return client.post('/timer/edit', { id, seq, ...fields })
    }
    const refused = await edit({ started_at: '12:15' })
    expect(refused.status).toBe(422)
    expect(words(await refused.text())).toContain('You already tracked time until 12:30')
    expect((await edit({ started_at: '12:35', title: 'Second', tags: 'a, b' })).status).toBe(303)
    expect((await sessionsOf(client)).at(-1)).toMatchObject({ title: 'Second', started_at: at('12:35:00').getTime() })
    expect((await edit({ started_at: '12:41' })).status).toBe(422)
  })

  test('an edit of a version that has moved on brings both: 409', async () => {
    const client = await person()
    await client.post('/timer/start', { title: 'First' })
    const [{ id } = { id: '' }] = await sessionsOf(client)
    const seq = String((await stored(client, id))?.seq)
    expect((await client.post('/timer/edit', { id, seq, title: 'Theirs' })).status).toBe(303)
    const stale = await client.post('/timer/edit', { id, seq, title: 'Mine' })
    expect(stale.status).toBe(409)
    const text = words(await stale.text())
    expect(text).toContain('Theirs')
    expect(text).toContain('Mine')
    expect(await sessionsOf(client)).toMatchObject([{ title: 'Theirs' }])
  })

  test('an edit of what does not run any more is given back, with the session that it became', async () => {
    const client = await person()
    await client.post('/timer/start', { title: 'First' })
    const [{ id } = { id: '' }] = await sessionsOf(client)
    const page = await (await client.get('/timer')).text()
    const seq = /name="seq" value="(\d+)"/.exec(page)?.[1] ?? ''
    await client.post('/timer/stop')
    for (const running of [false, true]) {
      if (running) await client.post('/timer/start', { title: 'Second' })
      const answer = await client.post('/timer/edit', { id, seq, title: 'Mine', notes: 'half a sentence' })
      expect(answer.status).toBe(409)
      const html = await answer.text()
      expect(words(html)).toContain('no longer running')
      expect(html).toContain(`href="/sessions/${id}"`)
      expect(html).toMatch(/<textarea[^>]*name="notes"[^>]*>half a sentence</)
    }
    const titles = (await sessionsOf(client)).map(({ title }) => title)
    expect(titles).toEqual(['First', 'Second'])
  })

  test('more of a line fills the fields with what it says, and loses nothing', async () => {
    const client = await person()
    const [project, goal] = [await putProject(client, 'Acme'), await putGoal(client, 'Finish')]
    const fields = async (entry: string) => {
      const html = await (await client.get(`/timer/switch?${new URLSearchParams({ entry })}`)).text()
      const form = /<form class="edit".*?<\/form>/s.exec(html)?.[0] ?? ''
      expect(form).toMatch(/name="title"[^>]* autofocus/)
      const typed = ['title', 'tags', 'started_at'].map((name) => {
        const field = new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(form)?.[0] ?? 'none'
        return / value="([^"]*)"/.exec(field)?.[1] ?? ''
      })
      return [...typed, ...[...form.matchAll(/<option value="([^"]*)" selected/g)].map(([, value]) => value)]
    }
    expect(await fields('report @acme #deep !finish since 9:30')).toEqual(['report', 'deep', '09:30', project, goal])
    expect(await fields('report @New !nope')).toEqual(['report @New !nope', '', '', '', ''])
    expect(await fields('25m report @Acme')).toEqual(['25m report @Acme', '', '', '', ''])
    expect(await fields('')).toEqual(['', '', '', '', ''])
  })
})

describe('with htmx', () => {
  test('the answer is the bar, the day that changed, and a toast with the way back', async () => {
    const client = await person()
    const how = { part: true, page: '/sessions' }
    const started = await client.post('/timer/start', { title: 'Methods' }, how)
    expect(started.headers.get('HX-Trigger')).toBe('timer-changed')
    const html = await started.text()
    expect(html).toMatch(/^<section class="timer" id="timer"/)
    expect(html).toContain('/changes/timer.start~')
    clock('12:30:00')
    const stopped = await client.post('/timer/stop', {}, how)
    expect(stopped.headers.get('HX-Trigger')).toBe('sessions-changed, timer-changed')
    const parts = await stopped.text()
    expect(parts).toMatch(/^<section class="timer idle" id="timer"/)
    expect(rowIds(parts)).toEqual([(await sessionsOf(client))[0]?.id])
    const undo = /action="([^"]+timer\.stop~[^"]+)"/.exec(parts)?.[1] ?? ''
    const undone = await (await client.post(undo, {}, how)).text()
    expect(undone).toContain('<hx-partial hx-target="#timer"')
    expect(undone).toContain('“Methods” is still running')
    expect(rowIds(undone)).toEqual([])
  })

  test('a start that cannot be leaves the bar, and says why: beside it, or in the dialog that asked', async () => {
    const client = await person()
    await client.post('/timer/start', { title: 'Running' })
    const button = await client.post('/timer/start', { again: 'nothing' }, { part: true })
    expect(button.status).toBe(422)
    const html = await button.text()
    expect(html).toMatch(/^<section class="timer" id="timer"/)
    expect(html).toContain('no longer exists')
    const line = await client.post('/timer/start', { entry: '25m reading' }, { part: true })
    expect(line.status).toBe(422)
    const dialog = await line.text()
    expect(dialog).toMatch(/^<form class="entry" id="timer-switch-form"/)
    expect(dialog).toContain('value="25m reading"')
    await client.post('/timer/start', { entry: 'Reading @New #deep since 12:00', create: 'New' }, { part: true })
    expect(
      await rows("SELECT title, tags FROM sessions WHERE user_id = ? AND status = 'active'", client.userId),
    ).toEqual([{ title: 'Reading', tags: '["deep"]' }])
    expect(await rows('SELECT name FROM projects WHERE user_id = ?', client.userId)).toEqual([{ name: 'New' }])
  })

  test('polling answers 204 while nothing changed, and says what did: the timer, or sessions alone', async () => {
    const client = await person()
    let shown = await (await client.get('/timer')).text()
    const poll = async () => {
      const [, v = ''] = /timer\/live\?v=([^"]+)/.exec(shown) ?? []
      const answer = await client.get(`/timer/live?v=${v}`, { part: true })
      if (answer.status === 204) expect(cost(answer).read).toBeLessThanOrEqual(4)
      shown = (await answer.text()) || shown
      return [answer.status, answer.headers.get('HX-Trigger')]
    }
    expect(await poll()).toEqual([204, null])
    await client.post('/sessions/entry', { entry: '25m Letters' })
    expect(await poll()).toEqual([200, 'logged-elsewhere'])
    await client.post('/timer/start', { title: 'Methods' })
    expect(await poll()).toEqual([200, 'timer-changed'])
    expect(shown).toContain('Methods')
    expect(await poll()).toEqual([204, null])
    // It begins to ask by itself.
    clock('16:00:00')
    expect((await poll())[0]).toBe(200)
    await client.post('/timer/stop')
    expect(await poll()).toEqual([200, 'timer-changed'])
  })
})
