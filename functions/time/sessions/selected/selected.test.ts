import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { wrongSums } from '../../../../test/support/models/sums'
import { runs } from '../../../../test/support/runs'
import { dump } from '../../../../test/support/table-dump'
import { actOn, flashed, state } from '../../../data/changes/testing'
import { togglHeader as header, importText } from '../import/testing'
import { ledger, newSession, put, putAll, putGoal, putProject, rowIds, stored, words } from '../testing'
import { editMany } from './testing'

const path = '/sessions/selected'

const undo = async (client: Client, path: string | null) => {
  if (path) expect((await client.post(path)).status).toBe(303)
}

const setting = async () => {
  const client = await signedIn({ time_zone: 'Europe/Berlin' })
  const [acme, goal] = [await putProject(client, 'Acme'), await putGoal(client, 'Write')]
  const one = await put(client, '2015-03-03T09:00Z', 60, { title: 'One', tags: ['deep'] })
  const two = await put(client, '2015-03-03T22:30Z', 60, { title: 'Two', project_id: acme })
  const three = await put(client, '2015-03-04T09:00Z', 30, { title: 'Three', goal_id: goal })
  return { client, acme, goal, one, two, three }
}

describe('choosing', () => {
  test('the list has a bar that knows its view, and `?select=session` a box for each row, on later pages too', async () => {
    const { client, one } = await setting()
    await putAll(
      client,
      Array.from({ length: 60 }, (_, n) => newSession(Date.UTC(2015, 1, 1, n * 3), 30)),
    )
    const query = '/sessions?from=2015-03-03&to=2015-03-03'
    expect(await (await client.get(query)).text()).toContain(
      `href="${query.replaceAll('&', '&amp;')}&amp;select=session"`,
    )
    const html = await (await client.get(`${query}&select=session`)).text()
    expect(html).toContain(`form="picks" name="ids" value="${one.id}"`)
    expect(html).toMatch(/<input type="hidden" name="from" value="2015-03-03"/)
    expect(words(html)).toContain('All 2 in this view')
    const next = /href="([^"]+cursor=[^"]+)"/.exec(await (await client.get('/sessions')).text())?.[1] ?? ''
    const page = '/sessions?select=session'
    const more = await (await client.get(next.replaceAll('&amp;', '&'), { part: true, page })).text()
    expect(more.match(/name="ids"/g)).toHaveLength(rowIds(more).length)
  })

  test('a page asks for the values of an act, carries the selection, and writes nothing', async () => {
    const { client, one, two } = await setting()
    const before = await dump(client.userId)
    const ticked = await (await client.post(path, { act: 'tag', ids: [one.id, two.id, one.id] })).text()
    expect(words(ticked)).toContain('Tag 2 sessions')
    expect(ticked.match(/type="hidden" name="ids"/g)).toHaveLength(2)
    const view = { all: 'yes', from: '2015-03-04', subject: ['project:none', 'goal:none'], org: 'none' }
    const whole = await (await client.post(path, { act: 'shift', ids: one.id, ...view })).text()
    for (const [name, value] of Object.entries(view).flatMap(([name, all]) => [all].flat().map((one) => [name, one]))) {
      expect(whole).toContain(`<input type="hidden" name="${name}" value="${value}"/>`)
    }
    expect(whole).not.toContain(one.id)
    expect(await dump(client.userId)).toBe(before)
  })
})

