import { addProjects, type NewProject } from '../../functions/filing/projects/queries'
import { addSkip, addTick } from '../../functions/goals/goals/ticks/queries'
import { addGoal } from '../../functions/goals/goals/writes'
import { addCard } from '../../functions/learning/cards/queries'
import { addReviews, saveStates } from '../../functions/learning/cards/reviews/reviews'
import { learningRows } from '../../functions/learning/learnings/schema'
import type { ReadPlan } from '../../functions/learning/plans/markdown/read'
import { addPlan, type PlanSettings } from '../../functions/learning/plans/put'
import { addProgress, addSkills } from '../../functions/learning/skills/writes'
import type { Rate } from '../../functions/ledger/billing'
import { putRate } from '../../functions/ledger/rates'
import { commit, sql } from '../../functions/lib/db/sql'
import { insertRow } from '../../functions/lib/resource/row-writes'
import { feedbackRows } from '../../functions/people/feedback/schema'
import { insertMeeting } from '../../functions/people/meetings/resource'
import { type NewOrganizationValues, organizationRows } from '../../functions/people/organizations/schema'
import type { NewPersonValues } from '../../functions/people/people/schema'
import { personRows } from '../../functions/people/people/schema'
import { addActivities, type NewActivity } from '../../functions/programs/extension/activities/queries'
import { checkInColumns } from '../../functions/reviews/energy/schema'
import { evidenceRows } from '../../functions/reviews/evidence/schema'
import { periodTitle } from '../../functions/reviews/period-reviews/schema'
import { addSessions } from '../../functions/time/sessions/queries'
import type { NewSession } from '../../functions/time/sessions/schema'
import type { HistoryCard } from './demo-cards'
import type { HistoryCheckIn } from './demo-energy'
import type { HistoryActionItem, HistoryFeedback } from './demo-feedback'
import type { HistoryHabit } from './demo-habits'
import type { HistoryLearning } from './demo-learnings'
import type { HistoryMeeting } from './demo-meetings'
import type { HistoryDraft, HistoryReview } from './demo-reviews'
import type { HistorySkill } from './demo-skills'
import { addTasks, type HistoryTask } from './tasks'

export type HistoryProject = NewProject & { status: 'active' | 'inactive' }

export type HistoryGoal = {
  id: string
  parent_id: string | null
  title: string
  description: string
  kind: 'weekly' | 'monthly' | 'rotation' | 'open'
  category: 'technical' | 'soft_skill' | 'hiring_readiness' | 'personal'
  start_date: string
  target_date: string | null
  status: 'not_started' | 'in_progress' | 'completed' | 'cancelled'
  progress_source: 'auto' | 'manual' | 'milestones' | 'time' | 'plan'
  progress_percentage: number
  target_minutes: number | null
  organization_id?: string | null
  plan_id?: string | null
  /** epoch ms, like the two below; null unless completed */
  completed_at: number | null
  created_at: number
  updated_at: number
}

/** `at` is the moment (epoch ms) when it was added. */
export type HistoryOrganization = { id: string; values: NewOrganizationValues; at: number; rate?: Rate | undefined }
export type HistoryPerson = { id: string; values: NewPersonValues; at: number }

/** The target of a goal's periods from a date on. */
type HistoryTarget = { goal_id: string; from_date: string; kind: 'weekly' | 'monthly'; target_minutes: number }

type HistoryMilestone = {
  id: string
  goal_id: string
  description: string
  target_date: string | null
  position: number
  /** epoch ms, like the two below */
  completed_at: number | null
  created_at: number
  updated_at: number
}

/** A plan for learning; `at` is the moment (epoch ms) of its last change. */
type HistoryPlan = { plan: ReadPlan; links: PlanSettings; at: number }

