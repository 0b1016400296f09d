import { projectColors } from '../../functions/lib/text/text'
import { Actions, Badge } from '../../views/ui/button'
import { Count, Duration, Figure, FigureKpi, FigureLine, Kpi, Kpis, Progress, Spark } from '../../views/ui/figure'
import { HeatLegend, type HeatLevel, Legend, MonthDay } from '../../views/ui/figure-table'
import { Icon, ProjectMark } from '../../views/ui/icon'
import { iconNames } from '../../views/ui/icon-paths'
import { Columns, Section, Stack } from '../../views/ui/section'

const badges = [
  { tone: 'bad', icon: 'alert', text: '7 days overdue' },
  { tone: 'warning', icon: 'clock', text: 'due in 7 days' },
  { tone: 'good', icon: 'check', text: 'completed' },
  { text: 'not started' },
  { tone: 'accent', icon: 'play', text: 'running' },
  { tone: 'warning', icon: 'overlap', text: 'overlaps 20m' },
  { icon: 'lock', text: 'locked' },
] as const

export const FigureSamples = () => (
  <Section id="figures" title="Badges, figures and icons">
    <Stack>
      <Actions>
        {badges.map(({ text, ...look }) => (
          <Badge {...look}>{text}</Badge>
        ))}
      </Actions>
      <FigureLine>
        <Figure seconds={7800} hero href="#figures" />
        <span class="grey">
          of <Duration seconds={18_000} /> · <Duration seconds={10_200} /> to go
        </span>
      </FigureLine>
      <FigureLine>
        <Figure seconds={77_700} />
        <span class="good">
          <Icon name="up" /> 1h 45m more
        </span>
        <span class="bad">
          <Icon name="down" /> 40m less
        </span>
      </FigureLine>
      <p class="actions grey">
        {iconNames.map((name) => (
          <span role="img" aria-label={name}>
            <Icon name={name} />
          </span>
        ))}
      </p>
    </Stack>
    <Kpis>
      <FigureKpi label="Total" note="5h 42m more" seconds={347_040} href="#figures" />
      <Kpi label="Active days" note="no change">
        <Count value={22} unit="of 30" href="#figures" />
      </Kpi>
      <FigureKpi label="Best day" note="Wed 4 Nov" seconds={25_500} href="#figures" />
    </Kpis>
  </Section>
)

export const ProgressSamples = () => (
  <Section id="progress" title="Progress">
    <Columns kind="two">
      <Stack>
        <Progress value={62} label="Example, 62%" />
        <Progress value={100} label="Example, done" />
        <Progress value={0} label="Example, none" />
      </Stack>
      <Stack>
        <Spark
          max={100}
          target={71.4}
          label="31 of 71 tracked, 24 open"
          parts={[{ value: 31 }, { value: 23.8, tone: 'open' }]}
        />
        <Spark
          max={100}
          label="By project"
          parts={[
            { value: 40, project: 'cobalt' },
            { value: 25, project: 'rust' },
            { value: 10, project: null },
          ]}
        />
        <p class="hint">Filled is tracked, dashed is still open, the upright line is the target.</p>
      </Stack>
    </Columns>
  </Section>
)

const levels: HeatLevel[] = [0, 1, 2, 3, 4]

export const HeatSamples = () => (
  <Section id="heat" title="Heat" summary={<span data-roving-status>two weeks, one tab stop</span>}>
    <table class="month" data-roving>
      <caption class="sr-only">Two weeks of example days</caption>
      <tbody>
        {[0, 1].map((week) => (
          <tr>
            {levels.map((level) => (
              <MonthDay
                level={level}
                month="November"
                day={week * 5 + level + 1}
                today={week === 1 && level === 3}
                stop={week === 1 && level === 3}
                href={level > 0 ? '#heat' : undefined}
              >
                {level > 0 && `${level}h`}
              </MonthDay>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
    <Legend>
      <HeatLegend level={0} rest>
        rest day
      </HeatLegend>
      {levels.map((level) => (
        <HeatLegend level={level}>{level === 0 ? 'none' : `to ${level}h`}</HeatLegend>
      ))}
      <HeatLegend level={3} today>
        today
      </HeatLegend>
    </Legend>
  </Section>
)

export const PaletteSamples = () => (
  <Section id="palette" title="Project palette" summary="always beside the name">
    <p class="actions grey">
      {projectColors.map((color) => (
        <span>
          <ProjectMark color={color} />
          {color}
        </span>
      ))}
    </p>
  </Section>
)