describe('editing many', () => {
  test('writes all of it at once, and undoes it', async () => {
    const { client, acme, one, two, three } = await setting()
    const before = await state(client)
    const ids = [one.id, two.id, three.id]
    const changes = { project_id: acme, goal_id: 'none', add_tags: 'deep, late', remove_tags: '', shift: '+1h' }
    const answer = await actOn(client, '/sessions', 'move', ids, changes)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/sessions'])
    expect(flashed(answer)).toContain('"Edited 3 sessions"')
    expect(await stored(client, two.id)).toMatchObject({
      project_id: acme,
      tags: '["deep","late"]',
      started_at: two.started_at + 3_600_000,
      days: '[["2015-03-04",3600]]',
    })
    expect(await stored(client, one.id)).toMatchObject({ tags: '["deep","late"]', goal_id: null })
    expect(await wrongSums(client.userId)).toEqual([])
    expect((await client.heads())?.seq).toBe(1)
    const page = await (await client.get('/changes')).text()
    expect(words(page)).toContain('Edited 3 sessions')
    await undo(client, /action="(\/changes\/[^"]+\/undo)"/.exec(page)?.[1] ?? null)
    expect(await state(client)).toBe(before)
  })

  test.each([
    ['tag', { add_tags: 'x' }, 'Tagged 2 sessions'],
    ['move', { goal_id: 'none' }, 'Moved 1 session. 1 unchanged.'],
    ['shift', { shift: ' -30m ' }, 'Moved 2 sessions by -30m'],
    [
      'time zone',
      { time_zone: 'Asia/Tokyo', day_start: '04:00' },
      'Moved 2 sessions to Tokyo time, to days starting at 04:00',
    ],
  ])('%s is said as what it does', async (act, values, said) => {
    const { client, one, three } = await setting()
    const answer = await actOn(client, '/sessions', act, [one.id, three.id], values)
    expect(flashed(answer)).toContain(`"${said}"`)
  })

  test('deletes what was chosen, and undo brings it back with its time', async () => {
    const { client, one } = await setting()
    const before = await state(client)
    const path = await editMany(client, { all: 'yes', subject: 'all' }, 'delete')
    expect(await ledger(client)).toEqual([])
    expect(await wrongSums(client.userId)).toEqual([])
    expect(await (await client.get('/deleted')).text()).toContain(`/sessions/${one.id}/restore`)
    await undo(client, path)
    expect(await state(client)).toBe(before)
  })

  test('of all of a view it changes those alone, the one that was carried in too', async () => {
    const { client, one, two, three } = await setting()
    const tags = async () =>
      (await Promise.all([one, two, three].map(({ id }) => stored(client, id)))).map((row) => row?.tags)
    const view = { all: 'yes', ids: one.id, subject: 'all' }
    await editMany(client, { ...view, from: '2015-03-04', to: '2015-03-04', add_tags: 'x' })
    expect(await tags()).toEqual(['["deep"]', '["x"]', '["x"]'])
    const { id: org } = await (await client.json('POST', '/api/v1/organizations', { name: 'Zoo' })).json<{
      id: string
    }>()
    const project_id = await putProject(client, 'Site', 'Zoo')
    await editMany(client, { ids: three.id, project_id })
    await editMany(client, { ...view, org, remove_tags: 'x' })
    expect(await tags()).toEqual(['["deep"]', '["x"]', '[]'])
  })

  test('leaves out what cannot be, and answers with the list on screen', async () => {
    const { client, one, two } = await setting()
    const late = await put(client, '2099-12-31T22:00Z', 10, { title: 'Late' })
    const answer = await client.post(
      path,
      { ids: [one.id, two.id, late.id], act: 'shift', typed: 'shift', shift: '+2d' },
      { part: true, page: '/sessions' },
    )
    const html = await answer.text()
    expect(words(html)).toContain('Moved 2 sessions by +2d. 1 unchanged.')
    expect(html).toContain('hx-target="#session-list"')
    expect(html).toContain('hx-target="#planned-sessions"')
    expect((await stored(client, late.id))?.started_at).toBe(late.started_at)
    expect((await stored(client, one.id))?.started_at).toBe(one.started_at + 2 * 86_400_000)
  })

  test('two different edits and a deletion at once: each is done to all or to what is left', async () => {
    const { client, one, two } = await setting()
    const ids = [one.id, two.id]
    const answers = await Promise.all([
      actOn(client, '/sessions', 'shift', ids, { shift: '+1h' }),
      actOn(client, '/sessions', 'tag', ids, { add_tags: 'new' }),
      client.post(`/sessions/${one.id}/delete`),
    ])
    for (const { status } of answers) expect(status).toBe(303)
    const b = await stored(client, two.id)
    expect([b?.started_at, b?.tags]).toEqual([two.started_at + 3_600_000, '["new"]'])
    expect(await wrongSums(client.userId)).toEqual([])
  })
})

