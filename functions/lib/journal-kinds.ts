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
  /** SQL of the organization that a row names, and of the project whose organization it has otherwise (lib/org.ts). */
  org: { own?: string; project?: string }
  /** The kind whose row it is a part of, and the column with that row's id. */
  parent?: { kind: 'goal'; column: string }
  /** Columns that a search looks in. `notes` can be several, `tags` is a JSON list. */
  search: { title: string; notes?: string | readonly string[]; tags?: string; isOptional?: boolean }
  /**
   * Set where its rows have tags of the one list, as JSON in the column `tags`: the page that lists those with a tag, and
   * the column with the date by which it does. `isIn` where the column follows from something else, or the ledger has
   * the tags, too.
   */
  tagged?: { list: string; date?: string; isIn?: 'ledger' | 'markdown' }
  /** Under "Recently deleted": SQL for what is shown beside the title, and which deleted rows are not listed. */
  deleted?: { detail?: string; started_at?: string; time_zone?: string; duration_seconds?: string; where?: string }
  /** Rows that the export reads at once, where they are long. */
  rowsAtOnce?: number
}

/** Kinds of the journal, in the order in which they are offered. */
export const journalKinds = {
  organization: {
    one: 'Organization',
    many: 'Organizations',
    icon: 'organizations',
    table: 'organizations',
    path: (id) => `/organizations/${id}`,
    org: { own: 'organizations.id' },
    search: { title: 'name', notes: 'notes' },
  },
  person: {
    one: 'Person',
    many: 'People',
    icon: 'people',
    table: 'people',
    path: (id) => `/people/${id}`,
    org: { own: 'people.organization_id' },
    search: { title: 'name', notes: 'notes' },
    deleted: { detail: 'role' },
  },
  meeting: {
    one: 'Meeting',
    many: 'Meetings',
    icon: 'meetings',
    table: 'meetings',
    path: (id) => `/meetings/${id}`,
    org: { own: 'meetings.organization_id', project: 'meetings.project_id' },
    search: { title: 'title', notes: ['preparation_notes', 'questions_asked', 'outcome_notes'] },
  },
  learning: {
    one: 'Learning',
    many: 'Learnings',
    icon: 'learnings',
    table: 'learnings',
    path: (id) => `/learnings/${id}`,
    org: { own: 'learnings.organization_id', project: 'learnings.project_id' },
    search: { title: 'title', notes: 'content', tags: 'tags' },
    tagged: { list: '/learnings', date: 'date' },
  },
  task: {
    one: 'Task',
    many: 'Tasks',
    icon: 'tasks',
    table: 'tasks',
    path: (id) => `/tasks/${id}`,
    org: { own: 'tasks.organization_id', project: 'tasks.project_id' },
    search: { title: 'title', notes: 'description' },
  },
  feedback: {
    one: 'Feedback',
    many: 'Feedback',
    icon: 'feedback',
    table: 'feedback',
    path: (id) => `/feedback/${id}`,
    org: { own: 'feedback.organization_id' },
    search: { title: 'title', notes: 'content', tags: 'tags' },
    tagged: { list: '/feedback', date: 'date' },
  },
  skill: {
    one: 'Skill',
    many: 'Skills',
    icon: 'skills',
    table: 'skills',
    path: (id) => `/skills/${id}`,
    org: { own: 'skills.organization_id' },
    search: { title: 'name', notes: 'notes' },
  },
  checkin: {
    one: 'Check-in',
    many: 'Check-ins',
    icon: 'energy',
    table: 'energy_checkins',
    path: (id) => `/energy/${id}`,
    org: { own: 'energy_checkins.organization_id' },
    search: { title: 'mood', notes: 'notes', isOptional: true },
    deleted: {
      detail: "'energy ' || energy_level || ' and engagement ' || engagement_level || ' of 5'",
      started_at: 'at',
      time_zone: 'time_zone',
    },
  },
  review: {
    one: 'Review',
    many: 'Reviews',
    icon: 'reviews',
    table: 'reviews',
    path: (id) => `/reviews/${id}`,
    org: { own: 'reviews.organization_id' },
    search: { title: 'title', notes: 'words' },
  },
  evidence: {
    one: 'Evidence draft',
    many: 'Evidence drafts',
    icon: 'evidence',
    table: 'evidence_drafts',
    path: (id) => `/evidence/${id}`,
    org: { own: "nullif(nullif(evidence_drafts.org, 'all'), 'none')" },
    search: { title: 'title', notes: 'introduction' },
  },
} as const satisfies Record<string, KindEntry>
