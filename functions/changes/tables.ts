import { ruleKey } from '../ledger/moved-subjects'
import { part, type SqlPart } from '../lib/db/sql'
import { isUsedOrganization, type Kind, kindEntry, kindsOfOrganizations, tagColumnKinds } from '../lib/kinds'

/** Columns that Undo restores together, if the row still has the change's values in all of them. */
type Group = {
  columns: string[]
  /** Columns that are stored and restored with the group, but not compared. */
  along?: string[]
  /** An edit of these columns alone is not reported to the person. */
  isUnreported?: true
}

/** A table whose rows are stored for Undo. Its strings become SQL: constants only. `only` limits its rows. */
export type ImagedTable = {
  /** Name of the table in `change_parts.kind`. */
  kind: string
  name: string
  key: string
  only?: string
  groups: Group[]
  /**
   * A change may add rows. Undo deletes an added row if its `unedited` columns are unchanged and `isUsed` is false. So
   * that no time is lost, the `source` columns of every edited row must be unchanged, too. `searchedAs`: kind of the
   * search documents.
   */
  added?: { unedited: string[]; source: string[]; isUsed?: (userId: string) => SqlPart; searchedAs?: Kind }
  /** A change may delete rows for good. Undo inserts them again. */
  isDeletable?: true
  /** Rows have no `seq` column. */
  hasNoVersion?: true
}

/** SQL that is true for a person whom meetings, feedback or tasks refer to. */
const isNamed = (userId: string) => part`(
  present.id IN (SELECT value FROM meetings, json_each(attendees) WHERE user_id = ${userId} AND deleted_at IS NULL)
  OR present.id IN (SELECT from_person_id FROM feedback WHERE user_id = ${userId} AND from_person_id IS NOT NULL)
  OR present.id IN (SELECT person_id FROM tasks WHERE user_id = ${userId} AND person_id IS NOT NULL))`

const updatedAt: Group = { columns: ['updated_at'], isUnreported: true }

/** Table of a kind. Undo restores each column separately, and the columns of a group together. */
const tableOf = (kind: Kind, ...columns: (string | Group)[]): ImagedTable => {
  const groups = columns.map((column) => (typeof column === 'string' ? { columns: [column] } : column))
  return { kind, name: kindEntry(kind).table, key: 'id', groups: [...groups, updatedAt] }
}

