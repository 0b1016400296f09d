import type { GoalPageData } from '../../../functions/goals/goals/progress/page'
import { hasSessions, type Sums } from '../../../functions/ledger/schema'
import type { Period } from '../../../functions/ledger/series'
import type { Range } from '../../../functions/lib/days'
import { duration, plural, rangeText, shortDate } from '../../../functions/lib/format'
import { DurationCell } from '../../ui/figure'
import { FigureTable } from '../../ui/figure-table'
import { Svg } from '../../ui/icon'
import { explainPath, sessionsPath } from '../../ui/links'
import { Section } from '../../ui/section'
import { treeSubject } from './progress'

type Props = Pick<GoalPageData, 'goal' | 'record' | 'weeks' | 'ownWeeks' | 'hasParts'> & { today: string }

/** In px. */
const height = 96

/** The bars of fewer weeks are as wide as these. */
const fewWeeks = 12

const tenths = (percent: number) => `${Math.round(percent * 10) / 10}%`

/** A bar for each week: pale when it was short of a weekly target, dashed for the current week. */
const Drawing = ({ weeks, goal, record, label }: Pick<Props, 'weeks' | 'goal' | 'record'> & { label: string }) => {
  const { basis } = goal.progress
  const target = basis.from === 'period' && goal.kind === 'weekly' ? basis.period.target_seconds : 0
  const most = Math.max(...weeks.map((week) => week.total_seconds), target, 1) * 1.05
  const step = 100 / Math.max(weeks.length, fewWeeks)
  const tall = (seconds: number) => Math.round((height * seconds) / most)
  const tone = (week: Period, index: number) => {
    if (index === weeks.length - 1) return 'fill-open'
    // The target of that week can have been another than today's.
    const state = target > 0 ? record?.states.get(week.date) : undefined
    return (state ? state === 'met' : week.total_seconds >= target) ? 'fill' : 'fill-soft'
  }
  return (
    <Svg class="draw weeks" role="img" aria-label={label}>
      {weeks.map((week, index) => (
        <rect
          class={tone(week, index)}
          x={tenths(index * step)}
          width={tenths(step * 0.8)}
          y={height - tall(week.total_seconds)}
          height={tall(week.total_seconds)}
        />
      ))}
      <line class="base" x1="0" x2="100%" y1={height} y2={height} />
      {target > 0 && (
        <line
          class="aim"
          x1="0"
          x2="100%"
          y1={height - tall(target)}
          y2={height - tall(target)}
          stroke-dasharray="3 3"
        />
      )}
    </Svg>
  )
}

type WeekRow = { range: Range; seconds: number; mine: Sums }

/** A column of times with links to their sessions. */
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
  if (total === 0 || !first) return null
  return (
    <Section
      id="goal-weeks"
      title="Time by week"
      summary={
        <>
          <a
            href={explainPath(
              { from: first.date, to: weeks.at(-1)?.to ?? today },
              treeSubject(goal.id, { seconds: total, own_seconds: own }),
            )}
            data-figure={total}
          >
            {duration(total)}
          </a>{' '}
          in {plural(weeks.length, 'week')}
        </>
      }
    >
      <Drawing weeks={weeks} goal={goal} record={record} label={`${label}, see the table below`} />
      <p class="hint weeks-axis">
        <time datetime={first.date}>{shortDate(first.date, today).slice(4)}</time>{' '}
        {weeks.length >= fewWeeks && <span>this week</span>}
      </p>
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
                return <a href={sessionsPath(range, `goal:${goal.id}`)}>{name}</a>
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
