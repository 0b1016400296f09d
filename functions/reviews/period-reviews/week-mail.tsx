import { subjectPath } from '../../../views/ui/links'
import { MailLink } from '../../account/mail/html'
import { missedAmountText } from '../../goals/goals/progress/text'
import { type LocalNow, localNow } from '../../lib/env'
import { pathTo } from '../../lib/http/path-to'
import { type Reminder, type ReminderScope, type ReminderValues, timesOfDay } from '../../lib/reminders'
import { duration, plural, rangeText, weekdayNames } from '../../lib/text/format'
import { addDays, isoWeekday } from '../../lib/time/days'
import { dayMs } from '../../lib/time/units'
import { reviewFigures } from './figures'
import { weekToReview } from './reminders'
import { readWeekAhead } from './week-ahead'

/** Maximum number of lines in each part of the mail. */
const mostLines = 7

/** A line of a part. Its title is a link if `href` is set. */
type Line = { before?: string; title: string; after?: string | undefined; href?: string }

const goalLine = (before: string, { id, title }: { id: string; title: string }, after?: string): Line => ({
  before: `${before}: `,
  title,
  after,
  href: pathTo`/goals/${id}`,
})

const firstLines = (all: Line[]) => {
  const rest = all.length - mostLines
  return rest > 0 ? [...all.slice(0, mostLines), { title: `and ${rest} more` }] : all
}

const reviewPath = (week: string) => `/review/week?date=${week}`

type Part = { title: string; lines: Line[] }

/** Parts of the mail about a week: tracked time, goals, and next tasks. */
const partsOf = async (scope: ReminderScope, week: string, now: LocalNow): Promise<Part[]> => {
  const { db, user } = scope
  const person = { id: user.id, preferences: user.preferences, created_at: 0 }
  const [figures, next] = await Promise.all([
    reviewFigures(db, person, { period: 'week', date: week, context: null }, now),
    readWeekAhead(scope, now.today),
  ])
  const { hours, projects, goals, tasks, before } = figures
  const by = before.to < addDays(before.from, 6) ? `by ${weekdayNames[isoWeekday(before.to) - 1]} ` : ''
  const outcomes = (state: string) => goals.outcomes.filter((one) => one.state === state)
  const sum = `${duration(hours.total_seconds)} in all, ${duration(hours.before_seconds)} ${by}the week before`
  const tracked = projects.map(
    ({ subject, name, total_seconds }): Line => ({
      title: name?.label ?? 'No project',
      after: `: ${duration(total_seconds)}`,
      ...(name && { href: subjectPath(subject) }),
    }),
  )
  return [
    {
      title: 'Tracked',
      lines: hours.total_seconds + hours.before_seconds > 0 ? [{ title: sum }, ...tracked] : [],
    },
    {
      title: 'Goals',
      lines: [
        ...outcomes('met').map((one) => goalLine('Met', one)),
        ...goals.reached.map((one) => goalLine('Reached', one)),
        ...outcomes('missed').map((one) => goalLine('Missed', one, `, by ${missedAmountText(one, one.unit)}`)),
        ...goals.missed.map((one) => goalLine('Past its date', one)),
      ],
    },
    {
      title: 'Tasks',
      lines:
        tasks.done.length > 0 ? [{ title: `${plural(tasks.done.length, 'task')} done`, href: reviewPath(week) }] : [],
    },
    { title: 'Next', lines: next },
  ]
    .map((one) => ({ ...one, lines: firstLines(one.lines) }))
    .filter((one) => one.lines.length > 0)
}

const textOf = (parts: Part[], origin: string) =>
  parts
    .map(({ title: head, lines }) =>
      [
        head,
        ...lines.flatMap(({ before = '', title, after = '', href }) => [
          `- ${before}${title}${after}`,
          ...(href ? [`  ${origin}${href}`] : []),
        ]),
      ].join('\n'),
    )
    .join('\n\n')

const Parts = ({ parts, origin }: { parts: Part[]; origin: string }) => (
  <>
    {parts.map(({ title: head, lines }) => (
      <>
        <h2 style="margin: 0 0 8px; font-size: 16px">{head}</h2>
        <ul style="margin: 0 0 16px; padding-left: 20px">
          {lines.map(({ before, title, after, href }) => (
            <li>
              {before}
              {href ? <a href={origin + href}>{title}</a> : title}
              {after}
            </li>
          ))}
        </ul>
      </>
    ))}
  </>
)

const lookBack = 'Look back at the week'

const mailOf = (scope: ReminderScope, week: string) => async (origin: string) => {
  const now = localNow(scope.user, scope.now)
  const parts = await partsOf(scope, week, now)
  if (parts.length === 0) return null
  const review = origin + reviewPath(week)
  return {
    subject: `Your week, ${rangeText(week, addDays(week, 6), now.today)}`,
    text: `${textOf(parts, origin)}\n\n${lookBack}: ${review}`,
    html: (
      <>
        <Parts parts={parts} origin={origin} />
        <MailLink href={review}>{lookBack}</MailLink>
      </>
    ),
  }
}

/** The mail about the past week. */
export const readWeekMail = async (scope: ReminderScope, { at: minute, day }: ReminderValues): Promise<Reminder[]> =>
  timesOfDay(scope, minute, [day]).map(({ date, at }) => {
    const week = weekToReview(date, scope.user.preferences.week_start)
    return {
      key: week,
      at,
      until: at + 3 * dayMs,
      title: 'Your week',
      href: reviewPath(week),
      mail: mailOf(scope, week),
    }
  })
