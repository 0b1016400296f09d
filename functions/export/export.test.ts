import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { heavyHistory } from '../../scripts/history/heavy'
import { writeHistory } from '../../scripts/history/write'
import { type Client, request, rows, signedIn } from '../../test/client'
import { dayOf } from '../lib/days'
import { Preferences } from '../lib/preferences'

const listed = [
  'projects',
  'goals',
  'goal_milestones',
  'plans',
  'cards',
  'tasks',
  'organizations',
  'people',
  'meetings',
  'learnings',
  'skills',
  'feedback',
  'action_items',
  'energy_checkins',
  'reviews',
  'evidence_drafts',
  'card_reviews',
  'skill_progress',
  'task_carries',
  'goal_targets',
  'goal_former_parents',
  'days_off',
  'inactive_tags',
  'removed_categories',
  'imports',
  'pr_review_activities',
  'app_usage',
  'usage_clients',
  'user_apps',
  'kept_overlaps',
  'changes',
  'sessions',
] as const

type Row = Record<string, unknown>
type Document = { format: string; version: number; exported_at: string; user: Row } & Record<
  (typeof listed)[number],
  Row[]
>

/** Tables with a person's rows that are not theirs to take along: each follows from others, or is the server's alone. */
const notListed = [
  'api_tokens',
  'change_heads',
  'change_parts',
  'daily_activities',
  'daily_stats',
  'daily_usage',
  'idempotency_keys',
  // Progress of a write that is still in steps; what it wrote is in the lists of its kind.
  'job_parts',
  'jobs',
  'energy_sums',
  'ledger_edits',
  'meeting_people',
  'month_subjects',
  // The markdown before the last edit, for Undo.
  'plan_undos',
  // The plans have their chunks, too.
  'plan_chunks',
  // The document has the files as they are now.
  'card_files',
  'card_counts',
  'review_days',
  'row_tags',
  'program_sessions',
  'rule_changes',
  'search_documents',
  'session_days',
  'session_tags',
  'tag_counts',
  'tag_stats',
  'total_stats',
  'used_apps',
  'visits',
  'web_sessions',
  'yearly_usage',
]

const exportOf = async (client: Client): Promise<Document> => (await client.get('/api/v1/export')).json()

/** Columns that the export leaves out: the person's id, which the document has once, and derived ones. */
const leftOut = [
  'user_id',
  'name_key',
  'due_key',
  'details_seq',
  'preparation_version',
  'questions_version',
  'outcome_version',
  'suspended_at',
  'in_catalogue',
  'unlisted_locked_by',
  'planned_until',
  'next_planned_at',
  'chunk_count',
  'completed_count',
  'skipped_count',
  'planned_minutes',
  'next_chunk',
  'next_title',
  'outline',
]

const columns = async (table: string) =>
  (await rows<{ name: string }>(`SELECT name FROM pragma_table_info('${table}')`))
    .map(({ name }) => name)
    .filter((name) => !leftOut.includes(name))
    .sort()

