import type { IconName } from '../../views/ui/icon'

/**
 * A kind of thing that a person can search, restore, export and link to. Its table has `user_id`, `id`, `seq` and
 * `deleted_at`. Column names and SQL in here are constants of the code, put into statements as they are.
 */
export type KindEntry = {
  one: string
  many: string
  icon: IconName
  table: string
  /** Path of a row; the API has the same path below /api/v1. `parentId` is set where the kind has a `parent`. */
  path: (id: string, parentId: string | null) => string
  /** The kind whose row it is a part of, and the column with that row's id. */
  parent?: { kind: 'goal'; column: string }
  /** Columns that a search looks in. `tags` is a JSON list. */
  search: { title: string; notes?: string; tags?: string; isOptional?: boolean }
  /** Under "Recently deleted": SQL for what is shown beside the title, and which deleted rows are not listed. */
  deleted?: { detail?: string; started_at?: string; time_zone?: string; duration_seconds?: string; where?: string }
  /** Columns of the export, in their order; a row of the document leaves out the person's id. */
  columns: readonly string[]
  /** Rows that the export reads at once, where they are long. */
  rowsAtOnce?: number
}

/** Adding a kind takes an entry here and the triggers that `npm run triggers -- <kind>` prints, in a migration. */
export const kinds = {
  goal: {
    one: 'Goal',
    many: 'Goals',
    icon: 'goals',
    table: 'goals',
    path: (id) => `/goals/${id}`,
    search: { title: 'title', notes: 'description' },
    columns: [
      ...['id', 'parent_id', 'title', 'description', 'kind', 'category', 'start_date', 'target_date', 'status'],
      ...[
        'progress_source',
        'plan_id',
        'progress_percentage',
        'target_minutes',
        'completed_at',
        'created_on',
        'completed_on',
        'organization_id',
      ],
      ...['seq', 'created_at', 'updated_at', 'deleted_at'],
    ],
  },
  milestone: {
    one: 'Milestone',
    many: 'Milestones',
    icon: 'check',
    table: 'goal_milestones',
    path: (id, goalId) => `/goals/${goalId}/milestones/${id}`,
    parent: { kind: 'goal', column: 'goal_id' },
    search: { title: 'description' },
    columns: [
      ...['id', 'goal_id', 'description', 'target_date', 'completed_at', 'completed_on', 'position'],
      ...['seq', 'created_at', 'updated_at', 'deleted_at'],
    ],
  },
  project: {
    one: 'Project',
    many: 'Projects',
    icon: 'projects',
    table: 'projects',
    path: (id) => `/projects/${id}`,
    search: { title: 'name', notes: 'client' },
    deleted: { detail: 'client', where: 'merged_into IS NULL' },
    columns: [
      ...['id', 'name', 'client', 'classification', 'status', 'color', 'organization_id', 'tech_stack', 'repository'],
      ...['import_id', 'merged_into'],
      ...['seq', 'created_at', 'updated_at', 'deleted_at'],
    ],
  },
  plan: {
    one: 'Plan',
    many: 'Plans',
    icon: 'plans',
    table: 'plans',
    path: (id) => `/plans/${id}`,
    search: { title: 'title', notes: 'outline', tags: 'tags' },
    rowsAtOnce: 10,
    columns: [
      ...['id', 'title', 'status', 'tags', 'total_hours', 'goal_id', 'project_id', 'scheduler', 'chunks', 'content'],
      ...['seq', 'created_at', 'updated_at', 'deleted_at'],
    ],
  },
  card: {
    one: 'Card',
    many: 'Cards',
    icon: 'cards',
    table: 'cards',
    path: (id) => `/cards/${id}`,
    search: { title: 'question', notes: 'answer', tags: 'tags' },
    columns: [
      ...['id', 'plan_id', 'chunk_id', 'question', 'answer', 'tags', 'source', 'scheduler', 'ease_factor'],
      ...['interval_days', 'repetitions', 'fsrs', 'sm2_next', 'fsrs_next', 'next_review', 'last_reviewed_at', 'is_new'],
      ...['suspended', 'seq', 'created_at', 'updated_at', 'deleted_at'],
    ],
  },
  organization: {
    one: 'Organization',
    many: 'Organizations',
    icon: 'organizations',
    table: 'organizations',
    path: (id) => `/organizations/${id}`,
    search: { title: 'name', notes: 'notes' },
    columns: ['id', 'name', 'type', 'notes', 'seq', 'created_at', 'updated_at', 'deleted_at'],
  },
  person: {
    one: 'Person',
    many: 'People',
    icon: 'people',
    table: 'people',
    path: (id) => `/people/${id}`,
    search: { title: 'name', notes: 'notes' },
    deleted: { detail: 'role' },
    columns: [
      ...['id', 'name', 'role', 'organization_id', 'email', 'notes', 'seq', 'created_at', 'updated_at', 'deleted_at'],
    ],
  },
  learning: {
    one: 'Learning',
    many: 'Learnings',
    icon: 'learnings',
    table: 'learnings',
    path: (id) => `/learnings/${id}`,
    search: { title: 'title', notes: 'content', tags: 'tags' },
    columns: [
      ...['id', 'title', 'content', 'type', 'source', 'date', 'tags', 'project_id', 'plan_id', 'meeting_id'],
      ...['organization_id', 'seq', 'created_at', 'updated_at', 'deleted_at'],
    ],
  },
  task: {
    one: 'Task',
    many: 'Tasks',
    icon: 'tasks',
    table: 'tasks',
    path: (id) => `/tasks/${id}`,
    search: { title: 'title', notes: 'description' },
    columns: [
      ...['id', 'title', 'description', 'priority', 'status', 'date', 'position', 'estimated_minutes', 'goal_id'],
      ...['project_id', 'plan_id', 'organization_id', 'repeat', 'repeat_from', 'repeats', 'completed_at'],
      ...['completed_on', 'seq', 'created_at', 'updated_at', 'deleted_at'],
    ],
  },
  skill: {
    one: 'Skill',
    many: 'Skills',
    icon: 'skills',
    table: 'skills',
    path: (id) => `/skills/${id}`,
    search: { title: 'name', notes: 'notes' },
    columns: [
      ...['id', 'name', 'category', 'confidence_level', 'former_level', 'level_on', 'notes', 'teams', 'projects'],
      ...['plans', 'used_on', 'organization_id', 'seq', 'created_at', 'updated_at', 'deleted_at'],
    ],
  },
  checkin: {
    one: 'Check-in',
    many: 'Check-ins',
    icon: 'energy',
    table: 'energy_checkins',
    path: (id) => `/energy/${id}`,
    search: { title: 'mood', notes: 'notes', isOptional: true },
    deleted: {
      detail: "'energy ' || energy_level || ' and engagement ' || engagement_level || ' of 5'",
      started_at: 'at',
      time_zone: 'time_zone',
    },
    columns: [
      ...['id', 'at', 'time_zone', 'date', 'weekday', 'hour', 'energy_level', 'engagement_level', 'mood', 'notes'],
      ...['organization_id', 'seq', 'created_at', 'updated_at', 'deleted_at'],
    ],
  },
  session: {
    one: 'Session',
    many: 'Sessions',
    icon: 'sessions',
    table: 'sessions',
    path: (id) => `/sessions/${id}`,
    search: { title: 'title', notes: 'notes', tags: 'tags', isOptional: true },
    deleted: {
      started_at: 'started_at',
      time_zone: 'time_zone',
      duration_seconds: "iif(status = 'completed', duration_seconds, NULL)",
      where: "status <> 'active'",
    },
    columns: [
      ...['id', 'number', 'source', 'project_id', 'goal_id', 'plan_id', 'chunk_id', 'task_id'],
      ...['repo_owner', 'repo_name', 'pr_number', 'title', 'notes', 'tags', 'artifacts', 'started_at', 'ended_at'],
      ...['duration_seconds', 'days', 'hours', 'branch', 'status', 'last_heartbeat_at', 'time_zone'],
      ...['day_start_minute', 'import_id', 'import_key', 'seq', 'created_at', 'updated_at', 'deleted_at'],
    ],
  },
} as const satisfies Record<string, KindEntry>

export type Kind = keyof typeof kinds

/** In the order in which they are offered. */
export const kindNames = Object.keys(kinds) as [Kind, ...Kind[]]

export const kindEntries: [Kind, KindEntry][] = kindNames.map((kind) => [kind, kinds[kind]])

type RowOfKind = { kind: Kind; id: string; parent_id: string | null }

const entryOf = (kind: Kind): KindEntry => kinds[kind]

/** Path of a row; its edit, delete and restore are below it. */
export const kindPath = ({ kind, id, parent_id }: RowOfKind) => entryOf(kind).path(id, parent_id)

/** Path of the page that shows a row: its own, or that of the row it is a part of. */
export const kindPage = (row: RowOfKind) => {
  const { parent } = entryOf(row.kind)
  return parent ? entryOf(parent.kind).path(row.parent_id ?? '', null) : kindPath(row)
}
