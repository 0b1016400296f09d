import type { StatsParams } from '../../../functions/figures/stats/query'
import type { Stack } from '../../../functions/figures/stats/stack'
import type { Grouping } from '../../../functions/ledger/schema'
import { duration, plural } from '../../../functions/lib/text/format'
import type { Range } from '../../../functions/lib/time/days'
import { Swatch, SwatchPicture } from '../../ui/figure'
import { Legend } from '../../ui/figure-table'
import { sessionsPath, statsLink } from '../../ui/links'
import { Section, TextLink } from '../../ui/section'
import { WeekBars } from '../../ui/week-bars'
import { axisLabel, type PeriodBar, periodName } from './period-table'
import { StackedBars, StackLegend, StackTabs } from './stack'

type Props = {
  range: Range
  /** Parts of stacked bars; null for plain bars. */
  stack: Stack | null
  bars: PeriodBar[]
  group: Grouping
  groupings: Grouping[]
  targetSeconds: number
  params: StatsParams
  hasTarget: boolean
  today: string
}

type LegendProps = { target: string; group: Grouping; hasOpen: boolean; compared: boolean }

const ChartLegend = ({ target, group, hasOpen, compared }: LegendProps) => (
  <Legend>
    <Swatch fill="fill" words="target met" />
    <Swatch fill="fill-soft" words="below target" />
    {hasOpen && <Swatch fill="fill-open" words={group === 'day' ? 'in progress' : `part of a ${group}`} />}
    {compared && <Swatch fill="fill-line stroke-line-firm" words="previous period" />}
    <span>
      <SwatchPicture>
        <path d="M0 8h16" stroke-width="1.5" stroke-dasharray="2 3" />
      </SwatchPicture>{' '}
      target, {target}
    </span>
  </Legend>
)

type BarChartProps = {
  id: string
  /** Ids of the elements that name the chart. */
  labelledBy: string
  bars: (Pick<PeriodBar, 'date' | 'to' | 'total_seconds' | 'ticked' | 'before'> &
    Partial<Pick<PeriodBar, 'targetSeconds' | 'isOpen'>> & {
      /** Value of a second part, on top. */
      other?: number
    })[]
  targetSeconds?: number
  group: Grouping
  today: string
  /** Path that a bar links to. */
  path: (range: Range) => string
}

const isMet = ({ total_seconds, targetSeconds = 0 }: Pick<PeriodBar, 'total_seconds'> & { targetSeconds?: number }) =>
  targetSeconds > 0 && total_seconds >= targetSeconds

/** Chart that client/figures/chart.ts draws. The page must also have its figures in a table, or link to one. */
export const BarChart = ({ id, labelledBy, bars, targetSeconds, group, today, path }: BarChartProps) => (
  <div class="relative h-52">
    <canvas
      class="forced-color-adjust-none"
      id={id}
      role="img"
      aria-labelledby={labelledBy}
      data-bars={bars
        .map((bar) =>
          [
            periodName(bar, today),
            bar.date,
            bar.to,
            bar.total_seconds,
            isMet(bar) ? 'met' : bar.isOpen ? 'open' : '',
            bar.ticked ? axisLabel(bar.date, group) : '',
            bar.before ?? '',
            bar.other ?? '',
          ].join(),
        )
        .join('\n')}
      data-path={path({ from: ':from', to: ':to' })}
      data-target={targetSeconds}
    />
  </div>
)

export const Hours = ({ bars, group, groupings, targetSeconds, params, hasTarget, today, range, stack }: Props) => {
  const met = bars.filter(isMet).length
  const target = duration(targetSeconds)
  const path = (days: Range) => sessionsPath(days, params.subject)
  const hasOpen = bars.some((bar) => bar.isOpen && bar.total_seconds > 0 && !isMet(bar))
  return (
    <Section
      id="hours"
      title={`Hours per ${group}`}
      summary={
        <span id="hours-summary">
          {!hasTarget
            ? 'without a target'
            : targetSeconds === 0
              ? 'days off, no target'
              : `${target} target met ${met === 0 ? 'on none' : onPeriods(met, group)}`}
        </span>
      }
      aside={groupings
        .filter((other) => other !== group)
        .map((other) => <TextLink href={`${statsLink({ ...params, group: other })}#hours`}>By {other}</TextLink>)}
    >
      <StackTabs params={params} />
      {stack ? (
        <>
          <StackedBars
            stack={stack}
            bars={bars}
            group={group}
            targetSeconds={targetSeconds}
            today={today}
            path={path}
          />
          <StackLegend {...stack} range={range} />
        </>
      ) : (
        <>
          <noscript>
            <WeekBars
              bars={bars.map((bar) => ({
                date: bar.date,
                seconds: bar.total_seconds,
                tone: isMet(bar) ? 'fill' : 'fill-soft',
              }))}
              label="Tracked time, see the table below"
              targetSeconds={targetSeconds}
            />
          </noscript>
          <div class="noscript:hidden">
            <BarChart
              id="chart"
              labelledBy="hours-head hours-summary"
              bars={bars}
              targetSeconds={targetSeconds}
              group={group}
              today={today}
              path={path}
            />
            {hasTarget && (
              <ChartLegend
                target={target}
                group={group}
                hasOpen={hasOpen}
                compared={bars.some(({ before }) => before !== undefined)}
              />
            )}
          </div>
        </>
      )}
    </Section>
  )
}

const onPeriods = (met: number, group: Grouping) => `${group === 'day' ? 'on' : 'in'} ${plural(met, group)}`
