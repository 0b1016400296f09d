import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Client } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import { berlin } from '../../../test/support/times'
import { drafts, firstDay, type OrgSession, putDrafts, putWorld } from '../../frame/context/testing'
import { addDays, isoWeekday, splitDays } from '../../lib/time/days'

/** How often a subject counts a session on a date. */
const subjects: Record<string, (session: OrgSession, date: string) => number> = {
  all: () => 1,
  'tag:#deep': ({ tags }) => Number(tags.includes('deep')),
  'tag:several': ({ tags }) => Math.max(0, tags.length - 1),
  'goal:none': ({ goal_id }) => Number(goal_id === null),
  'repo:none': ({ repo_owner }) => Number(!repo_owner),
  'weekday:3': (_, date) => Number(isoWeekday(date) === 3),
  // Time of the project that was moved since is of the client that it had.
  'client:=acme': ({ org, wasMoved }) => Number(org === 'acme' || wasMoved),
}

const read = async <T>(client: Client, path: string) => {
  const answer = await client.json('GET', path)
  expect([answer.status, path]).toEqual([200, path])
  return answer.json<T>()
}

test('the time of an organization is that of its sessions, by any subject and division', async () => {
  const property = fc.asyncProperty(
    drafts,
    fc.nat(4),
    fc.constantFrom(...Object.keys(subjects)),
    async (given, start, subject) => {
      const world = await putWorld()
      const sessions = await putDrafts(world, given)
      const range = { from: addDays(firstDay, start), to: addDays(firstDay, start + 5) }
      for (const org of subject.startsWith('client') ? ['acme', 'beta'] : ['acme', 'beta', 'none']) {
        const parts = sessions
          .filter((session) => session.org === org)
          .flatMap((session) =>
            splitDays(session.started_at, session.duration_seconds, berlin).map(([date, seconds]) => ({
              session,
              date,
              seconds: seconds * (subjects[subject]?.(session, date) ?? 0),
            })),
          )
          .filter(({ date, seconds }) => date >= range.from && date <= range.to && seconds > 0)
        const total = parts.reduce((sum, { seconds }) => sum + seconds, 0)
        const query = new URLSearchParams({ ...range, subject, org })
        const stats = await read<{ total_seconds: number }>(world.client, `/api/v1/stats?${query}`)
        expect([org, subject, stats.total_seconds]).toEqual([org, subject, total])
        for (const by of ['project', 'tag', 'goal', 'hour']) {
          const shares = await read<{ items: { key: string | null; total_seconds: number }[]; total_seconds: number }>(
            world.client,
            `/api/v1/stats/breakdown?${query}&by=${by}`,
          )
          expect([by, Math.round(shares.total_seconds)]).toEqual([by, total])
          if (by !== 'project') continue
          for (const { key, total_seconds } of shares.items) {
            const own = parts.filter(({ session }) => session.project_id === key)
            expect(total_seconds).toBe(own.reduce((sum, { seconds }) => sum + seconds, 0))
          }
        }
        const explained = await read<{ total_seconds: number; items: { seconds: number }[] }>(
          world.client,
          `/api/v1/stats/explain?${query}&limit=100`,
        )
        expect(explained.total_seconds).toBe(total)
        expect(explained.items.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(total)
        const csv = await (await world.client.get(`/stats.csv?${query}&group=day`)).text()
        const days = csv.trim().split('\r\n').slice(1)
        expect(days.reduce((sum, line) => sum + Number(line.split(',')[3]), 0)).toBe(total)
      }
    },
  )
  await fc.assert(property, { numRuns: runs(80) })
})
