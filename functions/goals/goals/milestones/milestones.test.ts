import { env } from 'cloudflare:workers'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { day } from '../../../../test/support/times'
import { words } from '../../../time/sessions/testing'
import { added, text } from '../testing'
import { milestoneLimit } from './schema'

type Stored = {
  id: string
  description: string
  target_date: string | null
  completed_at: number | null
  completed_on: string | null
  position: number
  seq: number
  deleted_at: number | null
}

/** A goal's milestones in their order, deleted ones too. */
const stored = (client: Client, goalId: string) =>
  rows<Stored>(
    'SELECT * FROM goal_milestones WHERE user_id = ? AND goal_id = ? ORDER BY position, id',
    client.userId,
    goalId,
  )

/** A person with a goal that has milestones of these descriptions. */
const withMilestones = async (...descriptions: string[]) => {
  const client = await signedIn()
  const goal = await added(client, 'Goal', { status: 'in_progress' })
  const url = `/goals/${goal.id}/milestones`
  for (const description of descriptions) expect((await client.post(url, { description })).status).toBe(303)
  const ids = Object.fromEntries((await stored(client, goal.id)).map(({ id, description }) => [description, id]))
  return { client, goal, url, of: (description: string) => `${url}/${ids[description]}`, ids }
}

/** The descriptions that a list shows, in its order. */
const shown = (html: string) =>
  [...html.matchAll(/<li id="milestone-[^"]*" class="row( reached)?".*?<bdi>(.*?)<\/bdi>/gs)].map(
    ([, reached, description]) => `${reached ? '✓ ' : ''}${description}`,
  )

const order = async ({ client, goal }: Pick<Awaited<ReturnType<typeof withMilestones>>, 'client' | 'goal'>) =>
  (await stored(client, goal.id)).filter(({ deleted_at }) => deleted_at === null).map(({ description }) => description)

const part = { part: true }

test('the goal’s page says how many are reached, beside its percentage', async () => {
  const client = await signedIn()
  const answer = await client.json('POST', '/api/v1/goals', { title: 'Chapters', progress_source: 'milestones' })
  const goal = await answer.json<{ id: string }>()
  for (const description of ['One', 'Two', 'Three']) await client.post(`/goals/${goal.id}/milestones`, { description })
  const html = await (await client.get(`/goals/${goal.id}`)).text()
  expect(words(html)).toContain('0 % 0 of 3 milestones')
})

describe('adding', () => {
  test('puts a milestone at the end, trimmed to one line, and says how many are reached', async () => {
    const { client, goal, url } = await withMilestones('First')
    const answer = await client.post(url, { description: ' Second\n<b>line</b> ', target_date: '2026-11-27' }, part)
    expect(answer.headers.get('HX-Trigger')).toBe('goal-changed')
    const html = await answer.text()
    expect(shown(html)).toEqual(['First', 'Second &lt;b&gt;line&lt;/b&gt;'])
    expect(html).toMatch(/id="milestone-count"[^>]*>0 of 2 reached</)
    expect(/^<form [^>]*id="milestone-add"/.test(html)).toBe(true)
    expect((await stored(client, goal.id)).at(-1)).toMatchObject({
      description: 'Second <b>line</b>',
      target_date: '2026-11-27',
      completed_at: null,
    })
  })

  test.each([
    [{}, 'Enter a milestone'],
    [{ description: ' \u200b ' }, 'Enter a milestone'],
    [{ description: 'x'.repeat(501) }, 'A description has at most 500 characters'],
    [{ description: 'One', target_date: '2026-02-30' }, 'Enter a target date such as 2026-11-27'],
  ])('%j is refused with its message', async (fields, message) => {
    const { client, url } = await withMilestones()
    const answer = await client.post(url, fields, part)
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(message)])
  })

  test('stops at the most that a goal can have, at once too, and says so; room is made by a deletion', async () => {
    const full = await withMilestones('First')
    const { client, goal, url, of } = full
    await env.DB.prepare(
      `INSERT INTO goal_milestones (user_id, id, goal_id, description, position, seq, created_at, updated_at)
       SELECT ?1, 'milestone-' || value, ?2, 'Step ' || value, 2000 + value, 1, 0, 0
       FROM (WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ?3) SELECT value FROM n)`,
    )
      .bind(client.userId, goal.id, milestoneLimit - 2)
      .run()
    const answers = await Promise.all(['a', 'b', 'c'].map((description) => client.post(url, { description }, part)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422])
    expect(await order(full)).toHaveLength(milestoneLimit)
    const over = await text(client.post(url, { description: 'one more' }))
    expect(over).toContain('A goal can have at most 100 milestones')
    await client.post(`${of('First')}/delete`)
    expect((await client.post(url, { description: 'one more' }, part)).status).toBe(200)
    const refused = await client.post(`${of('First')}/restore`, {}, part)
    expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining('at most 100 milestones')])
  })
})

