import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../test/runs'
import { drafts, firstDay, type OrgSession, putDrafts, putWorld } from '../../context/testing'
import { addDays, splitDays } from '../../lib/days'
import { put, words } from '../testing'
import { csvRows, listed } from './testing'

const zone = { time_zone: 'Europe/Berlin', day_start_minute: 0 }

const counts: Record<string, (session: OrgSession) => boolean> = {
  '': () => true,
  'subject=goal:none': ({ goal_id }) => goal_id === null,
  'subject=tag:%23deep': ({ tags }) => tags.includes('deep'),
  'subject=repo:none': ({ repo_owner }) => !repo_owner,
  'q=meet': ({ title }) => title === 'Meeting',
  'subject=client:%3DHarbour+Clinic&subject=tag:none': ({ tags, org, project_id }) =>
    tags.length === 0 && project_id !== null && org !== 'none',
}

test('the list, its total and the CSV under an organization are a filter of the whole', async () => {
  await fc.assert(
    fc.asyncProperty(drafts, fc.nat(4), fc.constantFrom(...Object.keys(counts)), async (given, start, query) => {
      const world = await putWorld()
      const sessions = await putDrafts(world, given)
      const range = { from: addDays(firstDay, start), to: addDays(firstDay, start + 4) }
      for (const org of query.startsWith('subject=client') ? ['acme', 'beta'] : ['acme', 'beta', 'none']) {
        const matching = sessions.filter((session) => session.org === org && counts[query]?.(session))
        const inRange = matching.flatMap((session) => {
          const days = splitDays(session.started_at, session.duration_seconds, zone).filter(
            ([date]) => date >= range.from && date <= range.to,
          )
          return days.length > 0 ? [{ id: session.id, seconds: days.reduce((sum, [, one]) => sum + one, 0) }] : []
        })
        const params = `from=${range.from}&to=${range.to}&${query}`
        const { ids, total, seconds } = await listed(world.client, `/sessions?${params}`, `&org=${org}`)
        expect(ids).toEqual(inRange.map(({ id }) => id).sort())
        expect(seconds).toBe(inRange.reduce((sum, one) => sum + one.seconds, 0))
        expect(words(total)).toContain(`in ${inRange.length} session`)
        const csv = await csvRows(world.client, `${params}&org=${org}`)
        expect(csv.map(({ id }) => id).sort()).toEqual(ids)
        const all = await listed(world.client, `/sessions?${query}`, `&org=${org}`)
        expect(all.ids).toEqual(matching.map(({ id }) => id).sort())
      }
    }),
    { numRuns: runs(80) },
  )
})

test('an organization shows no chip, offers its own choices, and stays in all that the list asks for', async () => {
  const { client, projects } = await putWorld()
  const mine = await put(client, '2026-03-03T08:00:00Z', 30, { project_id: projects[0] ?? null, title: 'Acme work' })
  const other = await put(client, '2026-03-03T08:10:00Z', 30, { project_id: projects[3] ?? null, title: 'Beta work' })
  const html = await (await client.get('/sessions?org=acme')).text()
  expect(html).toContain('Acme work')
  expect(html).not.toMatch(/Beta work|title="Remove this filter"|All organizations|>Three|>Moved \(/)
  expect(words(html)).toContain('in 1 session')
  const edited = await client.post(`/sessions/${mine.id}/delete`, {}, { part: true, page: '/sessions?org=acme' })
  expect(await edited.text()).toContain('No sessions here yet')
  const page = '/sessions?org=beta&select=1'
  const bulk = await (await client.post('/sessions/bulk', { all: 'yes' }, { page })).text()
  expect(words(bulk)).toContain('1 session')
  expect(bulk).toContain('<input type="hidden" name="org" value="beta"')
  const sent = { all: 'yes', org: 'beta', add_tags: 'seen' }
  const preview = await (await client.post('/sessions/bulk/preview', sent, { page: '/sessions/bulk' })).text()
  expect(preview).toContain('Beta work')
  expect((await client.get(`/sessions/${other.id}?org=beta`)).status).toBe(200)
})
