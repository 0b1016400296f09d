import type { Described } from '../lib/conflict'
import { dayMonth, duration } from '../lib/format'
import type { GoalRow, GoalStatus, GoalValues, GoalView } from './schema'

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
  open: 'Open',
}

export const categoryNames: Record<GoalRow['category'], string> = {
  technical: 'Technical',
  soft_skill: 'Soft skill',
  hiring_readiness: 'Hiring readiness',
  personal: 'Personal',
}

export const sourceNames: Record<GoalRow['progress_source'], string> = {
  manual: 'Hand',
  milestones: 'Milestones',
  time: 'Tracked time',
}

/** A length of planned time as a field holds it: without the commas that would be read as decimals. */
export const plannedText = (minutes: number | null) =>
  minutes === null ? '' : duration(minutes * 60).replaceAll(',', '')

export const sortNames: Record<GoalView['sort'], string> = {
  target: 'Target date',
  progress: 'Progress',
  title: 'Title',
  recent: 'Recently changed',
}

/** A goal's fields as a person reads them; `titles` names the goals that it can be part of. */
export const described = (today: string, titles: Map<string, string>): Described<GoalValues> => {
  const date = (date: string | null) => (date ? dayMonth(date, today) : '')
  return {
    title: ['Title', (title) => title],
    status: ['Status', (status) => statusNames[status]],
    progress_source: ['Progress by', (source) => sourceNames[source]],
    target_minutes: ['Hours planned', (minutes) => (minutes === null ? '' : duration(minutes * 60))],
    progress_percentage: ['Progress', (percentage) => `${percentage}%`],
    start_date: ['Start', date],
    target_date: ['Target date', date],
    kind: ['Kind', (kind) => kindNames[kind]],
    category: ['Category', (category) => categoryNames[category]],
    parent_id: ['Part of', (id) => (id === null ? '' : (titles.get(id) ?? 'another goal'))],
    description: ['Description', (description) => description],
  }
}