describe('refiling', () => {
  test('moves the days and keeps the moments', async () => {
    const { client, two } = await setting()
    const where = { time_zone: 'America/New_York', day_start: '04:00', keep: 'moments' }
    await editMany(client, { ids: two.id, ...where }, 'time zone')
    expect(await stored(client, two.id)).toMatchObject({
      started_at: two.started_at,
      time_zone: 'America/New_York',
      day_start_minute: 240,
      days: '[["2015-03-03",3600]]',
    })
  })

  test('one import; the same file brings nothing again, before and after its undo', async () => {
    const client = await signedIn({ time_zone: 'Europe/Berlin' })
    const other = await put(client, '2015-03-03T09:00Z', 60)
    const log = `${header}
,,,Thesis,Work,2015-03-02,23:30:00,2015-03-03,00:30:00,01:00:00,
,,,Thesis,Work,2015-03-29,02:30:00,2015-03-29,03:30:00,01:00:00,`
    const { id } = await importText(client, log, { time_zone: 'UTC' })
    const hidden = `<input type="hidden" name="import_id" value="${id}"/>`
    expect(await (await client.get('/sessions/import')).text()).toContain(hidden)
    expect(await (await client.post(path, { act: 'time zone', import_id: id })).text()).toContain(hidden)
    const before = await state(client)
    const refiled = { import_id: id, time_zone: 'Europe/Berlin', keep: 'clock' }
    const undoPath = await editMany(client, refiled, 'time zone')
    const found = await rows(
      'SELECT started_at, time_zone FROM sessions WHERE user_id = ? AND import_id = ? ORDER BY number',
      ...[client.userId, id],
    )
    // On 29 March clocks in Berlin went from 02:00 to 03:00.
    expect(found).toEqual([
      { started_at: Date.parse('2015-03-02T23:30:00+01:00'), time_zone: 'Europe/Berlin' },
      { started_at: Date.parse('2015-03-29T03:30:00+02:00'), time_zone: 'Europe/Berlin' },
    ])
    expect((await stored(client, other.id))?.seq).toBe(0)
    const sessions = () => rows('SELECT id FROM sessions WHERE user_id = ?', client.userId)
    await importText(client, log, { time_zone: 'UTC' })
    expect(await sessions()).toHaveLength(3)
    await undo(client, undoPath)
    expect(await state(client)).toBe(before)
    await importText(client, log, { time_zone: 'UTC' })
    expect(await sessions()).toHaveLength(3)
  })
})

describe('what is sent by others than the forms', () => {
  test('somebody else’s sessions and imports are not there, alone or among one’s own', async () => {
    const { client: owner, one, two } = await setting()
    const client = await signedIn()
    const mine = await put(client, '2015-03-03T09:00Z', 60, { title: 'Mine' })
    const { id } = await importText(owner, 'started_at,ended_at\n2015-03-03T09:00Z,2015-03-03T10:00Z')
    const before = [await dump(owner.userId), await dump(client.userId)]
    for (const act of ['tag', 'move', 'shift', 'time zone', 'delete']) {
      const asked = { act, typed: act, shift: '+1h', time_zone: 'Asia/Tokyo' }
      const gone = flashed(await client.post(path, { ...asked, ids: [one.id, two.id] }))
      expect(gone).toContain('Nothing changed. 2 no longer exist.')
      expect(flashed(await client.post(path, { ...asked, import_id: id }))).toContain('Nothing changed.')
    }
    expect([await dump(owner.userId), await dump(client.userId)]).toEqual(before)
    const mixed = await actOn(client, '/sessions', 'tag', [one.id, mine.id, 'no-such'], { add_tags: 'x' })
    expect(flashed(mixed)).toContain('Tagged 1 session. 2 no longer exist.')
    expect(await dump(owner.userId)).toBe(before[0])
  })

  test.each([
    ['nothing', {}, 'Select the sessions first'],
    ['a view without its box', { subject: 'all', from: '2015-03-03' }, 'Select the sessions first'],
    ['a day that is none', { all: 'yes', from: '2015-02-30' }, 'Enter a date that exists'],
    ['no subject', { all: 'yes', subject: 'x' }, 'Choose'],
    ['201 ids', { ids: Array.from({ length: 201 }, (_, n) => `none ${n}`) }, 'at most 200'],
  ])('%s is refused with words', async (_, sent, message) => {
    const { client } = await setting()
    const before = await dump(client.userId)
    for (const part of [false, true]) {
      const answer = await client.post(path, { act: 'shift', typed: 'shift', shift: '+1h', ...sent }, { part })
      expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(message)])
    }
    expect(await dump(client.userId)).toBe(before)
  })

  test.each([
    ['tag', {}, 'Enter at least one change'],
    ['shift', { shift: '1h' }, 'Use a sign'],
    ['shift', { shift: '+0m' }, 'Enter a time other than zero.'],
    ['shift', {}, 'Enter at least one change'],
    ['move', {}, 'Enter at least one change'],
    ['move', { project_id: 'no-such' }, 'Choose a project from the list'],
    ['move', { goal_id: 'no-such' }, 'Choose a goal from the list'],
    ['tag', { add_tags: 'x'.repeat(51) }, 'A tag has at most 50 characters'],
    ['tag', { add_tags: 'a', remove_tags: 'A' }, '#a is also added'],
    ['time zone', {}, 'Choose a time zone, a day start, or both'],
    ['time zone', { time_zone: 'Mars/Olympus' }, 'Choose a time zone from the list'],
    ['time zone', { day_start: '25:00' }, 'Enter a time of day'],
    ['time zone', { time_zone: 'UTC', keep: 'both' }, 'Choose one of the options'],
  ])('%s %j comes back with its message and what was typed', async (act, sent: Record<string, string>, message) => {
    const { client, one } = await setting()
    for (const part of [false, true]) {
      const answer = await client.post(path, { ids: one.id, act, typed: act, ...sent }, { part })
      const html = await answer.text()
      expect([answer.status, html]).toEqual([422, expect.stringContaining(message)])
      expect(html).toContain('aria-invalid="true"')
      for (const value of Object.values(sent)) {
        if (!/no-such|Mars|both/.test(value)) expect(html).toContain(`value="${value}"`)
      }
    }
  })
})

