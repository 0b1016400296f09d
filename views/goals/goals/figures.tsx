import { kindNames, perNames } from '../../../functions/goals/goals/fields'
import { dueOf } from '../../../functions/goals/goals/labels'
import type { GoalPageData } from '../../../functions/goals/goals/progress/page'
import type { GoalWithProgress } from '../../../functions/goals/goals/progress/status'
import {
  forecastDate,
  forecastText,
  paceText,
  periodEndText,
  stateText,
} from '../../../functions/goals/goals/progress/text'
import { isOpenGoal, isRecurring } from '../../../functions/goals/goals/schema'
import type { LocalNow } from '../../../functions/lib/env'
import { duration, shortDayMonth } from '../../../functions/lib/text/format'
import { addDays } from '../../../functions/lib/time/days'
import { Count, Figure, Kpi, Kpis } from '../../ui/figure'
import { explainPath, sessionsPath } from '../../ui/links'
import { OptionalLink } from '../../ui/uses'
import { DueBadge, LatenessBadge } from './badges'
import { trackedHref, treeSubject } from './progress'

type DueProps = { goal: GoalWithProgress; now: LocalNow }

/** A goal's date with its badge. A recurring goal without a date shows the end of its current period. */
export const DueDate = ({ goal, now }: DueProps) => {
  const due = dueOf(goal, now)
  const { basis } = goal.progress
  if (due.date === null && basis.from === 'period' && isOpenGoal(goal.status)) {
    if (goal.progress.lateness?.state === 'behind') return <LatenessBadge goal={goal} />
    return (
      <>
        <span>{perNames[basis.period.rule.period]}</span>{' '}
        {basis.period.rule.period !== 'day' && <span class="grey">{periodEndText(basis.period, now.today)}</span>}
      </>
    )
  }
  const date = due.date !== null && <time datetime={due.date}>{shortDayMonth(due.date, now.today)}</time>
  if (goal.status === 'cancelled')
    return (
      <>
        {date} <DueBadge text="cancelled" tone={null} />
      </>
    )
  if (!date) return <span class="grey">{goal.kind === 'open' ? 'no date' : kindNames[goal.kind].toLowerCase()}</span>
  if (goal.progress.lateness?.state === 'behind')
    return (
      <>
        <LatenessBadge goal={goal} />
        <span class="@max-lg:hidden"> · {date}</span>
      </>
    )
  return due.tone === null ? (
    <>
      {date}
      {due.text && <span class="grey">, {due.text}</span>}
    </>
  ) : (
    <>
      <DueBadge {...due} /> · {date}
    </>
  )
}

type Props = Pick<GoalPageData, 'goal' | 'week' | 'record' | 'streak'> & { now: LocalNow }

const Tracked = ({ goal }: { goal: GoalWithProgress }) => {
  const { seconds, own_seconds } = goal.progress
  const inParts = seconds - own_seconds
  return (
    <Kpi
      label="Tracked"
      note={
        inParts > 0 && (
          <>
            <a href="#goal-parts" data-figure={inParts}>
              {duration(inParts)}
            </a>{' '}
            in subgoals
          </>
        )
      }
    >
      <Figure seconds={seconds} href={seconds > 0 ? trackedHref(goal) : undefined} />
    </Kpi>
  )
}

const endedPace = { completed: 'completed', cancelled: 'cancelled' }

/** Main text and note about a goal's pace. */
const paceWords = (goal: GoalWithProgress, today: string) => {
  const { pace, lateness } = goal.progress
  const needs = paceText(goal, today)
  const forecast = forecastText(goal, today)
  if (needs) {
    const note = [needs.note, forecast].filter(Boolean).join('; ')
    return { text: <span title={needs.exact}>{needs.text}</span>, note }
  }
  const state = stateText(goal, today)
  // The date or the badge already says this.
  const isSaid =
    (lateness?.state === 'overdue' && pace?.done_on) || (lateness?.state === 'on_track' && pace?.state === 'under_way')
  if (state && !isSaid) return { text: state, note: forecast }
  const date = forecastDate(goal)
  if (date) {
    const isByTime = goal.progress.basis.from === 'time'
    return { label: 'At this pace', text: shortDayMonth(date, today), note: isByTime && 'by tracked time' }
  }
  if (lateness) return { text: null, note: null }
  return { text: <span class="grey">not known yet</span>, note: null }
}

const Pace = ({ goal, now }: { goal: GoalWithProgress; now: LocalNow }) => {
  if (goal.status === 'completed' || goal.status === 'cancelled')
    return <Kpi label="Pace">{endedPace[goal.status]}</Kpi>
  const { label = 'Pace', text, note } = paceWords(goal, now.today)
  return (
    text && (
      <Kpi label={label} note={note}>
        {text}
      </Kpi>
    )
  )
}

/** Maximum range that can be explained, in days: ten years. */
const streakDays = 3_652

const streakPath = ({ id, progress }: GoalWithProgress, today: string, figure: 'streak' | 'longest') =>
  explainPath({ from: addDays(today, -streakDays), to: today }, treeSubject(id, progress), { figure })

const Streak = ({ goal, record, streak, now }: Pick<Props, 'goal' | 'record' | 'streak' | 'now'>) => {
  if (record && isRecurring(goal)) return null
  const days = streak?.current ?? 0
  return (
    <Kpi
      label="Streak"
      note={
        streak &&
        streak.longest > days && (
          <>
            longest{' '}
            <OptionalLink href={streakPath(goal, now.today, 'longest')} data-figure={streak.longest}>
              {streak.longest}
            </OptionalLink>
          </>
        )
      }
    >
      <Count
        value={days}
        unit={days === 1 ? 'day' : 'days'}
        href={days > 0 ? streakPath(goal, now.today, 'streak') : undefined}
      />
    </Kpi>
  )
}

/**
 * A goal's date or, for a recurring goal without a date, the end of its current week or month; and when it was
 * completed.
 */
const CurrentDate = ({ goal, now }: Pick<Props, 'goal' | 'now'>) => {
  const { basis } = goal.progress
  const { date, text, tone } = dueOf(goal, now)
  if (goal.target_date === null && basis.from === 'period' && isOpenGoal(goal.status)) {
    return <Kpi label={`Current ${basis.period.rule.period}`}>{periodEndText(basis.period, now.today)}</Kpi>
  }
  if (goal.status !== 'completed' || date === null) return null
  return (
    <Kpi label="Completed" note={text && (tone ? <DueBadge text={text} tone={tone} /> : text)}>
      <time datetime={date}>{shortDayMonth(date, now.today)}</time>
    </Kpi>
  )
}

export const Figures = ({ goal, week, record, streak, now }: Props) => (
  <Kpis class="mt-4">
    <CurrentDate goal={goal} now={now} />
    <Pace goal={goal} now={now} />
    <Tracked goal={goal} />
    {/* The progress of a weekly goal says the same. */}
    {goal.kind !== 'weekly' && (
      <Kpi label="This week">
        <Figure
          seconds={week.seconds}
          href={week.seconds > 0 ? sessionsPath(week, treeSubject(goal.id, goal.progress)) : undefined}
        />
      </Kpi>
    )}
    <Streak goal={goal} record={record} streak={streak} now={now} />
  </Kpis>
)
