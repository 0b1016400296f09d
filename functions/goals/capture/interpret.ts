import { z } from 'zod'
import type { GoalDraft } from '../../../views/goals/form'
import { duration } from '../../lib/format'
import { cleanLine, countCharacters, firstCharacters } from '../../lib/text'
import { type GoalValues, newGoalValues, titleLimit } from '../schema'
import { parseCapture } from './parse'

/** In characters: a title, and room for a date and an amount after it. */
export const lineLimit = titleLimit + 100

const tooLong = `A title has at most ${titleLimit} characters`

export const CaptureForm = z.object({
  entry: z
    .string('Enter a title')
    .transform(cleanLine)
    .pipe(z.string().min(1, 'Enter a title').max(lineLimit, tooLong)),
})

/** Names of a goal's time by its kind. */
export const amountWords = { open: 'in all', rotation: 'in all', weekly: 'each week', monthly: 'each month' } as const

/** Cleans the line of a query string as the form does. */
export const lineOf = (text = '') => cleanLine(firstCharacters(text, lineLimit))

export const interpret = (line: string, today: string) => {
  const { title, target_date, amount } = parseCapture(line, today)
  const values: GoalValues = { ...newGoalValues, title, target_date, ...amount }
  return { values, errors: countCharacters(title) > titleLimit ? [tooLong] : [] }
}
export type Interpretation = ReturnType<typeof interpret>

export const draftOf = ({ values, errors }: Interpretation): GoalDraft => ({
  values: {
    title: values.title,
    kind: values.kind,
    target_date: values.target_date ?? '',
    target_minutes: values.target_minutes === null ? '' : duration(values.target_minutes * 60),
  },
  errors: errors.length > 0 ? { title: errors } : {},
})
