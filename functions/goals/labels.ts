import type { Described } from '../lib/conflict'
import { dayMonth, duration } from '../lib/format'
import {
  categoryNames,
  type GoalPace,
  type GoalRow,
  type GoalStatus,
  type GoalsQuery,
  type GoalValues,
  newGoalValues,
  noCategory,
  noCategoryName,
} from './schema'

export const statusNames: Record<GoalStatus, string> = {
  in_progress: 'In progress',
  not_started: 'Not started',
  completed: 'Completed',
  cancelled: 'Cancelled',
}

export const kindNames: Record<GoalRow['kind'], string> = {
  weekly: 'Weekly',
  monthly: 'Monthly',
  rotation: 'Rotation',
  open: 'One-off',
}

const startingCategories = Object.entries(categoryNames)
const knownNames = new Map<string, string>([...startingCategories, [noCategory, noCategoryName]])

export const categoryName = (category: string) => knownNames.get(category) ?? category

/** Categories that goals have, and those of everybody's that the person removed. */
export type Categories = { used: string[]; removed: string[] }

/** The names of categories by what they are stored as: those of everybody that were not removed, and all in use. */
export const categoryOptions = ({ used, removed }: Categories): Record<string, string> => {
  const offered = startingCategories.filter(([category]) => !removed.includes(category))
  return Object.fromEntries([...offered, ...used.filter(Boolean).map((name) => [name, categoryName(name)])])
}

/** The category of a goal for which none was chosen. */
export const defaultCategory = (removed: string[]) =>
  removed.includes(newGoalValues.category) ? noCategory : newGoalValues.category

export const sourceNames: Record<GoalRow['progress_source'], string> = {
  auto: 'Automatic',
  milestones: 'Milestones',
  time: 'Tracked time',
  plan: 'Plan',
  manual: 'Manual',
}

export const paceNames: Record<GoalPace, string> = {
  behind: 'Behind',
  overdue: 'Overdue',
  on_track: 'On track',
}

/** Planned time for a form field: a comma would be read as a decimal point. */
export const plannedText = (minutes: number | null) =>
  minutes === null ? '' : duration(minutes * 60).replaceAll(',', '')

export const sortNames: Record<GoalsQuery['sort'], string> = {
  target: 'Target date',
  late: 'Most behind',
  progress: 'Progress',
  title: 'Title',
  recent: 'Recently edited',
}

/** Labels and formats the fields of a conflict. The maps have the names of possible parents, plans and organizations by id. */
export const described = (
  today: string,
  titles: Map<string, string>,
  plans: Map<string, string>,
  organizations: Map<string, string>,
): Described<GoalValues> => {
  const date = (date: string | null) => (date ? dayMonth(date, today) : '')
  return {
    title: ['Title', (title) => title],
    status: ['Status', (status) => statusNames[status]],
    progress_source: ['Progress source', (source) => sourceNames[source]],
    plan_id: ['Plan', (id) => (id === null ? '' : (plans.get(id) ?? 'another plan'))],
    organization_id: ['Organization', (id) => (id === null ? '' : (organizations.get(id) ?? 'another'))],
    target_minutes: ['Target time', (minutes) => (minutes === null ? '' : duration(minutes * 60))],
    progress_percentage: ['Progress', (percentage) => `${percentage}%`],
    start_date: ['Start', date],
    target_date: ['Target date', date],
    kind: ['Kind', (kind) => kindNames[kind]],
    category: ['Category', (category) => categoryName(category)],
    parent_id: ['Parent goal', (id) => (id === null ? '' : (titles.get(id) ?? 'another goal'))],
    description: ['Description', (description) => description],
  }
}