describe('reaching', () => {
  test('notes the time once, and reopening takes it back', async () => {
    const { client, goal, of } = await withMilestones('One', 'Two')
    const html = await text(client.post(`${of('One')}/reach`, {}, part))
    expect(shown(html)).toEqual(['✓ One', 'Two'])
    expect(html).toMatch(/id="milestone-count"[^>]*>1 of 2 reached</)
    const [reached] = await stored(client, goal.id)
    expect(reached?.completed_at).toBeGreaterThan(Date.now() - day)
    await client.post(`${of('One')}/reach`)
    expect((await stored(client, goal.id))[0]).toEqual(reached)
    await client.post(`${of('One')}/reopen`)
    expect((await stored(client, goal.id))[0]?.completed_at).toBeNull()
  })

  test('counts on the day that the person has then, wherever they are and whenever their day begins', async () => {
    for (const time_zone of ['Pacific/Kiritimati', 'Etc/UTC', 'America/New_York', 'Pacific/Pago_Pago']) {
      // Before, at and after this moment of their clock, and far from it.
      const { hour, minute } = Temporal.Now.zonedDateTimeISO(time_zone)
      const now = hour * 60 + minute
      for (const day_start_minute of new Set([0, 240, Math.max(0, now - 2), Math.min(1439, now + 3), 1439])) {
        const client = await signedIn({ time_zone, day_start_minute })
        const goal = await added(client, 'Goal', { status: 'in_progress' })
        const url = `/goals/${goal.id}/milestones`
        await client.post(url, { description: 'One' })
        const [one] = await stored(client, goal.id)
        await client.post(`${url}/${one?.id}/reach`)
        await client.json('POST', `/api/v1${url}`, { description: 'Two', completed: true })
        for (const { completed_at, completed_on } of await stored(client, goal.id)) {
          const at = Temporal.Instant.fromEpochMilliseconds(completed_at ?? 0).toZonedDateTimeISO(time_zone)
          const isEarly = at.hour * 60 + at.minute < day_start_minute
          const day = at.toPlainDate().subtract({ days: isEarly ? 1 : 0 })
          expect([time_zone, day_start_minute, completed_on]).toEqual([time_zone, day_start_minute, day.toString()])
        }
      }
    }
  })

  test('outdates the figures of a goal that is measured by its milestones, and of no other', async () => {
    const { client, goal, of, url } = await withMilestones('One')
    const statsSeq = async () => (await client.heads())?.stats_seq
    const measureBy = (source: string) =>
      env.DB.prepare('UPDATE goals SET progress_source = ? WHERE user_id = ? AND id = ?')
        .bind(source, client.userId, goal.id)
        .run()
    await measureBy('manual')
    const before = await statsSeq()
    await client.post(`${of('One')}/reach`)
    expect(await statsSeq()).toBe(before)
    await measureBy('milestones')
    for (const write of [
      () => client.post(`${of('One')}/reopen`),
      () => client.post(url, { description: 'Two' }),
      () => client.post(`${of('One')}/delete`),
      () => client.post(`${of('One')}/restore`),
    ]) {
      await write()
      expect(await statsSeq()).toBe((await client.heads())?.seq)
    }
  })

  test('says how the date was kept, and how near it is', async () => {
    const today = new Date().toISOString().slice(0, 10)
    const { client, url } = await withMilestones()
    await client.post(url, { description: 'Late', target_date: '2020-01-31' })
    const html = await text(client.post(url, { description: 'Today', target_date: today }, part))
    expect(html).toContain('overdue')
    expect(html).toContain('due today')
    const id = /data-id="([^"]*)".*?<bdi>Today/s.exec(html.slice(html.indexOf('Late')))?.[1] ?? ''
    expect(await text(client.post(`${url}/${id}/reach`, {}, part))).toContain('on time')
  })
})

describe('editing', () => {
  test('leaves the date as it is unless it is sent, and takes it away when it is empty', async () => {
    const { client, goal, url } = await withMilestones()
    await client.post(url, { description: 'One', target_date: '2026-12-01' })
    const edit = async (fields: Record<string, string>) => {
      const [{ id, seq } = { id: '', seq: 0 }] = await stored(client, goal.id)
      await client.post(`${url}/${id}`, { description: 'Uno', seq, ...fields })
      return (await stored(client, goal.id))[0]?.target_date
    }
    expect(await edit({})).toBe('2026-12-01')
    expect(await edit({ target_date: '' })).toBeNull()
  })

  test('is not stale because other milestones were moved around it', async () => {
    const { client, goal, of } = await withMilestones('One', 'Two', 'Three')
    const [{ seq } = { seq: 0 }] = await stored(client, goal.id)
    await client.post(`${of('Three')}/move`, { to: 'first' })
    expect((await client.post(of('One'), { description: 'Uno', seq }, part)).status).toBe(200)
  })
})

