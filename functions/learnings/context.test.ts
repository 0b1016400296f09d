import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { expect, test } from 'vitest'
import { rows } from '../../test/client'
import { filing, insertRows, shownRows, twoOrganizations } from '../../test/organizations'
import { runs } from '../../test/runs'
import { dayOf } from '../lib/days'
import { noOrg } from '../lib/org'
import { monthsBefore } from './months'

const months = ['2024-11', '2025-02', '2025-03', '2026-01']

const someLearnings = fc.array(
  fc.record({ filing, month: fc.constantFrom(...months, 'a month ago'), isTagged: fc.boolean() }),
  { minLength: 1, maxLength: 14 },
)

test('learnings, their months, a search and this day show those of the context', async () => {
  const check = fc.asyncProperty(someLearnings, async (generated) => {
    const { client, stamps, columns, contexts, isIn, get, listed } = await twoOrganizations()
    const monthAgo = monthsBefore(dayOf(Date.now(), { time_zone: 'UTC', day_start_minute: 0 }), 1)
    const learnings = generated.map(({ month, ...rest }, index) => ({
      ...{ ...rest, id: uuid(), title: `row ${index}.`, date: month === 'a month ago' ? monthAgo : `${month}-11` },
    }))
    await insertRows(
      'learnings',
      learnings.map(({ id, title, filing, date, isTagged }) => ({
        ...{ ...stamps, ...columns(filing), id, title, date, content: 'Quokka', tags: isTagged ? '["sql"]' : '[]' },
        ...{ type: 'concept', source: 'project' },
      })),
    )
    for (const org of contexts) {
      const own = learnings.filter((one) => isIn(org, one.filing))
      const titles = (some: typeof own) => some.map(({ title }) => title).sort()
      const html = await get('/learnings', org)
      expect([org, shownRows(html)]).toEqual([org, titles(own)])
      const latest =
        own
          .map(({ date }) => date)
          .sort()
          .at(-1)
          ?.slice(0, 4) ?? ''
      const linked = [...html.matchAll(/month=(\d{4}-\d\d)"/g)].map(([, month]) => month)
      for (const month of new Set(own.map(({ date }) => date.slice(0, 7)))) {
        if (month.startsWith(latest)) expect(linked).toContain(month)
      }
      for (const month of linked) expect(own.some(({ date }) => date.startsWith(month ?? ''))).toBe(true)
      expect(shownRows(html.split('id="on-this-day"')[1]?.split('</section>')[0] ?? '')).toEqual(
        titles(own.filter(({ date }) => date === monthAgo)).slice(0, 5),
      )
      expect([org, shownRows(await get('/learnings?q=quokka', org))]).toEqual([org, titles(own)])
      expect(shownRows(await get('/learnings?tag=sql', org))).toEqual(titles(own.filter(({ isTagged }) => isTagged)))
      expect((await listed('/learnings', org)).map(({ title }) => title).sort()).toEqual(titles(own))
    }
    expect((await client.get('/learnings/new?org=all')).status).toBe(200)
  })
  await fc.assert(check, { numRuns: runs(30) })
})

test('a learning is added to the context, and offers its projects', async () => {
  const { client, acme, beta, post, get, listed, projects } = await twoOrganizations()
  const html = await get('/learnings/new', acme)
  expect(html).toContain(`<option value="${acme}" selected`)
  expect(html).toContain(projects[0])
  expect(html).not.toContain(projects[1])
  await post('/learnings', { title: 'A' }, acme)
  await post('/learnings', { title: 'B', organization_id: '' }, acme)
  await post('/capture', { entry: 'learned C' }, beta, '/learnings')
  await post('/capture', { entry: 'todo D' }, beta, '/learnings')
  await post('/capture', { entry: 'energy 4 3' }, beta, '/learnings')
  await post('/capture', { entry: 'goal: E' }, beta, '/learnings')
  await post('/capture', { entry: 'learned F @Own project' }, noOrg, '/learnings')
  await post('/capture', { entry: 'learned G @Acme project' }, beta, '/learnings')
  const added = (table: string, column: string) =>
    rows(
      `SELECT ${column} AS name, organization_id FROM ${table} WHERE user_id = ? ORDER BY created_at, name`,
      client.userId,
    )
  expect(await added('learnings', 'title')).toEqual([
    { name: 'A', organization_id: acme },
    { name: 'B', organization_id: null },
    { name: 'C', organization_id: beta },
    { name: 'F', organization_id: null },
    { name: 'G', organization_id: null },
  ])
  expect((await listed('/learnings', acme)).map(({ title }) => title)).toContain('G')
  expect(await added('tasks', 'title')).toEqual([{ name: 'D', organization_id: beta }])
  expect(await added('goals', 'title')).toEqual([{ name: 'E', organization_id: beta }])
  expect(await added('energy_checkins', 'mood')).toEqual([{ name: '', organization_id: beta }])
})
