import { v7 as uuid } from 'uuid'
import type { Zone } from '../lib/days'
import { splitsOf } from '../lib/hours'
import { orStale, sql } from '../lib/sql'
import type { endOfSession } from './end'
import type { Pull, PullSession } from './queries'

type NewPullSession = Pull & { branch: string; pr_title: string }

/** Does nothing if a session of the pull request is open. It starts at the second of `now` (epoch ms). */
export const openPull = (db: D1Database, userId: string, pull: NewPullSession, zone: Zone, now: number) =>
  sql(db)`
    INSERT INTO sessions (user_id, id, source, repo_owner, repo_name, pr_number, branch, title, started_at, status,
      time_zone, day_start_minute, seq, created_at, updated_at)
    VALUES (${userId}, ${uuid()}, 'extension', ${pull.repo_owner}, ${pull.repo_name}, ${pull.pr_number},
      ${pull.branch || null}, ${pull.pr_title}, ${now - (now % 1000)}, 'active', ${zone.time_zone},
      ${zone.day_start_minute}, (SELECT seq FROM change_heads WHERE user_id = ${userId}), ${now}, ${now})
    ON CONFLICT (user_id, lower(repo_owner), lower(repo_name), pr_number)
      WHERE status = 'active' AND pr_number IS NOT NULL AND deleted_at IS NULL DO NOTHING`

/** Guard: rolls the batch back if the session changed since it was read. */
export const endPull = (
  db: D1Database,
  userId: string,
  session: PullSession,
  end: ReturnType<typeof endOfSession>,
  now: number,
) => {
  const { time_zone, day_start_minute } = session
  const { days, hours } = splitsOf({ ...end, time_zone, day_start_minute })
  return [
    sql(db)`
      UPDATE sessions
      SET started_at = ${end.started_at}, ended_at = ${end.ended_at},
          duration_seconds = ${end.duration_seconds}, days = ${JSON.stringify(days)},
          hours = ${JSON.stringify(hours)}, status = 'completed', updated_at = ${now},
          seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
      WHERE user_id = ${userId} AND id = ${session.id} AND status <> 'completed' AND deleted_at IS NULL
        AND seq = ${session.seq}`,
    orStale(db),
  ]
}
