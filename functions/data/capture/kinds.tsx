import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { ToastProps } from '../../../views/ui/toast'
import { respondGoalChanged } from '../../goals/goals/pages'
import { goalOfLine } from '../../goals/goals/read-title'
import { goal } from '../../goals/goals/resource'
import { learningPages } from '../../learning/learnings/routes'
import { learningTitleLimit as learningLimit, learningResource, typeNames } from '../../learning/learnings/schema'
import { type App, todayOf } from '../../lib/env'
import { addChecked, type Resource, type ResourceRow } from '../../lib/resource/resource'
import { cleanTags, tagErrors } from '../../lib/tags'
import { dayMonth } from '../../lib/text/format'
import { tagText } from '../../lib/text/text'
import { findMarkedRows, knownNames } from '../../line/names'
import {
  type AddableLine,
  errorsOf,
  foundPart,
  linePart,
  openPart,
  refuseStaleAnswers,
  tagParts,
} from '../../line/parts'
import { readNames } from '../../line/queries'
import { interpretFeedback } from '../../people/feedback/line'
import { feedbackPages } from '../../people/feedback/routes'
import { feedbackResource } from '../../people/feedback/schema'
import { interpretMeeting } from '../../people/meetings/line'
import { meetingResource } from '../../people/meetings/resource'
import { meetingPages } from '../../people/meetings/routes'
import { checkInPages } from '../../reviews/energy/routes'
import { checkInResource } from '../../reviews/energy/schema'
import { respondTasksChanged, withPeoplePath } from '../../tasks/tasks/pages'
import { interpretAction } from '../../tasks/tasks/quick-add/action-item-line'
import { addLineTask, interpretTask, type ProjectChoice } from '../../tasks/tasks/quick-add/task-line'
import { taskResource } from '../../tasks/tasks/resource'
import type { CaptureKind } from './first-words'
import { learningMarks, readEnergy, readLearning } from './line'

const interpretLearning = async (c: Context<App>, line: string) => {
  const today = todayOf(c)
  const names = await readNames(c.env.DB, c.var.user.id, c.var.org, line, learningMarks)
  const { title, type = 'insight', tags: typed, date, ...marked } = readLearning(line, today, knownNames(names))
  const { project, plan } = findMarkedRows(marked, names)
  const tags = cleanTags(typed)
  return {
    values: {
      title,
      type,
      date,
      tags: tagText(tags),
      project_id: project?.id ?? null,
      plan_id: plan?.plan_id ?? null,
      source: project?.id ? ('project' as const) : ('self_study' as const),
    },
    errors: [...errorsOf(title, learningLimit, [project, plan]), ...tagErrors(tags)],
    does: 'Add learning',
    added: 'Learning added',
    parts: [
      ...linePart('learning', title),
      ...linePart('type', typeNames[type].toLowerCase()),
      ...linePart('on', date === today ? 'today' : dayMonth(date, today)),
      ...tagParts(tags),
      ...foundPart('project', project),
      ...foundPart('plan', plan),
    ],
  }
}

const interpretEnergy = (line: string) => {
  const values = readEnergy(line)
  const { energy_level, engagement_level, notes } = values ?? {}
  return {
    values: values ?? { energy_level: 0, engagement_level: 0, notes: '' },
    errors: values ? [] : ['Enter your energy and your engagement from 1 to 5, as in “energy 4 3 after lunch”'],
    does: values ? `Check in: energy ${energy_level}, engagement ${engagement_level}` : 'Check in',
    added: 'Checked in',
    parts: values
      ? [
          ...linePart('energy', `${energy_level} of 5`),
          ...linePart('engagement', `${engagement_level} of 5`),
          ...linePart('notes', notes),
        ]
      : openPart('energy', 'e.g. 4 3'),
  }
}

type Change = { toast: ToastProps; page: string; more: Child }

type Kind = {
  path: string
  /** Path of the page that lists the kind; `path` by default. */
  list?: string
  read: (
    c: Context<App>,
    line: string,
    choices?: ProjectChoice & { as_it_stands?: string },
  ) => Promise<AddableLine & { add: (id: string) => Promise<boolean> }>
  /** Responds with the updated regions of the list. */
  changed: (c: Context<App>, change: Change) => Response | Promise<Response>
}

/** Builds `read` for a resource: parses a line and adds the row. */
const reads =
  <R extends ResourceRow, New extends object, U extends AddableLine & { values: New }>(
    resource: Resource<R, New>,
    interpret: (c: Context<App>, line: string) => U | Promise<U>,
  ): Kind['read'] =>
  async (c, line) => {
    const understood = await interpret(c, line)
    return { ...understood, add: (id) => addChecked(c, resource, id, understood.values) }
  }

const listChanged =
  (pages: Pick<typeof meetingPages, 'listChanged'>): Kind['changed'] =>
  (c, { toast, page, more }) =>
    pages.listChanged(c, toast, page, more)

export type RowKind = Exclude<CaptureKind, 'session'>

/** Kinds of rows that a captured line can add, besides sessions. */
export const rowKinds: Record<RowKind, Kind> = {
  task: {
    path: '/tasks',
    read: async (c, line, choices) => {
      const understood = await interpretTask(c, line, {}, choices)
      return { ...understood, add: (id) => addLineTask(c, id, understood) }
    },
    changed: respondTasksChanged,
  },
  meeting: {
    path: '/meetings',
    read: reads(meetingResource, interpretMeeting),
    changed: listChanged(meetingPages),
  },
  action: {
    path: '/tasks',
    list: withPeoplePath,
    read: reads(taskResource, interpretAction),
    changed: respondTasksChanged,
  },
  feedback: {
    path: '/feedback',
    read: reads(feedbackResource, interpretFeedback),
    changed: listChanged(feedbackPages),
  },
  learning: {
    path: '/learnings',
    read: reads(learningResource, interpretLearning),
    changed: listChanged(learningPages),
  },
  energy: {
    path: '/energy',
    read: reads(checkInResource, (_, line) => interpretEnergy(line)),
    changed: listChanged(checkInPages),
  },
  goal: {
    path: '/goals',
    read: async (c, line, { as_it_stands, asked } = {}) => {
      const read = await goalOfLine(c, line)
      const errors = as_it_stands ? refuseStaleAnswers(line, asked, as_it_stands) : read.unclear
      return {
        ...read,
        errors: [...read.errors, ...errors],
        canStand: read.errors.length === 0,
        add: (id) => addChecked(c, goal, id, read.values),
      }
    },
    changed: respondGoalChanged,
  },
}
