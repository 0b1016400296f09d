import type { Context } from 'hono'
import { GoalFields, goalControls } from '../../../views/goals/goals/form'
import { GoalHead, GoalPage, SubgoalList } from '../../../views/goals/goals/goal'
import { GoalList } from '../../../views/goals/goals/page'
import { GoalListRow } from '../../../views/goals/goals/row'
import { CountFragments, GoalCount } from '../../../views/goals/goals/shell'
import { EditingRow, Editor, NewRowForm } from '../../../views/ui/form'
import { linkedMessage, type ToastProps } from '../../../views/ui/toast'
import { filterIn } from '../../ledger/goal-tree'
import { subjectChoices } from '../../ledger/subject-choices'
import { type App, localNow, todayOf } from '../../lib/env'
import { filterWords } from '../../lib/filter'
import { pathTo } from '../../lib/http/path-to'
import { notify, pathUnlessBelow, regionOnScreen, respond, wantsFragment } from '../../lib/http/respond'
import { allOrgs } from '../../lib/org'
import { filingChoices, filingDescriptions } from '../../lib/resource/filing-choices'
import { fieldDescriptions, formValuesOf, namesInPlace } from '../../lib/resource/kind'
import { newRowOrg } from '../../lib/resource/new-row-filing'
import type { CompletedWrite, Pages } from '../../lib/resource/resource-pages'
import { encodeTexts } from '../../lib/text/text'
import { cleanTypedLine } from '../../line/parts'
import { readTimedGoalId } from '../../time/timer/queries'
import { goalKind } from './fields'
import { categories as categoriesFor } from './labels'
import { goalLineLimit } from './line'
import { readGoalList } from './list'
import { goalPageData } from './progress/page'
import { measureGoals, withProgress } from './progress/status'
import * as q from './queries'
import { readGoalForm, readNewGoal } from './read-title'
import {
  type EditedGoal,
  type GoalDraft,
  GoalForm,
  GoalsQuery,
  isHabit,
  type ListedGoal,
  NewGoalForm,
  type NewGoalValues,
  newGoalValues,
} from './schema'

/** Renders the list or the goal's page that is on screen. Rows that are being edited stay. */
const goalFragments = async <E extends App>(c: Context<E>) => {
  const { DB } = c.env
  const { user, org } = c.var
  const now = localNow(user)
  const query = regionOnScreen(c, '/goals')
  if (query) {
    const list = await readGoalList(DB, user.id, GoalsQuery.parse(Object.fromEntries(query)), now, org)
    return (
      <>
        <hx-partial hx-target="#goal-list" hx-swap="outerMorph">
          <GoalList {...list} />
        </hx-partial>
        <CountFragments counts={list.counts} />
      </>
    )
  }
  const id = regionOnScreen(c, 'goal-page')?.get('goal')
  const goal = id && (await q.goal(DB, user.id, id))
  const page = goal && (await goalPageData(DB, user, goal, now, org))
  return (
    <>
      {page && (
        <>
          <hx-partial hx-target={`#goal-${id}-page`} hx-swap="outerMorph">
            <GoalHead {...page} now={now} preferences={user.preferences} />
          </hx-partial>
          <hx-partial hx-target="#goal-parts" hx-swap="outerMorph">
            <SubgoalList {...page} now={now} />
          </hx-partial>
        </>
      )}
      <GoalCount overdueGoals={await q.overdueGoalCount(DB, user.id, now.today, org)} oob />
    </>
  )
}

type Change = { toast?: ToastProps; page: string }

/** Responds to a write of goals. Pages other than the list reload their figures. */
export const respondGoalChanged = <E extends App>(c: Context<E>, { toast, page }: Change) =>
  respond(c, {
    toast,
    page,
    fragments: async () => {
      if (!regionOnScreen(c, '/goals')) notify(c, 'goal-changed')
      return goalFragments(c)
    },
  })

/** Values of the query string: a line, the parent goal, or the form as far as it is filled in. */
const valuesInQuery = (c: Context<App>) => {
  const { entry, ...query } = c.req.queries()
  const values = Object.fromEntries(
    Object.entries(query).map(([name, all]) => [name, encodeTexts(all.filter(Boolean))]),
  )
  return entry ? { ...values, title: cleanTypedLine(entry[0], goalLineLimit) } : values
}

/** Options for the form of a goal. `id` is empty for a new goal. */
const choicesOf = async (c: Context<App>, id = '') => {
  const { DB } = c.env
  const { user, org } = c.var
  const [parents, categories, plans, choices, counts] = await Promise.all([
    q.parentChoices(DB, user.id, id, org),
    categoriesFor(DB, user.id, org),
    q.planChoices(DB, user.id, id, org),
    filingChoices(DB, user.id, allOrgs, goalKind.ids),
    subjectChoices(DB, user.id, { org, withApps: true }),
  ])
  return { parents, categories, plans, choices, counts }
}

const newForm = async (c: Context<App>, draft?: GoalDraft) => {
  const submitted: Record<string, string> = { ...(draft?.values ?? valuesInQuery(c)) }
  const isRead = draft === undefined || submitted.read !== undefined
  const { reading, values } = isRead ? await readGoalForm(c, submitted) : { reading: null, values: submitted }
  return (
    <NewRowForm label="New goal" url="/goals" add={<span id="goal-does">{reading?.does ?? 'Add goal'}</span>}>
      <GoalFields
        draft={{ values, errors: draft?.errors ?? {} }}
        reading={reading}
        organization={newRowOrg(c)}
        {...(await choicesOf(c))}
        idPrefix="new-goal"
      />
    </NewRowForm>
  )
}

