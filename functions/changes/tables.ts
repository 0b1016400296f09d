import { type Kind, kindEntry, tagColumnKinds } from '../lib/kinds'
import { part, type SqlPart } from '../lib/sql'

/** Columns that Undo restores together, where the row still holds in all of them what the change wrote. */
type Group = {
  columns: string[]
  /** Stored and restored with the others, but not compared. */
  along?: string[]
  /** An edit of these columns is not reported to the person. */
  isUnreported?: true
}

/** A table whose rows are imaged. Its texts become part of statements: constants only. `only` limits its rows. */
export type ImagedTable = {
  /** Names the table in `change_parts.kind`. */
  kind: string
  name: string
  key: string
  only?: string
  groups: Group[]
  /**
   * Lets a change add rows. Undo deletes one while its `unedited` columns hold what the change wrote and, so that no
   * time is lost, the `source` columns of every edited row do too. One that `isUsed` stays. `searchedAs` where rows have
   * search documents.
   */
  added?: { unedited: string[]; source: string[]; isUsed?: (userId: string) => SqlPart; searchedAs?: Kind }
  /** Lets a change delete rows for good, which Undo inserts again. */
  isDeletable?: true
}

/** True for a person whom rows name that an import did not add. */
const isNamed = (userId: string) => part`(
  present.id IN (SELECT value FROM meetings, json_each(attendees) WHERE user_id = ${userId} AND deleted_at IS NULL)
  OR present.id IN (SELECT from_person_id FROM feedback WHERE user_id = ${userId} AND from_person_id IS NOT NULL)
  OR present.id IN (SELECT person_id FROM action_items WHERE user_id = ${userId} AND person_id IS NOT NULL))`

