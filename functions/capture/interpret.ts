import { interpretAction } from '../action-items/quick-add/read'
import type { NewActionItemValues } from '../action-items/schema'
import type { NewCheckInValues } from '../energy/schema'
import { interpretFor } from '../entry/execute'
import type { EntryInput } from '../entry/interpret'
import { foundNames, knownNames, type Names, readNames } from '../entry/marked-names'
import { interpretFeedback } from '../feedback/interpret'
import type { NewFeedbackValues } from '../feedback/schema'
import {
  amountWords,
  type Interpretation as GoalInterpretation,
  interpret as interpretGoal,
} from '../goals/capture/interpret'
import { titleLimit as learningLimit, type NewLearningValues, typeNames } from '../learnings/schema'
import { dayOf } from '../lib/days'
import type { User } from '../lib/env'
import { dayMonth, duration } from '../lib/format'
import type { Org } from '../lib/org'
import { cleanTags, tagErrors } from '../lib/tags'
import { cleanLine, firstCharacters, tagText } from '../lib/text'
import { interpretMeeting } from '../meetings/quick-add/interpret'
import type { NewMeetingValues } from '../meetings/schema'
import { errorsOf, foundPart, interpretTask, part, type Understood } from '../tasks/quick-add/interpret'
import type { NewTaskValues } from '../tasks/schema'
import { type CaptureKind, kindOf, readEnergy, readLearning } from './line'

export type Captured =
  | ({ kind: 'task'; values: NewTaskValues } & Understood)
  | ({ kind: 'meeting'; values: NewMeetingValues } & Understood)
  | ({ kind: 'action'; values: NewActionItemValues } & Understood)
  | ({ kind: 'feedback'; values: NewFeedbackValues } & Understood)
  | ({ kind: 'learning'; values: NewLearningValues } & Understood)
  | ({ kind: 'energy'; values: NewCheckInValues | null } & Understood)
  | ({ kind: 'goal'; interpretation: GoalInterpretation } & Understood)
  | {
      kind: 'session'
      reading: Awaited<ReturnType<typeof interpretFor>>
      input: EntryInput
      today: string
      errors: string[]
    }

/** In characters. */
export const lineLimit = 500

/** Cleans the line of a query string as the form does. */
export const lineOf = (text = '') => cleanLine(firstCharacters(text, lineLimit))

const captureLearning = (line: string, names: Names, today: string): Captured => {
  const { title, type = 'insight', project, ofPlan, tags: typed, date } = readLearning(line, today, knownNames(names))
  const found = foundNames({ project, ofPlan }, names)
  const tags = cleanTags(typed)
  return {
    kind: 'learning',
    values: {
      title,
      type,
      date,
      source: found.project?.id ? 'project' : 'self_study',
      tags: tagText(tags),
      project_id: found.project?.id ?? null,
      plan_id: found.plan?.id ?? null,
    },
    errors: [...errorsOf(title, learningLimit, [found.project, found.plan]), ...tagErrors(tags)],
    does: 'Add learning',
    parts: [
      ...part('learning', title),
      ...part('type', typeNames[type].toLowerCase()),
      ...part('on', date === today ? 'today' : dayMonth(date, today)),
      ...tags.map((tag) => ({ label: 'tag', text: `#${tag}` })),
      ...foundPart('project', found.project),
      ...foundPart('plan', found.plan),
    ],
  }
}

const captureEnergy = (line: string): Captured => {
  const values = readEnergy(line)
  return {
    kind: 'energy',
    values,
    errors: values ? [] : ['Enter your energy and your engagement from 1 to 5, as in “energy 4 3 after lunch”'],
    does: values ? `Check in: energy ${values.energy_level}, engagement ${values.engagement_level}` : 'Check in',
    parts: values
      ? [
          ...part('energy', `${values.energy_level} of 5`),
          ...part('engagement', `${values.engagement_level} of 5`),
          ...part('notes', values.notes),
        ]
      : [{ label: 'energy', text: '4 3', isOpen: true }],
  }
}

const captureGoal = (line: string, today: string): Captured => {
  const interpretation = interpretGoal(line, today)
  const { title, target_date, target_minutes, kind } = interpretation.values
  return {
    kind: 'goal',
    interpretation,
    errors: [...(title === '' ? ['Enter a title'] : []), ...interpretation.errors],
    does: 'Add goal',
    parts: [
      ...part('goal', title),
      ...part('by', target_date && dayMonth(target_date, today)),
      ...part(amountWords[kind], target_minutes !== null && duration(target_minutes * 60)),
    ],
  }
}

/** Understands a line. `chosen` is the kind that the person chose for it. @param now epoch ms */
export const capture = async (
  db: D1Database,
  user: User,
  org: Org,
  line: string,
  chosen: CaptureKind | undefined,
  now: number,
): Promise<Captured> => {
  const today = dayOf(now, user.preferences)
  const { kind, rest } = kindOf(line, today, chosen)
  switch (kind) {
    case 'task':
      return { kind, ...(await interpretTask(db, user.id, org, rest, today)) }
    case 'meeting':
      return { kind, ...(await interpretMeeting(db, user, org, rest, today)) }
    case 'action':
      return { kind, ...(await interpretAction(db, user.id, rest, today)) }
    case 'feedback':
      return { kind, ...(await interpretFeedback(db, user.id, rest, today)) }
    case 'learning':
      return captureLearning(rest, await readNames(db, user.id, org, rest), today)
    case 'energy':
      return captureEnergy(rest)
    case 'goal':
      return captureGoal(rest, today)
    case 'session': {
      const input = { text: rest }
      const reading = await interpretFor(db, user, input, now)
      return { kind, reading, input, today, errors: reading.interpretation.errors }
    }
  }
}