const editForm = async (c: Context<App>, row: ListedGoal, draft?: GoalDraft) => {
  const [choices, { family, measureOf }] = await Promise.all([
    choicesOf(c, row.id),
    measureGoals(c.env.DB, c.var.user.id, localNow(c.var.user)),
  ])
  const url = pathTo`/goals/${row.id}`
  const id = `goal-${row.id}`
  return (
    <Editor
      label={`Edit ${row.title}`}
      url={url}
      cancel={url}
      seq={draft?.values.seq ?? row.seq}
      seqErrors={draft?.errors.seq}
      rowId={wantsFragment(c) ? id : undefined}
    >
      <GoalFields
        goal={{ ...row, progress: measureOf(row.id), milestones: family.byId.get(row.id)?.milestones ?? 0 }}
        draft={draft}
        {...choices}
        idPrefix={id}
      />
    </Editor>
  )
}

/** The goal's page. `progress`: an invalid typed percentage with its errors. */
export const goalPage = async <E extends App>(
  c: Context<E>,
  goal: ListedGoal,
  progress?: { errors?: string[]; typed?: string },
) => {
  const { user } = c.var
  const now = localNow(user)
  const data = await goalPageData(c.env.DB, user, goal, now, c.var.org)
  const description = goal.description && (await import('../../lib/text/markdown')).formattedNotes(goal.description)
  return <GoalPage {...data} now={now} preferences={user.preferences} progress={progress} description={description} />
}

/** Row after a cancelled edit. Subgoals and goals' pages get the whole list, as it determines the row's level. */
const cancelledRow = async (c: Context<App>, goal: ListedGoal) => {
  if (goal.parent_id !== null || regionOnScreen(c, 'goal-page')) return goalFragments(c)
  const now = localNow(c.var.user)
  const { DB } = c.env
  const { id } = c.var.user
  const [[shown], running] = await Promise.all([withProgress(DB, id, [goal], now), readTimedGoalId(DB, id)])
  return shown && <GoalListRow goal={shown} depth={0} now={now} running={running} />
}

const answer = async (c: Context<App>, { action, id, before, undo, toast, values }: CompletedWrite<EditedGoal>) => {
  const page = pathTo`/goals/${id}`
  switch (action) {
    case 'add':
      return respondGoalChanged(c, {
        toast: linkedMessage(
          values && isHabit({ ...newGoalValues, ...values }) ? 'Habit added' : 'Goal added',
          page,
          values?.title ?? '',
        ),
        page,
      })
    case 'edit':
      return respondGoalChanged(c, {
        toast: { message: `${values && isHabit(values) ? 'Habit' : 'Goal'} saved`, ...undo },
        page,
      })
    case 'delete':
      return respondGoalChanged(c, {
        toast: { message: `${before && isHabit(before) ? 'Habit' : 'Goal'} deleted`, undo: `${page}/restore` },
        page: pathUnlessBelow(c, '/goals'),
      })
    case 'restore':
      return respondGoalChanged(c, {
        toast: {
          message: `${(await q.isHabitRow(c.env.DB, c.var.user.id, id)) ? 'Habit' : 'Goal'} restored`,
          ...toast,
        },
        page: pathUnlessBelow(c, '/goals', page),
      })
  }
}

/** False if only the row of a cancelled edit is requested. `whole` requests the goal's page. */
const showsPage = (c: Context<App>) => !wantsFragment(c) || c.req.query('whole') !== undefined

/** Returns a function that describes the id of a row by its title, for a conflict. */
const titleIn = (rows: { id: string; title: string }[], other: string) => (id: string | null) =>
  id === null ? '' : (rows.find((row) => row.id === id)?.title ?? other)

export const goalPages: Pages<EditedGoal, NewGoalValues> = {
  create: NewGoalForm,
  edit: GoalForm,
  titleOf: ({ title }) => title,
  hrefOf: ({ id }) => pathTo`/goals/${id}`,
  described: async (c, saved) => {
    const { parents, plans, choices, counts } = await choicesOf(c, saved.id)
    const subjects = new Map(counts.flatMap(({ options }) => options.map(({ value, label }) => [String(value), label])))
    const subject = (key: string) => subjects.get(key) ?? 'something else'
    const { fields, ids } = goalKind
    return {
      ...fieldDescriptions<EditedGoal>(goalKind, todayOf(c), filingDescriptions(choices, saved, ids)),
      plan_id: [fields.plan_id.label, titleIn(plans, 'another plan')],
      counts: [fields.counts.label, (counts) => (counts === null ? '' : filterWords(filterIn(counts), subject))],
      parent_id: [fields.parent_id.label, titleIn(parents, 'another goal')],
      milestones: ['New milestones', (all = []) => all.join(', ')],
    }
  },
  newForm,
  readNew: readNewGoal,
  editForm,
  inPlace: {
    fields: namesInPlace(goalKind),
    typed: (goal) => formValuesOf(goalKind, goal),
    control: async (c, goal, name, field) =>
      goalControls({ goal, ...(await choicesOf(c, goal.id)), list: 'categories' }, field)[name],
  },
  editingRow: ({ id }, content) => <EditingRow id={`goal-${id}`}>{content}</EditingRow>,
  show: async (c, goal) =>
    showsPage(c) ? c.render(await goalPage(c, goal), { title: goal.title }) : c.render(await cancelledRow(c, goal)),
  answer,
}
