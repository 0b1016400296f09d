import { CardState, FsrsColumn } from '../../cards/schema'
import { readPlan } from '../../plans/markdown/read'
import type { Row, TableEntry } from './entry'
import * as v from './values'

const checkPlan = ({ id, content }: Row) => {
  const read = readPlan(String(content))
  if ('errors' in read)
    return `has markdown that can’t be read (line ${read.errors[0]?.line}: ${read.errors[0]?.message})`
  return read.head.id === id ? null : 'has another id in its markdown'
}

/** Goals, projects, plans and cards. What a row names comes before it. */
export const workTables = {
  goals: {
    columns: v.ofKind({
      parent_id: v.maybe(v.id),
      title: v.name,
      description: v.text.default(''),
      kind: v.oneOf('weekly', 'monthly', 'rotation', 'open').default('open'),
      category: v.name.default('personal'),
      start_date: v.maybe(v.date),
      target_date: v.maybe(v.date),
      status: v.oneOf('not_started', 'in_progress', 'completed', 'cancelled').default('not_started'),
      progress_source: v.oneOf('auto', 'milestones', 'time', 'plan', 'manual').default('manual'),
      plan_id: v.maybe(v.id),
      progress_percentage: v.int(0, 100).default(0),
      target_minutes: v.maybe(v.int(0)),
      completed_at: v.maybe(v.instant),
      created_on: v.maybe(v.date),
      completed_on: v.maybe(v.date),
      organization_id: v.maybe(v.id),
    }),
    references: { parent_id: 'goals' },
  },
  projects: {
    columns: v.ofKind({
      name: v.name,
      client: v.line.default(''),
      classification: v.oneOf('work', 'personal', 'learning').default('work'),
      status: v.oneOf('active', 'inactive').default('active'),
      color: v.name.default('slate'),
      organization_id: v.maybe(v.id),
      tech_stack: v.texts.default('[]'),
      repository: v.maybe(v.line),
      import_id: v.maybe(v.id),
      merged_into: v.maybe(v.id),
    }),
    named: ['name', 'client', 'organization_id'],
    leftOut: ['client'],
  },
  imports: {
    columns: {
      id: v.id,
      file_name: v.line,
      format: v.name,
      time_zone: v.zone,
      imported: v.int(0),
      duplicates: v.int(0),
      rejected: v.int(0),
      total_seconds: v.int(0),
      tasks: v.int(0).default(0),
      app_days: v.int(0).default(0),
      app_seconds: v.int(0).default(0),
      seq: v.int(),
      created_at: v.instant,
    },
  },
  import_columns: {
    columns: { header: v.id, choice: v.jsonText, updated_at: v.instant },
    key: ['header'],
  },
  plans: {
    columns: v.ofKind({
      title: v.line,
      status: v.line,
      tags: v.anything,
      total_hours: v.maybe(v.real),
      goal_id: v.maybe(v.id),
      project_id: v.maybe(v.id),
      scheduler: v.oneOf('sm2', 'fsrs').default('sm2'),
      chunks: v.anything,
      content: v.content,
    }),
    references: { goal_id: 'goals', project_id: 'projects' },
    leftOut: ['title', 'status', 'tags', 'total_hours', 'chunks'],
    check: checkPlan,
  },
  cards: {
    columns: v.ofKind({
      plan_id: v.maybe(v.id),
      chunk_id: v.maybe(v.id),
      question: v.text,
      answer: v.text,
      tags: v.texts.default('[]'),
      source: v.line.default(''),
      scheduler: v.oneOf('sm2', 'fsrs').default('sm2'),
      ease_factor: v.real.default(2.5),
      interval_days: v.int(0).default(1),
      repetitions: v.int(0).default(0),
      fsrs: v.maybe(v.shaped(FsrsColumn)),
      sm2_next: v.date,
      fsrs_next: v.date,
      next_review: v.date,
      last_reviewed_at: v.maybe(v.instant),
      is_new: v.bit.default(1),
      suspended: v.bit.default(0),
    }),
    references: { plan_id: 'plans' },
  },
  goal_milestones: {
    columns: v.ofKind({
      goal_id: v.id,
      description: v.name,
      target_date: v.maybe(v.date),
      completed_at: v.maybe(v.instant),
      completed_on: v.maybe(v.date),
      position: v.int(),
    }),
    references: { goal_id: 'goals' },
  },
  card_reviews: {
    columns: {
      id: v.id,
      card_id: v.id,
      rating: v.int(1, 4),
      reviewed_at: v.instant,
      date: v.date,
      duration_ms: v.maybe(v.int(0)),
      is_first: v.bit,
      before: v.shaped(CardState),
      after: v.shaped(CardState),
      created_at: v.instant,
    },
    references: { card_id: 'cards' },
  },
  goal_targets: {
    columns: {
      goal_id: v.id,
      from_date: v.line,
      kind: v.oneOf('weekly', 'monthly', 'rotation', 'open'),
      target_minutes: v.maybe(v.int(0)),
      week_start: v.int(1, 7),
    },
    key: ['goal_id', 'from_date'],
    references: { goal_id: 'goals' },
  },
  goal_former_parents: {
    columns: { goal_id: v.id, until_date: v.line, parent_id: v.maybe(v.id) },
    key: ['until_date', 'goal_id'],
    references: { goal_id: 'goals' },
  },
  removed_categories: { columns: { category: v.name, seq: v.int() }, key: ['category'] },
} as const satisfies Record<string, TableEntry>
