import { z } from 'zod'
import { requiredDate } from '../lib/resource/members'
import { daysBetween, type Range } from '../lib/time/days'

/** Maximum number of days in a range: ten years with leap days. */
const rangeLimit = 3_653

type Issue = { code: 'custom'; path: string[]; message: string }

const issueAt = (path: string, message: string): Issue => ({ code: 'custom', path: [path], message })

export const rangeIssue = ({ from, to }: Range) => {
  if (from > to) return issueAt('to', 'The range ends before it starts')
  return daysBetween(from, to) < rangeLimit ? undefined : issueAt('to', 'A range has at most 10 years')
}

type Context = { addIssue: (issue: Issue) => void }

export const DateRange = z.object({ from: requiredDate, to: requiredDate }).superRefine((range, { addIssue }) => {
  const issue = rangeIssue(range)
  if (issue) addIssue(issue)
})

/** Requires both dates or neither. `issueOf` checks the range between them. */
export const requireBothDates =
  (issueOf: (range: Range) => Issue | undefined = rangeIssue) =>
  ({ from, to }: Partial<Range>, { addIssue }: Context) => {
    if (from !== undefined && to !== undefined) {
      const issue = issueOf({ from, to })
      if (issue) addIssue(issue)
    } else if (from !== undefined) addIssue(issueAt('to', 'Enter both dates, or neither'))
    else if (to !== undefined) addIssue(issueAt('from', 'Enter both dates, or neither'))
  }
