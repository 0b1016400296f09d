import type { z } from 'zod'
import { RuleRow, TimeLimit } from '../../../apps/app-rules/schema'
import { ExtensionRow, isLimitScope } from '../../../apps/limits/schema'
import { projectKind } from '../../../filing/projects/schema'
import { viewKind } from '../../../filing/views/schema'
import { CountsColumn, goalKind } from '../../../goals/goals/fields'
import { MilestoneRow } from '../../../goals/goals/milestones/schema'
import { GoalRule } from '../../../goals/goals/progress/rule'
import { CardState, cardKind, FsrsColumn } from '../../../learning/cards/schema'
import { learningKind } from '../../../learning/learnings/schema'
import { PlanRow } from '../../../learning/plans/schema'
import { skillKind } from '../../../learning/skills/schema'
import { filingTables } from '../../../lib/resource/filing'
import type { PlainKind } from '../../../lib/resource/kind'
import { RepeatRule, taskRepeat } from '../../../lib/time/repeat'
import { feedbackKind } from '../../../people/feedback/schema'
import { meetingKind } from '../../../people/meetings/schema'
import { organizationKind } from '../../../people/organizations/schema'
import { personKind } from '../../../people/people/schema'
import { checkInKind } from '../../../reviews/energy/schema'
import { evidenceKind } from '../../../reviews/evidence/schema'
import { reviewKind } from '../../../reviews/period-reviews/schema'
import { reportKind } from '../../../reviews/report/kept/schema'
import { TaskRow } from '../../../tasks/tasks/schema'
import { DayOffRow } from '../../../time/days-off/schema'
import { ImportRow } from '../../../time/sessions/import/schema'
import { SessionRow, sessionStatus } from '../../../time/sessions/schema'
import { FocusPlan } from '../../../time/timer/focus/state'
import {
  checkBudget,
  checkPlan,
  checkRate,
  checkRule,
  checkSession,
  runningSlots,
  type TableEntry,
  type TableRow,
} from './entry'
import * as v from './values'

/** Entry of a kind whose columns follow from its fields. Its rows may refer to a meeting that is gone. */
const plain = (kind: PlainKind & { Row: z.ZodObject; absent: Record<string, string | number> }): TableEntry => ({
  columns: v.columnsOfKind(kind.Row, {}, kind.absent),
  references: Object.fromEntries(kind.ids.flatMap((id) => (id === 'meeting_id' ? [] : [[id, filingTables[id]]]))),
})

const inOrganization = { organization_id: 'organizations' } as const
const imported = { import_id: v.maybe(v.id), import_key: v.maybe(v.line) }

