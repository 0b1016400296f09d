import { describe, expect, it } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { Preferences } from '../../lib/preferences'
import { dayOf } from '../../lib/time/days'
import { filled } from './testing'

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
  'energy_checkins',
  'reviews',
  'views',
  'evidence_drafts',
  'reports',
  'card_reviews',
  'skill_progress',
  'task_carries',
  'goal_targets',
  'goal_ticks',
  'goal_skips',
  'goal_former_parents',
  'rates',
  'budgets',
  'former_clients',
  'days_off',
  'inactive_tags',
  'removed_categories',
  'imports',
  'import_columns',
  'pr_review_activities',
  'app_usage',
  'usage_clients',
  'user_apps',
  'app_limits',
  'kept_overlaps',
  'limit_extensions',
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
  'backup_work',
  'backups',
  // Their addresses are secret. Of those that come in, the meetings that they made are in the list of meetings.
  'calendars',
  'feeds',
  'change_heads',
  'change_parts',
  'daily_usage',
  'day_totals',
  'idempotency_keys',
  // Progress of a write that is still in steps; what it wrote is in the lists of its kind.
  'job_parts',
  'jobs',
  'ledger_edits',
  // The markdown before the last edit, for Undo.
  'plan_texts',
  // A copy of somebody else’s plan is a plan like others elsewhere. Who shares it stays here.
  'plan_links',
  'report_seals',
  'plan_shares',
  'plan_versions',
  // The plans have their chunks, too.
  'plan_chunks',
  // The document has the files as they are now.
  'card_files',
  'program_sessions',
  'proof_codes',
  // Browsers subscribe anew; what was sent is nobody's data. The settings are among the preferences.
  'push_subscriptions',
  'reminder_deliveries',
  'reminder_runs',
  'passkeys',
  'oidc_subjects',
  'passkey_challenges',
  // Copies on devices are made anew from what is there.
  'sync_conflicts',
  'sync_devices',
  'sync_tombstones',
  'sync_waiting',
  'sync_writes',
  'tracker_devices',
  'tracker_rows',
  'search_documents',
  'session_days',
  'session_tags',
  'used_apps',
  'visits',
  'web_sessions',
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
  'unlisted_locked_by',
  'shadow_of',
  'shadow_until',
  'planned_until',
  'next_planned_at',
  'next_focus_at',
  'backup_day',
  'backup_retry_at',
  'backup_failures',
  'chunk_count',
  'completed_count',
  'skipped_count',
  'planned_minutes',
  'next_chunk',
  'next_title',
  'outline',
  'owner_id',
  'owner_plan_id',
  'share_id',
  'permission',
  'shared_at',
  'shows_progress',
  'is_summed',
]

const columns = async (table: string) =>
  (await rows<{ name: string }>(`SELECT name FROM pragma_table_info('${table}')`))
    .map(({ name }) => name)
    .filter((name) => !leftOut.includes(name))
    .sort()

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
      version: 2,
      exported_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      seal: expect.stringMatching(/^[0-9a-f]{64}$/),
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
      const computed = table === 'projects' ? ['client'] : []
      const members = [...(await columns(table)), ...computed].sort()
      for (const row of list) expect(Object.keys(row).sort(), table).toEqual(members)
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
        content: '---\nid: plan\ntitle: Spanish\n---',
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
})
