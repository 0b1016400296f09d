import { addUses, noteClient } from '../../../functions/apps/usage/queries'
import { commit, sql } from '../../../functions/lib/db/sql'
import { heavyHistory } from '../../../scripts/history/heavy'
import { heavyTasks } from '../../../scripts/history/heavy-tasks'
import { addTasks } from '../../../scripts/history/tasks'
import { usage } from '../../../scripts/history/usage'
import { writeHistory } from '../../../scripts/history/write'

type Options = { years: number; now?: number; seed?: number }

/**
 * Writes years of tracked time up to `now` (epoch ms) through the application's own writers: 1,500 sessions and 30
 * goals a year, ten projects. Returns the rows.
 */
export const seedHistory = async (db: D1Database, userId: string, { years, now = Date.now(), seed = 1 }: Options) => {
  const written = heavyHistory({ years, now, seed })
  await writeHistory(db, userId, written, now)
  return written
}

/** Writes 2,000 tasks a year up to now; the latest sessions are on some of today's. */
export const seedTasks = async (db: D1Database, userId: string, years: number, now = Date.now()) => {
  const tasks = heavyTasks(years, now)
  const open = tasks.filter(({ status, date }) => status === 'todo' && date !== null).map(({ id }) => id)
  await commit(
    db,
    userId,
    ['stats'],
    [
      ...addTasks(db, userId, tasks),
      sql(db)`
        UPDATE sessions SET task_id = (
          SELECT value FROM json_each(${JSON.stringify(open)}) WHERE key = sessions.number % ${open.length})
        WHERE number IN (SELECT number FROM sessions WHERE user_id = ${userId} ORDER BY number DESC LIMIT 100)`,
    ],
  )
}

/**
 * Writes 500 learnings, 1,000 check-ins, 500 pieces of feedback and 2,000 action items a year up to a local date, 60 people
 * and 300 skills that the projects use. A tenth of the action items is open.
 */
export const seedJournal = (db: D1Database, userId: string, years: number, today: string) =>
  commit(
    db,
    userId,
    [],
    [
      sql(db)`
        WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${500 * years - 1})
        INSERT INTO learnings (user_id, id, title, type, source, date, tags, seq, created_at, updated_at)
        SELECT ${userId}, printf('00000000-0000-7000-8000-%012d', n), 'Learning ' || n, 'insight', 'self_study',
          date(${today}, '-' || (n * 365 / 500) || ' days'), '["often"]', 1, 1, 1
        FROM numbers`,
      sql(db)`
        WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${1_000 * years - 1})
        INSERT INTO energy_checkins (user_id, id, at, time_zone, date, weekday, hour, energy_level, engagement_level, seq,
          created_at, updated_at)
        SELECT ${userId}, printf('%012d', n), n, 'UTC', date(${today}, '-' || (n * 365 / 1000) || ' days'),
          n % 7 + 1, n % 24, n % 5 + 1, n % 3 + 1, 1, 1, 1
        FROM numbers`,
      sql(db)`
        WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < 299)
        INSERT INTO people (user_id, id, name, seq, created_at, updated_at)
        SELECT ${userId}, printf('00000000-0000-7000-8000-1%011d', n), 'Person ' || n, 1, 1, 1 FROM numbers WHERE n < 60`,
      sql(db)`
        WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${500 * years - 1})
        INSERT INTO feedback (user_id, id, content, date, category, sentiment, tags, from_person_id, seq, created_at,
          updated_at)
        SELECT ${userId}, printf('00000000-0000-7000-8000-%012d', n), 'Feedback ' || n,
          date(${today}, '-' || (n * 365 / 500) || ' days'), iif(n % 3, 'general', 'technical'),
          iif(n % 2, 'positive', 'constructive'), json_array('often', 'theme-' || (n % 40)), printf('00000000-0000-7000-8000-1%011d', n % 60), 1, 1, 1
        FROM numbers`,
      sql(db)`
        WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${2_000 * years - 1})
        INSERT INTO tasks (user_id, id, title, status, due_date, source_type, source_id, owner, person_id,
          completed_at, completed_on, seq, created_at, updated_at)
        SELECT ${userId}, printf('00000000-0000-7000-8000-%012d', n), 'Action ' || n, iif(n % 10, 'done', 'todo'),
          date(${today}, '+30 days', '-' || (n * 365 / 2000) || ' days'), 'feedback',
          printf('00000000-0000-7000-8000-%012d', n / 4), iif(n % 3, 'me', 'person'), printf('00000000-0000-7000-8000-1%011d', n % 60),
          iif(n % 10, n, NULL), iif(n % 10, date(${today}, '-' || (n * 365 / 2000) || ' days'), NULL), 1, 1, 1
        FROM numbers`,
      sql(db)`
        WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < 299)
        INSERT INTO skills (user_id, id, name, name_key, confidence_level, level_on, projects, seq, created_at, updated_at)
        SELECT ${userId}, 'skill-' || n, 'Skill ' || n, 'skill ' || n, 1 + n % 5, ${today},
          (SELECT json_array(id)
            FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM projects WHERE user_id = ${userId})
            WHERE place = 1 + n % 10), 1, 1, 1
        FROM numbers`,
    ],
  )

type UsageOptions = { events: number; apps: number; days: number; now?: number; seed?: number }

/**
 * Writes app usage over the days up to `now` (epoch ms), split as reported usage is; the packages are `app.0` to
 * `app.<apps - 1>`. Returns the usage.
 */
export const seedUsage = async (db: D1Database, userId: string, options: UsageOptions) => {
  const now = options.now ?? Date.now()
  const uses = usage({ ...options, now })
  const zone = { time_zone: 'Europe/Lisbon', day_start_minute: 0 }
  await commit(
    db,
    userId,
    [],
    [
      ...addUses(db, userId, 'seed', uses, zone, now).flat(),
      noteClient(db, userId, 'seed', now),
      sql(db)`UPDATE change_heads SET usage_seq = usage_seq + 1 WHERE user_id = ${userId}`,
    ],
  )
  return uses
}
