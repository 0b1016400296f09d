import type { Grouping } from '../../functions/ledger/schema'
import { duration, plural } from '../../functions/lib/format'
import type { StatsParams } from '../../functions/stats/query'
import { statsCsvPath, statsLink } from '../links'
import { LinkButton } from '../ui/button'
import { Legend } from '../ui/heat-cell'
import { Section, TextLink } from '../ui/section'
import { Svg } from '../ui/svg'
import { HoursSvg } from './hours-svg'
import type { Bar } from './period-table'

type Props = {
  bars: Bar[]
  group: Grouping
  groupings: Grouping[]
  targetSeconds: number
  params: StatsParams
  hasTarget: boolean
}

export const Swatch = ({ fill, words }: { fill: string; words: string }) => (
  <span>
    <Svg class="i" viewBox="0 0 16 16" aria-hidden="true">
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
      <Svg class="i" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M0 8h16" stroke-dasharray="2 3" />
      </Svg>{' '}
      target, {target}
    </span>
  </Legend>
)

/** client/stats.ts draws the chart from the table below. */
export const Hours = ({ bars, group, groupings, targetSeconds, params, hasTarget }: Props) => {
  const met = bars.filter((bar) => bar.targetSeconds > 0 && bar.total_seconds >= bar.targetSeconds).length
  const target = duration(targetSeconds)
  const hasOpen = bars.some(({ isOpen }) => isOpen)
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
          <TextLink href="#days">As a table</TextLink>
          <LinkButton small icon="download" href={statsCsvPath(params, 'series')} download>
            CSV<span class="unseen"> of the hours per {group}</span>
          </LinkButton>
        </>
      }
    >
      <noscript>
        <HoursSvg bars={bars} targetSeconds={targetSeconds} />
      </noscript>
      <div class="noscript:hidden">
        <div class="chart">
          <canvas
            id="chart"
            role="img"
            aria-labelledby="hours-head hours-summary"
            data-rows="#days [data-seconds]"
            data-target={targetSeconds}
          />
        </div>
        {hasTarget && (
          <ChartLegend target={target} hasOpen={hasOpen} compared={bars.some(({ before }) => before !== undefined)} />
        )}
      </div>
    </Section>
  )
}

const onPeriods = (met: number, group: Grouping) => `${group === 'day' ? 'on' : 'in'} ${plural(met, group)}`
