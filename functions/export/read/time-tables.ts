import type { Row, TableEntry } from './entry'
import * as v from './values'

const num = (value: Row[string] | undefined) => Number(value ?? 0)

/** As the CHECKs of the table say. */
const checkSession = ({ status, started_at, ended_at, duration_seconds, days }: Row) => {
  if (status !== 'active' && (ended_at === null || duration_seconds === null)) return 'has no end'
  if (ended_at !== null && num(ended_at) < num(started_at)) return 'ends before it starts'
  if (duration_seconds === null) return null
  if (ended_at === null || num(duration_seconds) * 1000 > num(ended_at) - num(started_at))
    return 'is longer than its time'
  const counted = (JSON.parse(String(days)) as [string, number][]).reduce((sum, [, seconds]) => sum + seconds, 0)
  return counted === duration_seconds || status !== 'completed' ? null : 'has days that don’t add up to its duration'
}

const checkRule = ({ set_by, admin_id, is_whitelisted, after_subject, after_seconds, after_period }: Row) => {
  if ((set_by === 'admin') !== (admin_id !== null)) return 'should name an admin if one set it'
  if (after_subject !== null && is_whitelisted !== 1) return 'blocks an app and has an unlock condition'
  return (after_subject === null) === (after_period === null) && (after_subject !== null || after_seconds === null)
    ? null
    : 'has half an unlock condition'
}

/** One timer runs at a time, and one session for a pull request. */
const runningSlots = ({ status, deleted_at, source, repo_owner, repo_name, pr_number }: Row) => {
  if (status !== 'active' || deleted_at !== null) return []
  const pullRequest = `pull request ${repo_owner}/${repo_name}#${pr_number}`.toLowerCase()
  return [...(source === 'timer' ? ['running timer'] : []), ...(pr_number === null ? [] : [pullRequest])]
}

/** Sessions, app usage and app rules. */
export const timeTables = {
  sessions: {
    columns: v.ofKind({
      number: v.int().default(0),
      source: v.oneOf('timer', 'manual', 'import', 'extension', 'cli'),
      project_id: v.maybe(v.id),
      goal_id: v.maybe(v.id),
      plan_id: v.maybe(v.id),
      chunk_id: v.maybe(v.id),
      task_id: v.maybe(v.id),
      repo_owner: v.maybe(v.name),
      repo_name: v.maybe(v.name),
      pr_number: v.maybe(v.int()),
      title: v.line.default(''),
      notes: v.text.default(''),
      tags: v.texts.default('[]'),
      artifacts: v.strings.default('[]'),
      started_at: v.instant,
      ended_at: v.maybe(v.instant),
      duration_seconds: v.maybe(v.int(0)),
      days: v.days.default('[]'),
      hours: v.maybe(v.hours),
      branch: v.maybe(v.line),
      status: v.oneOf('active', 'completed', 'abandoned'),
      last_heartbeat_at: v.maybe(v.instant),
      time_zone: v.zone,
      day_start_minute: v.int(0, 1439),
      import_id: v.maybe(v.id),
      import_key: v.maybe(v.line),
    }),
    references: { project_id: 'projects', goal_id: 'goals', import_id: 'imports' },
    unique: ['import_key'],
    slots: runningSlots,
    leftOut: ['number'],
    check: checkSession,
  },
  pr_review_activities: {
    columns: {
      number: v.int(),
      session_id: v.maybe(v.id),
      activity_type: v.oneOf('comment', 'approve', 'request_changes'),
      repo_owner: v.name,
      repo_name: v.name,
      pr_number: v.int(),
      metadata: v.maybe(v.anything),
      date: v.date,
      created_at: v.instant,
    },
    key: ['number'],
    leftOut: ['number'],
  },
  app_usage: {
    columns: {
      id: v.id,
      package_name: v.name,
      started_at: v.instant,
      ended_at: v.instant,
      client_id: v.line.default(''),
      days: v.days.default('[]'),
      import_id: v.maybe(v.id),
      created_at: v.instant,
    },
  },
  usage_clients: {
    columns: { id: v.id, name: v.line, first_report_at: v.instant, last_report_at: v.instant },
  },
  user_apps: {
    columns: {
      id: v.id,
      package_name: v.name,
      set_by: v.oneOf('user', 'admin'),
      admin_id: v.maybe(v.id),
      label: v.maybe(v.line),
      is_whitelisted: v.bit,
      after_subject: v.maybe(v.line),
      after_seconds: v.maybe(v.int()),
      after_period: v.maybe(v.oneOf('day', 'week')),
      seq: v.int(),
      created_at: v.instant,
      updated_at: v.instant,
    },
    key: ['package_name', 'set_by'],
    unique: ['id'],
    check: checkRule,
  },
  kept_overlaps: {
    columns: { one: v.id, other: v.id },
    key: ['one', 'other'],
    references: { one: 'sessions', other: 'sessions' },
  },
  days_off: { columns: { date: v.date, label: v.line.default(''), seq: v.int() }, key: ['date'] },
  inactive_tags: { columns: { tag: v.name, seq: v.int() }, key: ['tag'] },
} as const satisfies Record<string, TableEntry>