/** Tables in insertion order: referenced tables come first. */
export const tables = {
  organizations: { ...plain(organizationKind), named: ['name'] },
  people: plain(personKind),
  goals: {
    columns: v.columnsOfKind(
      goalKind.Row,
      { progress_percentage: v.int(0, 100), counts: v.maybe(v.jsonObjectText(CountsColumn)) },
      { ...goalKind.absent, progress_source: 'manual' },
    ),
    references: { parent_id: 'goals' },
  },
  projects: {
    columns: v.columnsOfKind(
      projectKind.Row,
      { color: v.name, tech_stack: v.texts, import_id: v.maybe(v.id), merged_into: v.maybe(v.id) },
      projectKind.absent,
    ),
    named: ['name', 'organization_id'],
    leftOut: ['client'],
  },
  imports: { columns: v.columnsOf(ImportRow, {}, { tasks: 0, app_days: 0, app_seconds: 0 }) },
  plans: {
    columns: v.columnsOfKind(
      PlanRow.pick({ total_hours: true, goal_id: true, project_id: true, scheduler: true, retention: true }),
      { title: v.line, status: v.line, tags: v.anyJson, chunks: v.anyJson, content: v.content },
      { scheduler: 'sm2', retention: 0.9 },
    ),
    references: { goal_id: 'goals', project_id: 'projects' },
    leftOut: ['title', 'status', 'tags', 'total_hours', 'chunks'],
    check: checkPlan,
  },
  cards: {
    ...plain(cardKind),
    columns: v.columnsOfKind(
      cardKind.Row,
      { fsrs: v.maybe(v.jsonObject(FsrsColumn)), sm2_next: v.date, fsrs_next: v.date, next_review: v.date },
      {
        ...cardKind.absent,
        scheduler: 'sm2',
        ease_factor: 2.5,
        interval_days: 1,
        repetitions: 0,
        is_new: 1,
        suspended: 0,
      },
    ),
  },
  meetings: {
    columns: v.columnsOfKind(
      meetingKind.Row,
      {
        repeat_from: v.maybe(v.date),
        repeats: v.maybe(v.id),
        occurrence: v.maybe(v.line),
        import_key: v.maybe(v.line),
        import_sequence: v.maybe(v.int(0)),
        import_start: v.maybe(v.line),
      },
      { ...meetingKind.absent, attendees: '[]' },
    ),
    references: { ...inOrganization, project_id: 'projects' },
    unique: ['repeats', 'import_key'],
  },
  tasks: {
    columns: v.columnsOfKind(
      TaskRow,
      {
        repeat: v.oneOf(...taskRepeat.options),
        repeat_rule: v.maybe(v.jsonObject(RepeatRule)),
        repeat_from: v.maybe(v.date),
        repeats: v.maybe(v.id),
        occurrence: v.maybe(v.line),
        ...imported,
      },
      { description: '', priority: 'medium', status: 'todo', position: 0, repeat: 'none', tags: '[]' },
    ),
    references: {
      ...inOrganization,
      goal_id: 'goals',
      project_id: 'projects',
      plan_id: 'plans',
      person_id: 'people',
    },
    unique: ['repeats', 'import_key'],
  },
  skills: {
    ...plain(skillKind),
    columns: v.columnsOfKind(skillKind.Row, { teams: v.objects }, { ...skillKind.absent, projects: '[]', plans: '[]' }),
    named: ['name'],
  },
  learnings: plain(learningKind),
  feedback: plain(feedbackKind),
  energy_checkins: {
    ...plain(checkInKind),
    columns: v.columnsOfKind(checkInKind.Row, { weekday: v.int(1, 7), hour: v.int(0, 23) }, checkInKind.absent),
  },
  reviews: {
    ...plain(reviewKind),
    slots: ({ period, date, organization_id, deleted_at }: TableRow) =>
      deleted_at === null ? [`review of the ${period} of ${date} ${organization_id ?? ''}`] : [],
  },
  views: {
    ...plain(viewKind),
    columns: v.columnsOfKind(viewKind.Row, { query: v.line }, { ...viewKind.absent, version: 1 }),
  },
  evidence_drafts: {
    columns: v.columnsOfKind(evidenceKind.Row, { left_out: v.longTexts }, { ...evidenceKind.absent, left_out: '[]' }),
  },
  reports: plain(reportKind),
  skill_progress: {
    columns: {
      skill_id: v.id,
      id: v.id,
      level: v.int(1, 5),
      note: v.text.default(''),
      date: v.date,
      created_at: v.instant,
    },
    key: ['skill_id', 'id'],
    references: { skill_id: 'skills' },
  },
  task_carries: {
    columns: { from_date: v.date, task_id: v.id },
    key: ['from_date', 'task_id'],
    references: { task_id: 'tasks' },
  },
  goal_milestones: { columns: v.columnsOfKind(MilestoneRow), references: { goal_id: 'goals' } },
  card_reviews: {
    columns: {
      id: v.id,
      card_id: v.id,
      rating: v.int(1, 4),
      reviewed_at: v.instant,
      date: v.date,
      duration_ms: v.maybe(v.int(0)),
      is_first: v.bit,
      before: v.jsonObject(CardState),
      after: v.jsonObject(CardState),
      created_at: v.instant,
    },
    references: { card_id: 'cards' },
  },
  goal_targets: {
    columns: {
      goal_id: v.id,
      from_date: v.line,
      ...v.columnsOf(goalKind.Row.pick({ kind: true, target_minutes: true })),
      week_start: v.int(1, 7),
      rule: v.maybe(v.jsonObjectText(GoalRule)),
    },
    key: ['goal_id', 'from_date'],
    references: { goal_id: 'goals' },
  },
  goal_former_parents: {
    columns: { goal_id: v.id, until_date: v.line, parent_id: v.maybe(v.id) },
    key: ['until_date', 'goal_id'],
    references: { goal_id: 'goals' },
  },
  goal_ticks: {
    columns: {
      id: v.id,
      goal_id: v.id,
      date: v.date,
      amount: v.real,
      note: v.line,
      seq: v.int(),
      created_at: v.instant,
    },
    references: { goal_id: 'goals' },
  },
  goal_skips: {
    columns: { goal_id: v.id, date: v.date, reason: v.line, seq: v.int() },
    key: ['goal_id', 'date'],
    references: { goal_id: 'goals' },
  },
  removed_categories: { columns: { category: v.name, seq: v.int() }, key: ['category'] },
  import_columns: { columns: { header: v.line, choice: v.jsonText, updated_at: v.instant }, key: ['header'] },
  sessions: {
    columns: v.columnsOfKind(
      SessionRow,
      {
        number: v.int(),
        title: v.line,
        day_start_minute: v.int(0, 1439),
        artifacts: v.strings,
        days: v.days,
        ended_at: v.maybe(v.instant),
        duration_seconds: v.maybe(v.int(0)),
        hours: v.maybe(v.hours),
        branch: v.maybe(v.line),
        status: v.oneOf(...sessionStatus.options),
        last_heartbeat_at: v.maybe(v.instant),
        currency: v.maybe(v.currency),
        ...imported,
        focus_ends_at: v.maybe(v.instant),
        focus: v.maybe(v.jsonObject(FocusPlan)),
        break_ends_at: v.maybe(v.instant),
      },
      { number: 0, title: '', notes: '', tags: '[]', artifacts: '[]', days: '[]' },
    ),
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
      metadata: v.maybe(v.anyJson),
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
    columns: v.columnsOf(RuleRow, {
      after_subject: v.maybe(v.filter),
      time_limit: v.maybe(v.jsonObjectText(TimeLimit)),
    }),
    key: ['package_name', 'set_by'],
    unique: ['id'],
    check: checkRule,
  },
  app_limits: {
    columns: {
      scope: v.name.refine(isLimitScope, 'should be all or a category'),
      time_limit: v.jsonObjectText(TimeLimit),
      seq: v.int(),
      created_at: v.instant,
      updated_at: v.instant,
    },
    key: ['scope'],
  },
  limit_extensions: { columns: v.columnsOf(ExtensionRow) },
  kept_overlaps: {
    columns: { one: v.id, other: v.id },
    key: ['one', 'other'],
    references: { one: 'sessions', other: 'sessions' },
  },
  rates: {
    columns: {
      subject: v.line,
      from_date: v.date,
      billable: v.maybe(v.bit),
      hourly_rate: v.maybe(v.int(0)),
      currency: v.maybe(v.currency),
    },
    key: ['subject', 'from_date'],
    check: checkRate,
  },
  budgets: {
    columns: {
      subject: v.line,
      minutes: v.maybe(v.int(1)),
      amount: v.maybe(v.int(1)),
      currency: v.maybe(v.currency),
      period: v.oneOf('month', 'all'),
      seen: v.line.default(''),
    },
    key: ['subject'],
    check: checkBudget,
  },
  former_clients: {
    columns: { project_id: v.id, until_date: v.date, organization_id: v.maybe(v.id) },
    key: ['project_id', 'until_date'],
    references: { project_id: 'projects', ...inOrganization },
  },
  days_off: { columns: v.columnsOf(DayOffRow, { seq: v.int() }, { label: '' }), key: ['date'] },
  inactive_tags: { columns: { tag: v.name, seq: v.int() }, key: ['tag'] },
} as const satisfies Record<string, TableEntry>

export type TableName = keyof typeof tables

/** Names of the tables, in insertion order. */
export const tableNames = Object.keys(tables) as TableName[]

export const entryOf = (table: TableName): TableEntry => tables[table]

/** Columns that identify a row of a person. */
export const keyColumns = (table: TableName) => entryOf(table).key ?? ['id']

export const isTable = (name: string): name is TableName => Object.hasOwn(tables, name)

/** Columns that a restore writes, without `user_id` and computed columns. */
export const storedColumns = (table: TableName) => {
  const { columns, leftOut = [] } = entryOf(table)
  return Object.keys(columns).filter((column) => !leftOut.includes(column))
}

export const hasVersion = (table: TableName) => 'updated_at' in entryOf(table).columns
