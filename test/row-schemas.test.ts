import { expect, test } from 'vitest'
import { AppRow, RuleRow } from '../functions/apps/app-rules/schema'
import { FeedRow } from '../functions/data/feeds/schema'
import { projectKind } from '../functions/filing/projects/schema'
import { viewKind } from '../functions/filing/views/schema'
import { MilestoneRow } from '../functions/goals/goals/milestones/schema'
import { GoalRow } from '../functions/goals/goals/schema'
import { cardKind } from '../functions/learning/cards/schema'
import { learningKind } from '../functions/learning/learnings/schema'
import { PlanRow, Sharing } from '../functions/learning/plans/schema'
import { skillKind } from '../functions/learning/skills/schema'
import { feedbackKind } from '../functions/people/feedback/schema'
import { MeetingRow } from '../functions/people/meetings/schema'
import { organizationKind } from '../functions/people/organizations/schema'
import { personKind } from '../functions/people/people/schema'
import { Conflict } from '../functions/programs/sync/conflicts/schema'
import { DeviceRow } from '../functions/programs/sync/devices/device'
import { checkInKind } from '../functions/reviews/energy/schema'
import { evidenceKind } from '../functions/reviews/evidence/schema'
import { reviewKind } from '../functions/reviews/period-reviews/schema'
import { reportKind } from '../functions/reviews/report/kept/schema'
import { TaskRow } from '../functions/tasks/tasks/schema'
import { ImportRow } from '../functions/time/sessions/import/schema'
import { rows } from './support/client'

type Column = { name: string; notnull: number }

/** Columns for the database's own use, which no page shows. */
const own = ['user_id', 'deleted_at', 'name_key', 'import_id', 'merged_into']

const { lost, lost_names, present, is_deletion, refused, ...conflictColumns } = Conflict.options[0].shape

test.each([
  ['goals', GoalRow.shape, own],
  ['goal_milestones', MilestoneRow.shape, own],
  ['projects', projectKind.Row.omit({ client: true }).shape, own],
  ['organizations', organizationKind.Row.shape, own],
  ['people', personKind.Row.shape, own],
  ['plans', { ...PlanRow.shape, ...Sharing.shape }, [...own, 'outline', 'chunks', 'content']],
  ['cards', cardKind.Row.shape, own],
  ['energy_checkins', checkInKind.Row.shape, own],
  [
    'meetings',
    MeetingRow.shape,
    [
      ...[...own, 'occurrence', 'import_key', 'import_sequence', 'import_start'],
      ...['details_seq', 'preparation_version', 'questions_version', 'outcome_version'],
    ],
  ],
  ['learnings', learningKind.Row.shape, own],
  ['feedback', feedbackKind.Row.shape, own],
  ['tasks', TaskRow.shape, [...own, 'occurrence', 'import_key']],
  ['reviews', reviewKind.Row.shape, own],
  ['evidence_drafts', evidenceKind.Row.shape, own],
  ['reports', reportKind.Row.shape, own],
  ['views', viewKind.Row.shape, own],
  ['skills', skillKind.Row.shape, own],
  ['imports', ImportRow.shape, own],
  ['feeds', FeedRow.shape, [...own, 'secret_hash']],
  ['sync_devices', DeviceRow.shape, own],
  ['sync_conflicts', conflictColumns, [...own, 'data']],
  // Folded text for sorting and searching.
  ['apps', AppRow.shape, ['label_key', 'words']],
  ['user_apps', RuleRow.shape, own],
])('a row of %s has the columns of its table', async (table, shape, left) => {
  const columns = await rows<Column>(`SELECT name, "notnull" FROM pragma_table_info('${table}')`)
  expect(Object.keys(shape).toSorted()).toEqual(
    columns
      .map(({ name }) => name)
      .filter((name) => !left.includes(name))
      .toSorted(),
  )
  for (const [name, type] of Object.entries(shape)) {
    const column = columns.find((column) => column.name === name)
    expect(type.safeParse(null).success, name).toBe(column?.notnull === 0)
  }
})
