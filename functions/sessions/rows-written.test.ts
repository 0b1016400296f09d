import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rows, signedIn } from '../../test/client'
import { runs } from '../../test/runs'
import { addSessions } from './queries'
import { rowsToAdd, rowsToDelete, rowsToEdit, sizeOf } from './rows-written'
import { newSession, putGoal, putProject } from './testing'

const pull = { plan_id: 'plan', chunk_id: 'chunk', task_id: 'task', repo_owner: 'acme', repo_name: 'api', pr_number: 7 }

const sessions = fc.record({
  start: fc.date({ min: new Date('2025-10-20T00:00:00Z'), max: new Date('2026-04-10T00:00:00Z'), noInvalidDate: true }),
  minutes: fc.oneof(fc.integer({ min: 0, max: 180 }), fc.integer({ min: 0, max: 4320 })),
  time_zone: fc.constantFrom('Etc/UTC', 'Europe/Lisbon', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'),
  day_start_minute: fc.integer({ min: 0, max: 1439 }),
  tags: fc.uniqueArray(fc.constantFrom(...Array.from({ length: 20 }, (_, n) => `tag ${n}`)), { maxLength: 20 }),
  isLinked: fc.boolean(),
  named: fc.constantFrom({}, { plan_id: 'plan' }, { plan_id: 'plan', chunk_id: 'chunk' }, pull),
  title: fc.constantFrom('', 'Plain', 'Ёлка 日本語 + #'),
})

test('what is estimated is at least what a session writes when it is added, edited or deleted, and not far above', async () => {
  await fc.assert(
    fc.asyncProperty(sessions, fc.boolean(), async ({ start, minutes, isLinked, named, ...more }, isAlone) => {
      const client = await signedIn({ time_zone: 'Etc/UTC' })
      const project_id = isLinked ? await putProject(client, 'Thesis') : null
      const goal_id = isLinked ? await putGoal(client, 'Write') : null
      const session = newSession(Math.floor(start.getTime() / 1000) * 1000, minutes, {
        ...more,
        ...named,
        project_id,
        goal_id,
      })
      const other = newSession(session.started_at, minutes, { ...more, ...named, project_id, goal_id })
      if (!isAlone) await env.DB.batch(addSessions(env.DB, client.userId, [other], Date.now()))
      const written = async (statements: D1PreparedStatement[]) =>
        1 + (await env.DB.batch(statements)).reduce((sum, { meta }) => sum + meta.rows_written, 0)
      const update = (text: string) => env.DB.prepare(text).bind(client.userId, session.id)
      const size = sizeOf(session)

      const added = await written(addSessions(env.DB, client.userId, [session], Date.now()))
      const edit = `UPDATE sessions SET project_id = NULL, goal_id = NULL, title = 'New ' || title,
        tags = json_insert(tags, '$[#]', 'new'), days = (SELECT json_group_array(json_array(date(value ->> 0, '+40 days'),
          value ->> 1)) FROM json_each(days)), hours = (SELECT json_group_array(json_array(
          date(value ->> 0, '+40 days'), value ->> 1, value ->> 2)) FROM json_each(hours))
        WHERE user_id = ? AND id = ?`
      const deletion = 'UPDATE sessions SET deleted_at = 1 WHERE user_id = ? AND id = ?'
      const removal = 'DELETE FROM sessions WHERE user_id = ? AND id = ?'
      const restore = 'UPDATE sessions SET deleted_at = NULL WHERE user_id = ? AND id = ?'
      const edited = await written([update(edit)])
      const larger = { ...size, tags: size.tags + 1 }
      const deleted = await written([update(deletion)])
      const restored = await written([update(restore)])
      const removed = await written([update(removal)])
      expect(await rows('SELECT id FROM sessions WHERE user_id = ? AND id = ?', client.userId, session.id)).toEqual([])
      for (const [what, rowCount, estimate] of [
        ['added', added, rowsToAdd(size)],
        ['edited', edited, rowsToEdit(larger)],
        ['deleted', deleted, rowsToDelete(larger)],
        ['restored', restored, rowsToAdd(larger)],
        ['removed', removed, rowsToDelete(larger)],
      ] as const) {
        expect(estimate, what).toBeGreaterThanOrEqual(rowCount)
        expect(estimate, what).toBeLessThanOrEqual(rowCount * 2.5 + 60)
      }
    }),
    { numRuns: runs(60) },
  )
})
