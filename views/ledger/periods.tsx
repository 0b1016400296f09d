import type { PropsWithChildren } from 'hono/jsx'
import type { RepoView } from '../../functions/figures/stats/repos/view'
import { type Grouping, hasSessions, type Sums } from '../../functions/ledger/schema'
import type { Period, ProjectsTime } from '../../functions/ledger/series'
import { monthName, plural, weekName } from '../../functions/lib/text/format'
import { CountCell, CountKpi, DurationCell, FigureKpi, Kpis, Spark } from '../ui/figure'
import { type FigureColumn, FigureTable } from '../ui/figure-table'
import { explainPath, statsLink } from '../ui/links'
import { Section, type SectionProps, TextLink } from '../ui/section'
import { OptionalLink } from '../ui/uses'
import { WeekBars } from '../ui/week-bars'

/** Props of a table that folds all periods except the latest ones. */
export const foldEarlier = (group: Grouping, limit = 14) => ({
  limit,
  label: (count: number) => plural(count, `earlier ${group}`),
  caption: (label: string) => `The ${label}`,
})

type Props = Pick<RepoView, 'periods' | 'group' | 'subject' | 'range' | 'today' | 'total_seconds' | 'session_count'>

/** Columns for sessions and time of periods. @param sumOf sums of several periods, with the path of their rows */
export const amountColumns = <P extends Period>(
  pathOf: (period: P) => string | undefined,
  sumOf: (summed: P[]) => Sums & { href: string | undefined },
): FigureColumn<P>[] => [
  {
    label: 'Sessions',
    numeric: true,
    cell: (period) => <CountCell count={period.session_count} href={pathOf(period)} />,
    sum: (summed) => <CountCell count={sumOf(summed).session_count} href={sumOf(summed).href} />,
  },
  {
    label: 'Tracked',
    numeric: true,
    cell: (period) => (
      <DurationCell seconds={hasSessions(period) ? period.total_seconds : null} href={pathOf(period)} />
    ),
    sum: (summed) => {
      const { total_seconds, href } = sumOf(summed)
      return <DurationCell seconds={total_seconds} href={total_seconds > 0 ? href : undefined} />
    },
  },
]

/** Table of periods, latest first. */
const PeriodsTable = ({ periods, group, range, subject, today, ...sums }: Props) => {
  const most = Math.max(...periods.map((period) => period.total_seconds), 0)
  const pathOf = ({ date, to }: Period) => explainPath({ from: date, to }, subject)
  const nameOf = (period: Period) => (group === 'month' ? monthName(period.date.slice(0, 7), today) : weekName(period))
  return (
    <FigureTable
      caption={`Tracked time by ${group}`}
      columns={[
        {
          label: group === 'week' ? 'Week' : 'Month',
          cell: (period) =>
            hasSessions(period) ? (
              <OptionalLink href={pathOf(period)}>{nameOf(period)}</OptionalLink>
            ) : (
              <span class="grey">{nameOf(period)}</span>
            ),
        },
        {
          label: 'Share',
          cell: (period) => (
            <td class="spark-cell">
              <Spark max={most} parts={[{ value: period.total_seconds }]} />
            </td>
          ),
        },
        ...amountColumns(pathOf, () => ({ ...sums, href: explainPath(range, subject) })),
      ]}
      rows={periods.toReversed()}
      total={plural(periods.length, group)}
      fold={foldEarlier(group)}
    />
  )
}

export const TimeByPeriod = ({ aside, ...props }: Props & Pick<SectionProps, 'aside'>) => {
  const { periods, group, today } = props
  return (
    <Section id="time" title={group === 'week' ? 'Time by week' : 'Time by month'} aside={aside}>
      {group === 'week' ? (
        <>
          <WeekBars
            bars={periods.map(({ date, to, total_seconds: seconds }) => ({
              date,
              seconds,
              tone: date <= today && today <= to ? 'fill-open' : 'fill',
            }))}
            label="Tracked time by week, see the table below"
          />
          <details>
            <summary class="link">Show as table</summary>
            <PeriodsTable {...props} />
          </details>
        </>
      ) : (
        <PeriodsTable {...props} />
      )}
    </Section>
  )
}

/** Time of a project, a client or an organization; nothing if no time is tracked. */
export const ProjectsTimeSections = ({ time, children }: PropsWithChildren<{ time: ProjectsTime }>) => {
  const { subject, range, total_seconds, session_count, all } = time
  return (
    <>
      {all.session_count > 0 && (
        <Kpis id="figures" class="-mt-px">
          <FigureKpi label="Last 90 days" seconds={total_seconds} href={explainPath(range, subject)} />
          <CountKpi label="Sessions in 90 days" count={session_count} href={explainPath(range, subject)} />
          <FigureKpi label="All time" seconds={all.total_seconds} href={explainPath(null, subject)} />
        </Kpis>
      )}
      {children}
      {session_count > 0 && (
        <TimeByPeriod {...time} aside={<TextLink href={statsLink({ range: '90', subject })}>Statistics</TextLink>} />
      )}
    </>
  )
}