/** One row in each table, every column filled. */
const filled = async () => {
  const client = await signedIn({ time_zone: 'Pacific/Auckland', rest_days: [7] })
  const user = client.userId
  const write = (query: string, ...values: unknown[]) => env.DB.prepare(query).bind(...values)
  await env.DB.batch([
    write(
      `UPDATE users SET github_user_id = abs(random()) % 1000000, github_username = 'robin', avatar_url = '/a.png',
        last_active_at = 5, unlisted_locked_at = 6, latest_day = '2026-01-31' WHERE id = ?`,
      user,
    ),
    write("INSERT INTO imports VALUES (?, 'import', 'log.csv', 'toggl', 'UTC', 1, 2, 3, 60, 4, 5)", user),
    write(
      `INSERT INTO organizations VALUES (?, 'organization', 'UNAM', 'unam', 'school', 'Ciudad de México', 1, 2, 3, 4)`,
      user,
    ),
    write(
      `INSERT INTO people VALUES (?, 'person', 'Ada', 'coach', 'organization', 'ada@example.com', 'Tuesdays', 1, 2, 3, 4)`,
      user,
    ),
    write(
      `INSERT INTO projects VALUES (?, 'project', 'Thesis', 'University', 'thesis', 'learning', 'inactive', 'jade',
        'import', 1, 2, 3, 4, 'other', 'organization', '["sql"]', 'robin/thesis')`,
      user,
    ),
    write("INSERT INTO days_off VALUES (?, '2026-12-25', 'Christmas', 1)", user),
    write("INSERT INTO inactive_tags VALUES (?, 'old', 1)", user),
    write("INSERT INTO removed_categories VALUES (?, 'technical', 1)", user),
    write("INSERT INTO changes VALUES (?, 'change', 'merge', 'Merged Thesis into Other', 1, 2)", user),
    write(
      `INSERT INTO goals VALUES (?, 'whole', NULL, 'All of it', '', 'open', NULL, NULL, 'not_started', 0, NULL,
        NULL, 1, 2, 3, NULL, 'manual', 'personal', '2026-01-01', NULL, NULL, NULL)`,
      user,
    ),
    write(
      `INSERT INTO goals VALUES (?, 'part', 'whole', 'A "part"', 'Long', 'weekly', '2026-01-01',
        '2026-02-01', 'completed', 100, 600, 7, 1, 2, 3, 4, 'time', 'technical',
        '2026-01-01', '2026-01-30', 'knots', 'organization')`,
      user,
    ),
    write(
      "INSERT INTO goal_milestones VALUES (?, 'milestone', 'part', 'Draft', '2026-01-15', 6, 1000, 1, 2, 3, 4, '2026-01-14')",
      user,
    ),
    write(
      `INSERT INTO plans (user_id, id, title, status, tags, total_hours, goal_id, project_id, scheduler, chunks, content,
        seq, created_at, updated_at, deleted_at)
      VALUES (?, 'plan', 'Spanish', 'in_progress', '["a2"]', 9.5, 'part', 'project', 'fsrs',
        '[{"id":"chunk-001","title":"Ser","objectives":["Tell them apart"]}]', '---
id: plan
---', 1, 2, 3, 4)`,
      user,
    ),
    write(
      `INSERT INTO cards VALUES (?, 'card', 'plan', 'chunk-001', 'to be', 'ser', '["verb"]', 'Chunk 1', 'fsrs', 2.5, 1, 1,
        '{"stability":2.3}', '2026-03-09', '2026-03-10', '2026-03-10', 5, 0, 1, 1, 2, 3, 4)`,
      user,
    ),
    write(
      `INSERT INTO meetings VALUES (?, 'meeting', 'Weekly', '2026-03-08', '09:30', 'Pacific/Auckland', 30, 'organization',
        'project', '["person"]', 'session', 'uid#1', 1, 1, 2, 3, 4, 'Prepared', 'Asked', 'Decided', 1, 1, 1)`,
      user,
    ),
    write(
      `INSERT INTO learnings VALUES (?, 'learning', 'Ser and estar', 'concept', 'meeting', '2026-03-08', '["verb"]', 'project',
        'plan', 'meeting', 'organization', 1, 2, 3, 4, 'Two verbs')`,
      user,
    ),
    write(
      `INSERT INTO tasks VALUES (?, 'task', 'Call', 'About it', 'high', 'done', '2026-01-31', 1, 15, 'part', 'project',
        'plan', 'organization', 'monthly', '2026-01-31', 'before', 3, '2026-01-31', 1, 2, 3, 4, '2026-01-30')`,
      user,
    ),
    write(
      `INSERT INTO feedback VALUES (?, 'feedback', 'Clear slides', '2026-03-08', 'general', 'positive', '["talks"]', 'person',
        'organization', 1, 2, 3, 4)`,
      user,
    ),
    write(
      `INSERT INTO action_items (user_id, id, description, status, priority, due_date, source_type, source_id, owner, person_id,
        task_id, organization_id, completed_at, completed_on, seq, created_at, updated_at, deleted_at)
      VALUES (?, 'item', 'Send the slides', 'done', 'high', '2026-03-10', 'meeting', 'meeting', 'me', 'person', 'task',
        'organization', 5, '2026-03-09', 1, 2, 3, 4)`,
      user,
    ),
    write("INSERT INTO task_carries VALUES (?, '2026-01-28', 'task')", user),
    write(
      "INSERT INTO reviews VALUES (?, 'review', 'week', '2026-03-02', 'Week of 2 March', 'Well', 'organization', 1, 2, 3, 4)",
      user,
    ),
    write(
      `INSERT INTO evidence_drafts VALUES (?, 'draft', 'Half a year', '2026-01-01', '2026-06-30', 'all', 'technical',
        'What I did', '["part:goals"]', 1, 2, 3, 4)`,
      user,
    ),
    write(
      `INSERT INTO energy_checkins VALUES (?, 'checkin', 5, 'UTC', '2026-03-08', 7, 9, 4, 3, 'calm', 'After lunch', 'organization',
        1, 2, 3, 4)`,
      user,
    ),
    write(
      `INSERT INTO card_reviews VALUES (?, 'review', 'card', 3, 5, '2026-03-08', 900, 1, '{"is_new":1}', '{"is_new":0}', 6)`,
      user,
    ),
    write(
      `INSERT INTO skills VALUES (?, 'skill', 'SQL', 'sql', 'technical', 3, 2, '2026-03-08', 'Notes',
        '[{"team_name":"Data","relevance":"high"}]', '["project"]', '["plan"]', '2026-03-09', 'organization', 1, 2, 3, 4)`,
      user,
    ),
    write("INSERT INTO skill_progress VALUES (?, 'skill', 'entry', 3, 'Practised', '2026-03-08', 5)", user),
    write(
      `INSERT INTO pr_review_activities (user_id, session_id, activity_type, repo_owner, repo_name, pr_number, metadata,
        date, created_at) VALUES (?, 'session', 'approve', 'owner', 'repo', 12, '{"files":3}', '2026-03-08', 5)`,
      user,
    ),
    write(`INSERT INTO app_usage VALUES (?, 'usage', 'com.example', 1, 2, 3, 'client', '[["1970-01-01",0]]')`, user),
    write("INSERT INTO usage_clients VALUES (?, 'client', 'Phone', 1, ?)", user, Date.now()),
    write(
      `INSERT INTO user_apps VALUES (?, 'rule', 'com.example', 'admin', 'admin', 'Example', 1, 'project:p', 60, 'day', 0, 1,
        2, 3)`,
      user,
    ),
    write("INSERT INTO goal_targets VALUES (?, 'part', '2026-01-01', 'weekly', 600, 1)", user),
    write("INSERT INTO goal_former_parents VALUES (?, 'part', '2026-01-01', 'whole')", user),
    write(
      `INSERT INTO sessions (user_id, id, source, project_id, goal_id, plan_id, chunk_id, task_id, repo_owner,
        repo_name, pr_number, title, notes, tags, artifacts, started_at, ended_at, duration_seconds, days, hours, branch, status,
        last_heartbeat_at, time_zone, day_start_minute, import_id, import_key, seq, created_at, updated_at, deleted_at)
      VALUES (?, 'session', 'import', 'project', 'part', 'plan', 'chunk', 'task', 'owner', 'repo', 12, 'Title 🦊',
        'Line one
Line two', '["deep"]', '["a.pdf"]', 1772962200000, 1772965800000, 3000, '[["2026-03-08",3000]]',
        '[["2026-03-08",5,1800],["2026-03-08",6,1200]]', 'main', 'completed',
        1772965800000, 'America/New_York', 180, 'import', 'key', 1, 2, 3, 4)`,
      user,
    ),
    write("INSERT INTO kept_overlaps VALUES (?, 'session', 'session')", user),
  ])
  return client
}