/** A person's history, ready to be written. */
export type History = {
  projects: HistoryProject[]
  goals: HistoryGoal[]
  habits?: HistoryHabit[]
  targets: HistoryTarget[]
  milestones: HistoryMilestone[]
  sessions: NewSession[]
  /** pull-request review activities */
  reviews?: NewActivity[]
  plans?: HistoryPlan[]
  cards?: HistoryCard[]
  skills?: HistorySkill[]
  organizations?: HistoryOrganization[]
  people?: HistoryPerson[]
  learnings?: HistoryLearning[]
  checkIns?: HistoryCheckIn[]
  tasks?: HistoryTask[]
  meetings?: HistoryMeeting[]
  feedback?: HistoryFeedback[]
  actionItems?: HistoryActionItem[]
  periodReviews?: HistoryReview[]
  drafts?: HistoryDraft[]
}

const addGoals = (db: D1Database, userId: string, goals: HistoryGoal[]) => sql(db)`
  INSERT INTO goals (user_id, id, parent_id, title, description, kind, category, start_date, target_date, status,
    progress_source, progress_percentage, target_minutes, organization_id, plan_id, completed_at, created_on, completed_on, seq,
    created_at, updated_at)
  SELECT ${userId}, value ->> 'id', value ->> 'parent_id', value ->> 'title', value ->> 'description',
    value ->> 'kind', value ->> 'category', value ->> 'start_date', value ->> 'target_date', value ->> 'status',
    value ->> 'progress_source', value ->> 'progress_percentage', value ->> 'target_minutes', value ->> 'organization_id', value ->> 'plan_id',
    value ->> 'completed_at',
    date(value ->> 'created_at' / 1000, 'unixepoch'), date(value ->> 'completed_at' / 1000, 'unixepoch'),
    (SELECT seq FROM change_heads WHERE user_id = ${userId}), value ->> 'created_at', value ->> 'updated_at'
  FROM json_each(${JSON.stringify(goals)})`

/** Demo accounts start their weeks on Monday. */
const addTargets = (db: D1Database, userId: string, targets: HistoryTarget[]) => sql(db)`
  INSERT INTO goal_targets (user_id, goal_id, from_date, kind, target_minutes, week_start)
  SELECT ${userId}, value ->> 'goal_id', value ->> 'from_date', value ->> 'kind', value ->> 'target_minutes', 1
  FROM json_each(${JSON.stringify(targets)})`

const addMilestones = (db: D1Database, userId: string, milestones: HistoryMilestone[]) => sql(db)`
  INSERT INTO goal_milestones (user_id, id, goal_id, description, target_date, completed_at, completed_on, position, seq,
    created_at, updated_at)
  SELECT ${userId}, value ->> 'id', value ->> 'goal_id', value ->> 'description', value ->> 'target_date',
    value ->> 'completed_at', date(value ->> 'completed_at' / 1000, 'unixepoch'), value ->> 'position', (SELECT seq FROM change_heads WHERE user_id = ${userId}),
    value ->> 'created_at', value ->> 'updated_at'
  FROM json_each(${JSON.stringify(milestones)})`

const setInactive = (db: D1Database, userId: string, projects: HistoryProject[]) => sql(db)`
  UPDATE projects SET status = 'inactive'
  WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(
    projects.filter(({ status }) => status === 'inactive').map(({ id }) => id),
  )}))`

const addCards = (db: D1Database, userId: string, cards: HistoryCard[]) =>
  cards.flatMap(({ id, values, date, created_at, state, reviews }) => [
    ...addCard(db, userId, id, values, date, created_at),
    ...saveStates(db, userId, [{ id, state }]),
    ...addReviews(db, userId, reviews),
  ])

const addHistoryOfSkills = (db: D1Database, userId: string, skills: HistorySkill[]) =>
  skills.flatMap(({ skill, date, at, entries }) => [
    ...addSkills(db, userId, [skill], date, at),
    ...entries.flatMap(({ entry, at: set }) => addProgress(db, userId, skill.id, entry, date, set)),
  ])