/** The tables that `/changes` restores, by the names under which a change lists the keys of its rows. */
export const undoableTables = {
  sessions: {
    kind: 'session',
    name: 'sessions',
    key: 'id',
    groups: [
      { columns: ['project_id'] },
      { columns: ['goal_id'] },
      { columns: ['plan_id', 'chunk_id'] },
      { columns: ['task_id'] },
      { columns: ['tags'] },
      {
        columns: ['started_at', 'ended_at', 'duration_seconds', 'days', 'time_zone', 'day_start_minute'],
        along: ['hours', 'planned_until'],
      },
      { columns: ['deleted_at'] },
      { columns: ['updated_at'], isUnreported: true },
    ],
    added: {
      unedited: ['updated_at', 'deleted_at'],
      source: ['started_at', 'ended_at', 'duration_seconds'],
      searchedAs: 'session',
    },
  },
  /** Sessions whose notes a change adds to. */
  notes: {
    kind: 'session_notes',
    name: 'sessions',
    key: 'id',
    groups: [{ columns: ['notes'] }, { columns: ['updated_at'], isUnreported: true }],
  },
  projects: {
    kind: 'project',
    name: 'projects',
    key: 'id',
    groups: [
      { columns: ['name', 'client', 'name_key'] },
      { columns: ['status'] },
      { columns: ['organization_id'] },
      { columns: ['tech_stack'] },
      { columns: ['repository'] },
      { columns: ['deleted_at', 'merged_into'] },
      { columns: ['updated_at'], isUnreported: true },
    ],
  },
  tags: {
    kind: 'inactive_tag',
    name: 'inactive_tags',
    key: 'tag',
    groups: [],
    added: { unedited: [], source: [] },
    isDeletable: true,
  },
  /** Goals of a renamed or removed category. */
  goals: { kind: 'goal', name: 'goals', key: 'id', groups: [{ columns: ['category'] }] },
  categories: {
    kind: 'removed_category',
    name: 'removed_categories',
    key: 'category',
    groups: [],
    added: { unedited: [], source: [] },
  },
  /** Plans that go with a merged project. */
  plans: {
    kind: 'plan',
    name: 'plans',
    key: 'id',
    groups: [{ columns: ['project_id'] }, { columns: ['updated_at'], isUnreported: true }],
  },
  /** Skills of an import. */
  skills: {
    kind: 'skill',
    name: 'skills',
    key: 'id',
    groups: [{ columns: ['projects'] }, { columns: ['deleted_at'] }, { columns: ['updated_at'], isUnreported: true }],
  },
  /** Learnings and tasks that go with a merged project. */
  learnings: {
    kind: 'learning',
    name: 'learnings',
    key: 'id',
    groups: [{ columns: ['project_id'] }, { columns: ['updated_at'], isUnreported: true }],
  },
  tasks: {
    kind: 'task',
    name: 'tasks',
    key: 'id',
    groups: [{ columns: ['project_id'] }, { columns: ['updated_at'], isUnreported: true }],
  },
  /** Meetings that go with a merged project, or with a merged person as feedback and action items do, and imported ones. */
  meetings: {
    kind: 'meeting',
    name: 'meetings',
    key: 'id',
    groups: [
      { columns: ['project_id'] },
      { columns: ['attendees'], along: ['details_seq'] },
      { columns: ['title', 'date', 'time', 'time_zone', 'duration_minutes'], isUnreported: true },
      { columns: ['deleted_at'], isUnreported: true },
      { columns: ['updated_at'], isUnreported: true },
    ],
    added: { unedited: ['updated_at', 'deleted_at'], source: [], searchedAs: 'meeting' },
  },
  feedback: {
    kind: 'feedback',
    name: 'feedback',
    key: 'id',
    groups: [{ columns: ['from_person_id'] }, { columns: ['updated_at'], isUnreported: true }],
  },
  action_items: {
    kind: 'action_item',
    name: 'action_items',
    key: 'id',
    groups: [{ columns: ['person_id'] }, { columns: ['updated_at'], isUnreported: true }],
  },
  people: {
    kind: 'person',
    name: 'people',
    key: 'id',
    groups: [
      { columns: ['role'] },
      { columns: ['email'] },
      { columns: ['notes'] },
      { columns: ['organization_id'] },
      { columns: ['deleted_at'] },
      { columns: ['updated_at'], isUnreported: true },
    ],
    added: { unedited: ['updated_at', 'deleted_at'], source: [], isUsed: isNamed, searchedAs: 'person' },
  },
  /** Unlock conditions that follow a merged project or a renamed tag. */
  conditions: {
    kind: 'unlock_condition',
    name: 'user_apps',
    key: 'id',
    groups: [{ columns: ['after_subject'], isUnreported: true }],
  },
} satisfies Record<string, ImagedTable>

/** Rows whose tags a change replaces, beside sessions. Plans have theirs in their markdown (plan-tags.ts). */
export const taggedTables = tagColumnKinds.map((of) => {
  const groups: Group[] = [{ columns: ['tags'] }, { columns: ['updated_at'], isUnreported: true }]
  return { of, kind: `${of}_tags`, name: kindEntry(of).table, key: 'id', groups } satisfies ImagedTable & { of: Kind }
})

/** A row of another kind than sessions whose tags a change replaces. */
export type TaggedKey = { kind: Kind; id: string }

/** The rows among these that have images, by their table. */
export const taggedImages = (rows: TaggedKey[]) =>
  taggedTables.map((table) => ({ table, keys: rows.filter(({ kind }) => kind === table.of).map(({ id }) => id) }))

/** A person's own rules, whose Undo is planned by functions/whitelists/rules because there are limits to their number. */
export const ownRules: ImagedTable = {
  kind: 'rule',
  name: 'user_apps',
  key: 'package_name',
  only: "set_by = 'user'",
  groups: [
    {
      columns: ['label', 'is_whitelisted', 'after_subject', 'after_seconds', 'after_period'],
      along: ['id', 'created_at'],
    },
  ],
}

/** Tasks that were carried over at once, whose Undo is planned by functions/tasks/focus because others stand in between. */
export const carriedTasks: ImagedTable = {
  kind: 'carried_task',
  name: 'tasks',
  key: 'id',
  groups: [{ columns: ['date', 'position'] }],
}