describe('the export', () => {
  it('is a file of JSON, named after the user’s own day', async () => {
    const client = await signedIn({ time_zone: 'Pacific/Auckland', day_start_minute: 60 })
    const before = Date.now()
    const answer = await client.get('/api/v1/export')
    const zone = { time_zone: 'Pacific/Auckland', day_start_minute: 60 }
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Content-Type')).toBe('application/json')
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
    const names = [before, Date.now()].map((now) => `attachment; filename="daymark-${dayOf(now, zone)}.json"`)
    expect(names).toContain(answer.headers.get('Content-Disposition'))
    const { user, ...rest } = await answer.json<Document>()
    expect(rest).toEqual({
      format: 'daymark',
      version: 1,
      exported_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      ...Object.fromEntries(listed.map((table) => [table, []])),
      card_files: [],
    })
    expect(user).toMatchObject({ id: client.userId, username: 'Robin', email: `${client.userId}@example.com` })
  })

  it('holds every column of every row', async () => {
    const client = await filled()
    const document = await exportOf(client)
    expect(Object.keys(document.user).sort()).toEqual(await columns('users'))
    // Each column is filled somewhere, so that nothing is lost on the way.
    const empty = ([, value]: [string, unknown]) => value === null || value === undefined
    expect(Object.entries(document.user).filter(empty)).toEqual([])
    for (const table of listed) {
      const list = document[table]
      expect(list, table).toHaveLength(table === 'goals' ? 2 : 1)
      for (const row of list) expect(Object.keys(row).sort(), table).toEqual(await columns(table))
      const row = list.find(({ id }) => table !== 'goals' || id === 'part')
      expect(Object.entries(row ?? {}).filter(empty), table).toEqual([])
    }
  })

  it('leaves out no table of a person but those that are known to be left out', async () => {
    const tables = await rows<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '% user_id TEXT %' ORDER BY name",
    )
    expect(tables.map(({ name }) => name)).toEqual([...listed, ...notListed].sort())
  })

  it('writes instants as ISO 8601 in UTC, lists as lists and dates as they are', async () => {
    const { user, goals, plans, sessions } = await exportOf(await filled())
    expect(sessions[0]).toMatchObject({
      title: 'Title 🦊',
      notes: 'Line one\nLine two',
      tags: ['deep'],
      artifacts: ['a.pdf'],
      days: [['2026-03-08', 3000]],
      started_at: '2026-03-08T09:30:00.000Z',
      ended_at: '2026-03-08T10:30:00.000Z',
      duration_seconds: 3000,
      time_zone: 'America/New_York',
      day_start_minute: 180,
      deleted_at: '1970-01-01T00:00:00.004Z',
    })
    expect(goals.find(({ id }) => id === 'part')).toMatchObject({
      parent_id: 'whole',
      title: 'A "part"',
      target_date: '2026-02-01',
      completed_at: '1970-01-01T00:00:00.007Z',
    })
    expect(plans).toEqual([
      expect.objectContaining({
        tags: ['a2'],
        chunks: [{ id: 'chunk-001', title: 'Ser', objectives: ['Tell them apart'] }],
        content: '---\nid: plan\n---',
        deleted_at: '1970-01-01T00:00:00.004Z',
      }),
    ])
    expect(user.preferences).toEqual(Preferences.parse({ time_zone: 'Pacific/Auckland', rest_days: [7] }))
  })

  it('holds nothing of anybody else', async () => {
    const other = await filled()
    const text = await (await (await signedIn()).get('/api/v1/export')).text()
    expect(text).not.toContain(other.userId)
    expect(text).not.toContain('Title')
    expect(text).not.toContain('Thesis')
  })

  it('holds no secret', async () => {
    const client = await signedIn()
    const text = await (await client.get('/api/v1/export')).text()
    const [session] = await rows<{ id_hash: string }>(
      'SELECT id_hash FROM web_sessions WHERE user_id = ?',
      client.userId,
    )
    expect(text).not.toContain(session?.id_hash)
  })

  it('is complete after three years, page after page', async () => {
    const client = await signedIn()
    const now = Date.now()
    const past = heavyHistory({ years: 3, now })
    await writeHistory(env.DB, client.userId, past, now)
    const { sessions, goals, projects } = await exportOf(client)
    expect([sessions.length, goals.length, projects.length]).toEqual([4500, 90, 10])
    const seconds = (list: { duration_seconds?: unknown }[]) =>
      list.reduce((sum, { duration_seconds }) => sum + Number(duration_seconds), 0)
    expect(seconds(sessions)).toBe(seconds(past.sessions))
    expect(new Set(sessions.map(({ id }) => id)).size).toBe(4500)
  })

  it('is not for the signed-out', async () => {
    const answer = await request('/api/v1/export')
    expect(answer.status).toBe(401)
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({ status: 401, code: 'signed_out' })
  })
})
