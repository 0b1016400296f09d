import type { GoalPageData } from '../../../functions/goals/goals/progress/page'
import { hasSessions, type Sums } from '../../../functions/ledger/schema'
import { duration, plural, rangeText } from '../../../functions/lib/text/format'
import type { Range } from '../../../functions/lib/time/days'
import { DurationCell } from '../../ui/figure'
import { FigureTable } from '../../ui/figure-table'
import { explainPath, sessionsPath } from '../../ui/links'
import { Section } from '../../ui/section'
import { OptionalLink } from '../../ui/uses'
import { WeekBars } from '../../ui/week-bars'
import { treeSubject } from './progress'

type Props = Pick<GoalPageData, 'goal' | 'record' | 'weeks' | 'ownWeeks' | 'hasParts'> & { today: string }

/** Bars of weeks: pale if the weekly target was missed, dashed for the current week. */
const barsOf = ({ weeks, record }: Pick<Props, 'weeks' | 'record'>, target: number) =>
  weeks.map(({ date, total_seconds: seconds }, index) => {
    if (index === weeks.length - 1) return { date, seconds, tone: 'fill-open' as const }
    // The target of that week may differ from today's.
    const state = target > 0 ? record?.states.get(date) : undefined
    const isMet = state ? state === 'met' : seconds >= target
    return { date, seconds, tone: isMet ? ('fill' as const) : ('fill-soft' as const) }
  })

type WeekRow = { range: Range; seconds: number; mine: Sums }

/** Column of times, each linked to its sessions. */
const tracked = (label: string, subject: string, secondsOf: (week: WeekRow) => number) => ({
  label,
  numeric: true,
  cell: (week: WeekRow) => <DurationCell seconds={secondsOf(week) || null} href={explainPath(week.range, subject)} />,
})

export const Weeks = ({ goal, record, weeks, ownWeeks, hasParts, today }: Props) => {
  const total = weeks.reduce((sum, week) => sum + week.total_seconds, 0)
  const own = ownWeeks.reduce((sum, week) => sum + week.total_seconds, 0)
  const label = weeks.length === 1 ? 'Tracked time this week' : `Tracked time in each of the last ${weeks.length} weeks`
  const [first] = weeks
  const { basis } = goal.progress
  const isWeekly = basis.from === 'period' && basis.period.rule.measure === 'time' && goal.kind === 'weekly'
  const target = isWeekly ? basis.period.rule.target : 0
  if (total === 0 || !first) return null
  return (
    <Section
      id="goal-weeks"
      title="Time by week"
      summary={
        <>
          <OptionalLink
            href={explainPath(
              { from: first.date, to: weeks.at(-1)?.to ?? today },
              treeSubject(goal.id, { seconds: total, own_seconds: own }),
            )}
            data-figure={total}
          >
            {duration(total)}
          </OptionalLink>{' '}
          in {plural(weeks.length, 'week')}
        </>
      }
    >
      <WeekBars
        bars={barsOf({ weeks, record }, target)}
        label={`${label}, see the table below`}
        targetSeconds={target}
      />
      <details>
        <summary class="link">Show as table</summary>
        <FigureTable
          caption={label}
          columns={[
            {
              label: 'Week',
              cell: ({ range, mine }) => {
                const name = rangeText(range.from, range.to, today)
                if (!hasSessions(mine)) return <span class="grey">{name}</span>
                return <OptionalLink href={sessionsPath(range, `goal:${goal.id}`)}>{name}</OptionalLink>
              },
            },
            ...(hasParts ? [tracked('This goal only', `goal:${goal.id}`, ({ mine }) => mine.total_seconds)] : []),
            tracked(hasParts ? 'Including subgoals' : 'Tracked', `goal-tree:${goal.id}`, ({ seconds }) => seconds),
          ]}
          rows={weeks
            .map((week, index) => ({
              range: { from: week.date, to: week.to },
              seconds: week.total_seconds,
              mine: ownWeeks[index] ?? { total_seconds: 0, session_count: 0 },
            }))
            .toReversed()}
        />
      </details>
    </Section>
  )
}