const addLearnings = (db: D1Database, userId: string, learnings: HistoryLearning[]) =>
  learnings.flatMap(({ id, values, date, at }) => learningRows.insert(db, userId, id, { ...values, date }, at))

const addCheckIns = (db: D1Database, userId: string, checkIns: HistoryCheckIn[]) =>
  checkIns.flatMap(({ id, values, zone, at }) =>
    insertRow(db, 'energy_checkins', userId, id, checkInColumns(values, zone, at), at),
  )

const addPeriodReviews = (db: D1Database, userId: string, reviews: HistoryReview[]) =>
  reviews.flatMap(({ id, period, date, words, at }) =>
    insertRow(db, 'reviews', userId, id, { period, date, title: periodTitle(period, date), words }, at),
  )

const addDrafts = (db: D1Database, userId: string, drafts: HistoryDraft[]) =>
  drafts.flatMap(({ id, values, at }) => evidenceRows.insert(db, userId, id, values, at))

const addHabit = (db: D1Database, userId: string, { id, values, start, ticks, skips }: HistoryHabit) => [
  ...addGoal(db, userId, id, values, start),
  ...ticks.flatMap(({ at, ...tick }) =>
    addTick(db, userId, { ...tick, goal_id: id, amount: 1, note: '', created_at: at }),
  ),
  ...skips.flatMap(({ date, reason }) => addSkip(db, userId, id, date, reason)),
]

/** Writes a whole history in one atomic batch. `now` is epoch ms. @throws Error when the batch is refused */
export const writeHistory = async (
  db: D1Database,
  userId: string,
  {
    organizations = [],
    habits = [],
    people = [],
    reviews = [],
    plans = [],
    cards = [],
    skills = [],
    learnings = [],
    checkIns = [],
    tasks = [],
    meetings = [],
    feedback = [],
    actionItems = [],
    periodReviews = [],
    drafts = [],
    ...history
  }: History,
  now: number,
) => {
  const { projects, goals, targets, milestones, sessions } = history
  const isWritten = await commit(
    db,
    userId,
    ['stats'],
    [
      ...organizations.flatMap(({ id, values, at, rate }) => [
        ...organizationRows.insert(db, userId, id, values, at),
        ...(rate ? [putRate(db, userId, `organization:${id}`, rate)] : []),
      ]),
      ...people.flatMap(({ id, values, at }) => personRows.insert(db, userId, id, values, at)),
      ...addProjects(db, userId, projects, now),
      setInactive(db, userId, projects),
      addGoals(db, userId, goals),
      addTargets(db, userId, targets),
      addMilestones(db, userId, milestones),
      ...habits.flatMap((habit) => addHabit(db, userId, habit)),
      ...plans.flatMap(({ plan, links, at }) => addPlan(db, userId, plan, links, at)),
      ...addCards(db, userId, cards),
      ...addHistoryOfSkills(db, userId, skills),
      ...addTasks(db, userId, tasks),
      ...addSessions(db, userId, sessions, now),
      ...addActivities(db, userId, reviews),
      ...meetings.flatMap(({ id, values, at }) => insertMeeting(db, userId, id, values, at)),
      ...addLearnings(db, userId, learnings),
      ...addCheckIns(db, userId, checkIns),
      ...feedback.flatMap(({ id, values, at }) => feedbackRows.insert(db, userId, id, values, at)),
      ...actionItems.flatMap(({ id, values, added, done }) => {
        const completed = { completed_at: done?.instant ?? null, completed_on: done?.today ?? null }
        return insertRow(db, 'tasks', userId, id, { ...values, tags: '[]', ...completed }, added.instant)
      }),
      ...addPeriodReviews(db, userId, periodReviews),
      ...addDrafts(db, userId, drafts),
    ],
  )
  if (!isWritten) throw new Error('The history was refused: a row of it names one that is not there, or is no JSON')
}