describe('moving', () => {
  test('puts it there', async () => {
    const goal = await withMilestones('A', 'B', 'C')
    const { client, of } = goal
    for (const [to, expected] of [
      ['up', 'ACB'],
      ['last', 'ABC'],
    ] as const) {
      const html = await text(client.post(`${of('C')}/move`, { to }, part))
      expect([to, shown(html).join('')]).toEqual([to, expected])
      expect((await order(goal)).join('')).toBe(expected)
    }
  })

  test('says the new place', async () => {
    const { client, of } = await withMilestones('A', 'B', 'C')
    const html = await text(client.post(`${of('C')}/move`, { to: 'up' }, part))
    expect(html).toMatch(/hx-target="#milestone-said"[^>]*>C: 2 of 3</)
  })

  test('stands in the menu of a row, as far as there is room to move', async () => {
    const { client, goal, ids, url } = await withMilestones('A', 'B', 'C')
    const html = await text(client.get(`/goals/${goal.id}`))
    const moves = (name: string) => {
      const menu = new RegExp(`<summary[^>]*aria-label="More for ${name}".*?</details>`, 's').exec(html)?.[0] ?? ''
      expect(menu).toContain(`action="${url}/${ids[name]}/move"`)
      return [...menu.matchAll(/name="to" value="(\w+)"/g)].map(([, to]) => to)
    }
    expect(moves('A')).toEqual(['down', 'last'])
    expect(moves('B')).toEqual(['up', 'down', 'first', 'last'])
    expect(moves('C')).toEqual(['up', 'first'])
    expect(html).toMatch(/<button[^>]*data-grip[^>]*aria-label="Move B"/)
  })

  test.each(['sideways', ''])('to “%s” is refused', async (to) => {
    const { client, of } = await withMilestones('A', 'B')
    expect((await client.post(`${of('A')}/move`, { to }, part)).status).toBe(422)
  })

  test('takes a whole order, separated by commas or repeated', async () => {
    const goal = await withMilestones('A', 'B', 'C')
    const { client, url, ids } = goal
    const named = (names: string) => [...names].map((name) => ids[name] ?? '')
    expect(shown(await text(client.post(`${url}/order`, { ids: named('CAB').join(',') }, part)))).toEqual([...'CAB'])
    expect((await client.post(`${url}/order`, { ids: named('BCA') })).status).toBe(303)
    expect(await order(goal)).toEqual([...'BCA'])
  })

  test('refuses an order that is not of exactly the present milestones, and shows how they stand', async () => {
    const goal = await withMilestones('A', 'B', 'C')
    const { client, url, ids, of } = goal
    await client.post(`${of('C')}/delete`)
    const all = [ids.C, ids.B, ids.A].join(',')
    for (const how of [{}, part]) {
      const answer = await client.post(`${url}/order`, { ids: all }, how)
      expect(answer.status).toBe(409)
      const html = await answer.text()
      expect(shown(html)).toEqual(['A', 'B'])
      expect(html).toContain('The milestones have changed since')
    }
    expect(await order(goal)).toEqual(['A', 'B'])
  })
})

describe('deleting', () => {
  test('can be undone, in its old place', async () => {
    const goal = await withMilestones('A', 'B', 'C')
    const { client, of } = goal
    const html = await text(client.post(`${of('B')}/delete`, {}, part))
    expect(shown(html)).toEqual(['A', 'C'])
    expect(html).toContain(`action="${of('B')}/restore"`)
    const restored = await text(client.post(`${of('B')}/restore`, {}, part))
    expect(shown(restored)).toEqual(['A', 'B', 'C'])
  })

  test('stands among what was deleted, with its goal, unless that is gone too', async () => {
    const { client, goal, of } = await withMilestones('A', 'B')
    await client.post(`${of('A')}/delete`)
    const link = `<a href="/goals/${goal.id}">of <bdi>Goal</bdi></a>`
    expect(await text(client.get('/deleted'))).toContain(link)
    await client.post(`/goals/${goal.id}/delete`)
    expect(await text(client.get('/deleted'))).not.toContain('of <bdi>Goal')
    expect((await client.post(`${of('A')}/restore`)).status).toBe(404)
    await client.post(`/goals/${goal.id}/restore`)
    const back = await client.post(`${of('A')}/restore`, {}, { page: '/deleted' })
    expect(back.headers.get('Location')).toBe('/deleted')
  })
})

test('under another goal, of a deleted goal, or deleted itself, a milestone is not there', async () => {
  const { client, goal, of, ids, url } = await withMilestones('A', 'B')
  const other = await added(client, 'Other')
  const paths = ['', '/reach', '/reopen', '/move', '/delete']
  const expectNone = async (base: string, more: string[] = []) => {
    for (const path of [...paths, ...more]) {
      const answer = await client.post(`${base}${path}`, { description: 'Mine', seq: 1, to: 'up' })
      expect([path, answer.status]).toEqual([path, 404])
    }
  }
  const before = await stored(client, goal.id)
  await expectNone(`/goals/${other.id}/milestones/${ids.A}`, ['/restore'])
  expect(await stored(client, goal.id)).toEqual(before)
  await client.post(`${of('B')}/delete`)
  await expectNone(of('B'))
  await client.post(`/goals/${goal.id}/delete`)
  await expectNone(of('A'), ['/restore'])
  expect((await client.post(url, { description: 'New' })).status).toBe(404)
  expect((await client.post(`${url}/order`, { ids: ids.A ?? '' })).status).toBe(404)
})