/** Tables that `/changes` restores. The keys are the names under which a change lists the ids of its rows. */
export const undoableTables = {
  sessions: {
    ...tableOf(
      'session',
      ...['project_id', 'goal_id', { columns: ['plan_id', 'chunk_id'] }, 'task_id', 'tags', 'billable'],
      { columns: ['hourly_rate', 'currency'] },
      {
        columns: ['started_at', 'ended_at', 'duration_seconds', 'days', 'time_zone', 'day_start_minute'],
        along: ['hours', 'planned_until'],
      },
      'deleted_at',
    ),
    added: {
      unedited: ['updated_at', 'deleted_at'],
      source: ['started_at', 'ended_at', 'duration_seconds'],
      searchedAs: 'session',
    },
  },
  /** Sessions to whose notes a change adds text. */
  notes: { ...tableOf('session', 'notes'), kind: 'session_notes' },
  projects: tableOf(
    'project',
    { columns: ['name', 'name_key'] },
    ...['status', 'organization_id', 'tech_stack', 'repository'],
    { columns: ['deleted_at', 'merged_into'] },
  ),
  tags: {
    kind: 'inactive_tag',
    name: 'inactive_tags',
    key: 'tag',
    groups: [],
    added: { unedited: [], source: [] },
    isDeletable: true,
  },
  goals: tableOf('goal', 'category', 'target_date', 'counts', 'deleted_at'),
  /** Rules of goals. A merge of projects or a rename of a tag updates them. */
  rules: {
    kind: 'goal_rule',
    name: 'goal_targets',
    key: ruleKey,
    groups: [{ columns: ['rule'], isUnreported: true }],
    hasNoVersion: true,
  },
  categories: {
    kind: 'removed_category',
    name: 'removed_categories',
    key: 'category',
    groups: [],
    added: { unedited: [], source: [] },
  },
  plans: tableOf('plan', 'project_id', 'deleted_at'),
  skills: tableOf('skill', 'projects', 'deleted_at'),
  learnings: tableOf('learning', 'project_id', 'organization_id', 'deleted_at'),
  cards: tableOf('card', 'suspended', 'deleted_at'),
  tasks: tableOf('task', 'project_id', 'organization_id', 'deleted_at'),
  /** Tasks moved to another date. Tasks completed or deleted since then keep the new date. */
  planned_tasks: {
    ...tableOf('task', { columns: ['date'], along: ['position'] }, 'at'),
    kind: 'carried_task',
    only: "status IN ('todo', 'in_progress') AND present.deleted_at IS NULL",
  },
  /** Meetings that a merge of projects or people changes, and imported meetings. */
  meetings: {
    ...tableOf(
      'meeting',
      'project_id',
      { columns: ['attendees'], along: ['details_seq'] },
      { columns: ['title', 'date', 'time', 'time_zone', 'duration_minutes'], isUnreported: true },
      { columns: ['import_key', 'import_sequence', 'import_start'], isUnreported: true },
      { columns: ['deleted_at'], isUnreported: true },
    ),
    added: { unedited: ['updated_at', 'deleted_at'], source: [], searchedAs: 'meeting' },
  },
  feedback: tableOf('feedback', 'from_person_id', 'deleted_at'),
  energy_checkins: tableOf('checkin', 'deleted_at'),
  /** Views, reports and seals. Merges and renames update their filters. */
  views: tableOf('view', { columns: ['query'], isUnreported: true }, 'deleted_at'),
  reports: tableOf('report', { columns: ['subject'], isUnreported: true }),
  seals: {
    kind: 'report_seal',
    name: 'report_seals',
    key: 'report_id',
    groups: [{ columns: ['query'], isUnreported: true }],
    hasNoVersion: true,
  },
  reviews: {
    ...tableOf('review', 'words', 'deleted_at'),
    added: { unedited: ['updated_at', 'deleted_at'], source: [], searchedAs: 'review' },
  },
  action_items: { ...tableOf('task', 'person_id'), kind: 'action_item' },
  people: {
    ...tableOf('person', 'role', 'email', 'notes', 'organization_id', 'deleted_at'),
    added: { unedited: ['updated_at', 'deleted_at'], source: [], isUsed: isNamed, searchedAs: 'person' },
  },
  /** Organizations that are renamed or merged, and clients that a change of projects adds. */
  organizations: {
    ...tableOf('organization', { columns: ['name', 'name_key'] }, 'notes', 'deleted_at'),
    added: {
      unedited: ['updated_at', 'deleted_at'],
      source: [],
      isUsed: (userId) => isUsedOrganization(userId, 'present.id'),
      searchedAs: 'organization',
    },
  },
  /** Unlock conditions. A merge of projects or a rename of a tag updates them. */
  conditions: {
    kind: 'unlock_condition',
    name: 'user_apps',
    key: 'id',
    groups: [{ columns: ['after_subject'], isUnreported: true }],
  },
  /** Time that lengthens limits. A merge of projects or a rename of a tag updates it. */
  app_rules: {
    kind: 'app_rule_limit',
    name: 'user_apps',
    key: 'id',
    groups: [{ columns: ['time_limit'], isUnreported: true }],
  },
  app_limits: {
    kind: 'scope_limit',
    name: 'app_limits',
    key: 'scope',
    groups: [{ columns: ['time_limit'], isUnreported: true }],
  },
} satisfies Record<string, ImagedTable>

/** Tables whose tags a change replaces, except sessions. Tags of plans are in markdown (learning/plans/retags.ts). */
export const taggedTables = tagColumnKinds.map((of) => ({ ...tableOf(of, 'tags'), of, kind: `${of}_tags` }))

/** Tables whose rows a merge of organizations moves, with the column that refers to an organization. */
export const filedTables = [
  ...kindsOfOrganizations.map((of) => ({ of, column: 'organization_id' })),
  { of: 'evidence' as const, column: 'org' },
].map(({ of, column }) => ({ ...tableOf(of, column), of, column, kind: `${of}_organization` }))

/** A row, not a session, whose tags a change replaces. */
type TaggedKey = { kind: Kind; id: string }

/** Groups rows by their table, for the images of a change. */
export const taggedImages = (rows: TaggedKey[]) =>
  taggedTables.map((table) => ({ table, keys: rows.filter(({ kind }) => kind === table.of).map(({ id }) => id) }))

/** A person's limits of categories and of all apps. */
export const ownLimits: ImagedTable = {
  kind: 'app_limit',
  name: 'app_limits',
  key: 'scope',
  groups: [{ columns: ['time_limit'], along: ['created_at', 'updated_at'] }],
  added: { unedited: ['time_limit'], source: [] },
  isDeletable: true,
}

/** A person's own rules. functions/apps/whitelists/rules plans their Undo, because the number of rules is limited. */
export const ownRules: ImagedTable = {
  kind: 'rule',
  name: 'user_apps',
  key: 'package_name',
  only: "set_by = 'user'",
  groups: [
    {
      columns: ['label', 'is_whitelisted', 'after_subject', 'after_seconds', 'after_period', 'time_limit'],
      along: ['id', 'created_at'],
    },
  ],
}