test('any batches and imports, undone from the last to the first, leave the database as it was', async () => {
  const starts = ['03-28T22:30Z', '03-29T00:30Z', '03-29T21:00Z', '10-25T00:15Z', '03-08T06:30Z'].map(
    (start) => `2015-${start}`,
  )
  type Pick = { ticked: number[]; view: Record<string, string> }
  const views: Record<string, string>[] = [
    { all: 'yes' },
    { all: 'yes', from: '2015-03-29' },
    { all: 'yes', subject: 'project:none' },
  ]
  const anyPick = fc.oneof(
    fc.uniqueArray(fc.nat({ max: 4 }), { minLength: 1, maxLength: 5 }).map((ticked): Pick => ({ ticked, view: {} })),
    fc.constantFrom(...views).map((view): Pick => ({ ticked: [], view: { subject: 'all', ...view } })),
  )
  const anyStep = fc.oneof(
    fc.record({
      path: fc.constant('move'),
      pick: anyPick,
      fields: fc.record({
        project: fc.constantFrom('', 'none', 'a', 'b'),
        goal: fc.constantFrom('', 'none', 'g'),
        add_tags: fc.constantFrom('', 'x', 'x, deep'),
        remove_tags: fc.constantFrom('', 'late'),
        shift: fc.constantFrom('+1h', '-90', '+1d', '-3d 2h'),
      }),
    }),
    fc.record({
      path: fc.constant('time zone'),
      pick: anyPick,
      fields: fc.record({
        time_zone: fc.constantFrom('Asia/Kolkata', 'America/New_York', 'Pacific/Apia', 'Europe/Berlin'),
        day_start: fc.constantFrom('', '04:00', '23:30'),
        keep: fc.constantFrom('moments', 'clock'),
      }),
    }),
    fc.record({ path: fc.constant('delete'), pick: anyPick, fields: fc.constant({}) }),
    fc.record({ path: fc.constant('import'), hour: fc.integer({ min: 0, max: 22 }) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 3 }), async (steps) => {
      const client = await signedIn()
      const known: Record<string, string> = {
        a: await putProject(client, 'A'),
        b: await putProject(client, 'B'),
        g: await putGoal(client, 'G'),
      }
      const ids = starts.map((start, n) => newSession(start, 25 * n + 50, { tags: n % 2 ? ['Deep', 'late'] : [] }))
      await putAll(client, ids)
      const states: string[] = []
      const undos: (string | null)[] = []
      for (const step of steps) {
        states.push(await state(client))
        if ('hour' in step) {
          const log = `${header}\n,,,A,Work,2015-03-29,${step.hour}:10:00,2015-03-29,${step.hour + 1}:10:00,00:50:00,late`
          const { id } = await importText(client, log, { time_zone: 'Europe/Berlin' })
          const made = await rows('SELECT id FROM imports WHERE user_id = ? AND id = ?', client.userId, id)
          undos.push(made.length > 0 ? `/changes/session.import~${id}/undo` : null)
        } else {
          const picked = { ...step.pick.view, ids: step.pick.ticked.map((n) => ids[n]?.id ?? '') }
          const { project = '', goal = '', ...fields }: Record<string, string> = step.fields
          const links = { project_id: known[project] ?? project, goal_id: known[goal] ?? goal }
          undos.push(await editMany(client, { ...picked, ...links, ...fields }, step.path))
        }
        expect(await wrongSums(client.userId)).toEqual([])
      }
      for (const path of undos.reverse()) {
        await undo(client, path)
        expect(await state(client)).toBe(states.pop())
        expect(await wrongSums(client.userId)).toEqual([])
      }
    }),
    { numRuns: runs(15) },
  )
})
