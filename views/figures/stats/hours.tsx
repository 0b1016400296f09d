import { html } from 'hono/html'
import type { StatsParams } from '../../../functions/figures/stats/query'
import type { Grouping } from '../../../functions/ledger/schema'
import type { Range } from '../../../functions/lib/days'
import { duration, plural } from '../../../functions/lib/format'
import { Legend } from '../../ui/figure-table'
import { Svg } from '../../ui/icon'
import { sessionsPath, statsCsvPath, statsLink } from '../../ui/links'
import { Section, TextLink } from '../../ui/section'
import { type Bar, periodName, tickOf } from './period-table'

const [width, height] = [720, 160]

/** As an element it would be taken for the title of the page. */
const title = html`<title>Hours</title>`

/** The bars as one path: a shape each would double the page. */
const pathOf = (bars: { at: number; tall: number }[], step: number) =>
  bars
    .map(({ at, tall }) => `M${(at * step).toFixed(1)} ${height}v-${tall}h${(step * 0.8).toFixed(1)}v${tall}z`)
    .join('')

/** The chart of hours where no script draws it. The table under it has the figures. */
const HoursSvg = ({ bars, targetSeconds }: { bars: Bar[]; targetSeconds: number }) => {
  const most = Math.max(targetSeconds, ...bars.map(({ total_seconds }) => total_seconds), 1)
  const tallOf = (seconds: number) => Math.round((seconds / most) * height)
  const drawn = bars.map((bar, at) => ({ bar, at, tall: tallOf(bar.total_seconds) })).filter(({ tall }) => tall > 0)
  const step = width / Math.max(bars.length, 1)
  return (
    <Svg class="hours-svg" viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby="hours-head hours-summary">
      {title}
      <path
        class="fill"
        stroke="none"
        d={pathOf(
          drawn.filter(({ bar }) => isMet(bar)),
          step,
        )}
      />
      <path
        class="fill-soft"
        stroke="none"
        d={pathOf(
          drawn.filter(({ bar }) => !isMet(bar)),
          step,
        )}
      />
      {targetSeconds > 0 && (
        <path stroke="currentColor" stroke-dasharray="2 3" d={`M0 ${height - tallOf(targetSeconds)}h${width}`} />
      )}
    </Svg>
  )
}

type Props = {
  bars: Bar[]
  group: Grouping
  groupings: Grouping[]
  targetSeconds: number
  params: StatsParams
  hasTarget: boolean
  today: string
}

export const Swatch = ({ fill, words }: { fill: string; words: string }) => (
  <span>
    <Svg class="swatch" viewBox="0 0 16 16" aria-hidden="true">
      <rect class={fill} width="16" height="16" stroke="none" />
    </Svg>{' '}
    {words}
  </span>
)

const ChartLegend = ({ target, hasOpen, compared }: { target: string; hasOpen: boolean; compared: boolean }) => (
  <Legend>
    <Swatch fill="fill" words="target met" />
    <Swatch fill="fill-soft" words="below target" />
    {hasOpen && <Swatch fill="fill-open" words="in progress" />}
    {compared && <Swatch fill="fill-past" words="previous period" />}
    <span>
      <Svg class="swatch" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M0 8h16" stroke-dasharray="2 3" />
      </Svg>{' '}
      target, {target}
    </span>
  </Legend>
)

type BarChartProps = {
  id: string
  /** Ids of its name. */
  labelledBy: string
  bars: (Pick<Bar, 'date' | 'to' | 'total_seconds' | 'ticked' | 'before'> &
    Partial<Pick<Bar, 'targetSeconds' | 'isOpen'>> & {
      /** A second part on top. */
      other?: number
    })[]
  targetSeconds?: number
  group: Grouping
  today: string
  /** Where a bar leads to. */
  path: (range: Range) => string
}

const isMet = ({ total_seconds, targetSeconds = 0 }: Pick<Bar, 'total_seconds'> & { targetSeconds?: number }) =>
  targetSeconds > 0 && total_seconds >= targetSeconds

/** A chart that client/chart.ts draws, a bar a line. The page has the figures in a table, or a link to it. */
export const BarChart = ({ id, labelledBy, bars, targetSeconds, group, today, path }: BarChartProps) => (
  <div class="chart">
    <canvas
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
            bar.ticked ? tickOf(bar.date, group) : '',
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

export const Hours = ({ bars, group, groupings, targetSeconds, params, hasTarget, today }: Props) => {
  const met = bars.filter(isMet).length
  const target = duration(targetSeconds)
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
              : `target of ${target} met ${met === 0 ? 'on none' : onPeriods(met, group)}`}
        </span>
      }
      aside={
        <>
          {groupings
            .filter((other) => other !== group)
            .map((other) => (
              <TextLink href={`${statsLink({ ...params, group: other })}#hours`}>By {other}</TextLink>
            ))}
          <TextLink href="#days-table">As a table</TextLink>
          <TextLink href={statsCsvPath(params, 'series')} download>
            CSV<span class="unseen"> of the hours per {group}</span>
          </TextLink>
        </>
      }
    >
      <noscript>
        <HoursSvg bars={bars} targetSeconds={targetSeconds} />
      </noscript>
      <div class="noscript:hidden">
        <BarChart
          id="chart"
          labelledBy="hours-head hours-summary"
          bars={bars}
          targetSeconds={targetSeconds}
          group={group}
          today={today}
          path={(range) => sessionsPath(range, params.subject)}
        />
        {hasTarget && (
          <ChartLegend target={target} hasOpen={hasOpen} compared={bars.some(({ before }) => before !== undefined)} />
        )}
      </div>
    </Section>
  )
}

const onPeriods = (met: number, group: Grouping) => `${group === 'day' ? 'on' : 'in'} ${plural(met, group)}`
