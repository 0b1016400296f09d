import { z } from 'zod'
import type { GoalDraft } from '../../../views/goals/form'
import { duration } from '../../lib/format'
import { cleanLine } from '../../lib/text'
import { type GoalValues, newGoalValues, titleLimit } from '../schema'
import { parseCapture } from './parse'

/** The longest line: a title, and what may follow it. */
export const lineLimit = titleLimit + 100

const tooLong = `A title has at most ${titleLimit} characters`

export const CaptureForm = z.object({
  entry: z
    .string('Give the goal a title')
    .transform(cleanLine)
    .pipe(z.string().min(1, 'Give the goal a title').max(lineLimit, tooLong)),
})

/** The line of an address, as the form takes it. */
export const lineOf = (text = '') => cleanLine(text.slice(0, lineLimit))

/** What is read from one line, as a goal; and why it cannot be one. `today` is the person's date. */
export const understand = (line: string, today: string) => {
  const { title, target_date, each } = parseCapture(line, today)
  const values: GoalValues = { ...newGoalValues, title, target_date, ...each }
  return { values, errors: title.length > titleLimit ? [tooLong] : [] }
}
export type Understood = ReturnType<typeof understand>

/** The same as the form of a new goal shows it. */
export const draftOf = ({ values, errors }: Understood): GoalDraft => ({
  values: {
    title: values.title,
    kind: values.kind,
    target_date: values.target_date ?? '',
    target_minutes: values.target_minutes === null ? '' : duration(values.target_minutes * 60),
  },
  errors: errors.length > 0 ? { title: errors } : {},
})
