import type { Child } from 'hono/jsx'
import type { ComparedFigures, CompareView } from '../../../functions/figures/stats/compare/view'
import { daysIn, presetFor, presets } from '../../../functions/ledger/range'
import { addUp } from '../../../functions/ledger/schema'
import {
  duration,
  grouped,
  plural,
  rangeText,
  shortDate,
  shortRangeText,
  weekName,
} from '../../../functions/lib/text/format'
import type { Range } from '../../../functions/lib/time/days'
import type { FilterChoices } from '../../ledger/filter-fields'
import { CountKpi, DurationCell, Figure, FigureKpi, FigureLine, Kpis, Spark, Swatch, Table } from '../../ui/figure'
import { Legend } from '../../ui/figure-table'
import { Tools } from '../../ui/filter'
import { comparePath, explainPath, jointPath, statsBackLink } from '../../ui/links'
import { PageHead, Section, TextLink } from '../../ui/section'
import { StripLink } from '../../ui/strip'
import { DatesForm, FigureSieve, figurePageId, Presets } from './changes-form'
import { AmountChange } from './figures'
import { Difference, formatShare } from './period-table'
import { ShareName } from './shares'

type Context = CompareView & { today: string; choices: FilterChoices }

const names: [keyof ComparedFigures, string, (amount: number) => string][] = [
  ['total', 'Total', duration],
  ['average', 'Average per active day', duration],
  ['active', 'Active days', grouped],
  ['sessions', 'Sessions', grouped],
  ['best', 'Best day', duration],
]

/** Figures to compare. Sums of sessions have no time of day, so a range up to now compares only times. */
const figuresShown = ({ isCut }: Context) => names.filter(([name]) => !isCut || name !== 'sessions')

type FigureProps = { view: Context; figure: (typeof names)[number] }

const Before = ({ view: { before, figuresBefore, isCut, subject }, figure: [name, , words] }: FigureProps) => {
  const amount = figuresBefore[name]
  // No page explains a partial day.
  if (isCut || amount === 0) return words(amount)
  return (
    <a href={explainPath(before, subject, { figure: explained(name) })} data-figure={amount}>
      {words(amount)}
    </a>
  )
}

const explained = (name: keyof ComparedFigures) => (name === 'total' || name === 'sessions' ? undefined : name)

/** Averages per day, for ranges of different lengths. */
const PerDay = ({ range, before, figures, figuresBefore }: Context) => {
  const [days, other] = [daysIn(range), daysIn(before)]
  const each = (seconds: number, count: number) => duration(Math.floor(seconds / count))
  return (
    days !== other && (
      <span class="grey">
        {plural(days, 'day')} against {other}: {each(figures.total, days)} per day against{' '}
        {each(figuresBefore.total, other)}
      </span>
    )
  )
}

/** A figure of the range, and its difference from the range before. */
const Compared = ({ view, figure, hero }: FigureProps & { hero?: boolean }) => {
  const { figures, figuresBefore, range, subject } = view
  const [name, label, words] = figure
  const now = figures[name]
  const href = now > 0 ? explainPath(range, subject, { figure: explained(name) }) : undefined
  const note = (
    <span class="grey">
      <span data-total={Math.abs(now - figuresBefore[name])}>
        <AmountChange now={now} before={figuresBefore[name]} words={words} />
      </span>
      , {view.than ? 'against' : 'before'} <Before view={view} figure={figure} />
    </span>
  )
  if (hero) {
    return (
      <FigureLine class="my-4">
        <span class="sr-only">{label} </span>
        <Figure hero seconds={now} href={href} />
        {note}
        <PerDay {...view} />
      </FigureLine>
    )
  }
  return words === duration ? (
    <FigureKpi label={label} note={note} seconds={now} href={href} />
  ) : (
    <CountKpi label={label} note={note} count={now} href={href} />
  )
}

const Figures = ({ view }: { view: Context }) => {
  const [total, ...others] = figuresShown(view)
  return (
    <>
      {total && <Compared hero view={view} figure={total} />}
      <Kpis id="figures">
        {others.map((figure) => (
          <Compared view={view} figure={figure} />
        ))}
      </Kpis>
    </>
  )
}

const titles = { 1: 'Day by day', 7: 'Week by week', 28: 'Every four weeks' }

/** Both ranges in the same number of parts: a bar for each, above the bar of the earlier range. */
const Parts = ({ view }: { view: Context }) => {
  const { parts, daysOfPart, range, before, than, isCut, subject, today } = view
  const most = Math.max(...parts.flatMap((part) => [part.now?.seconds ?? 0, part.before?.seconds ?? 0]))
  if (most === 0) return null
  return (
    <Section
      id="compared-days"
      title={titles[daysOfPart]}
      summary={isCut && 'the last day up to this time of day'}
      aside={
        <Legend>
          <Swatch fill="fill" words={rangeText(range.from, range.to, today)} />
          <Swatch fill="fill-soft" words={rangeText(before.from, before.to, today)} />
        </Legend>
      }
    >
      <Table
        caption="Tracked time of both ranges"
        columns={[{ label: 'Days' }, { label: 'Share' }, { label: 'Tracked', numeric: true }, { label: 'Change' }]}
        unseenHead
        bars={['wide', 'below']}
        class="max-sm:*:[tbody]:*:first:border-0 max-sm:*:[tbody]:*:*:last:min-w-20"
      >
        {parts.map(({ now, before: past }) => {
          const days = now ?? past ?? range
          const [seconds, secondsBefore] = [now?.seconds ?? 0, past?.seconds ?? 0]
          return (
            <tr>
              <th scope="row">
                {days.from === days.to ? shortDate(days.from, today) : weekName({ date: days.from, to: days.to })}
                {daysIn(days) < daysOfPart && <span class="grey"> {plural(daysIn(days), 'day')}</span>}
              </th>
              <td class="spark-cell">
                <Spark max={most} parts={[{ value: seconds }]} />
                <Spark max={most} parts={[{ value: secondsBefore, tone: 'soft' }]} />
              </td>
              <DurationCell seconds={seconds || null} href={explainPath(days, subject)} />
              <td class="num sm:w-px">
                <Difference now={seconds} before={secondsBefore} isBefore={!than} />
              </td>
            </tr>
          )
        })}
      </Table>
    </Section>
  )
}

/** Formats a change: `+12%`, of the time per day if the ranges differ in length; `new` from zero, `gone` to zero. */
const change = ({ range, before: past }: Context, now: number, before: number) => {
  if (before === 0) return 'new'
  const [each, eachBefore] = [now * daysIn(past), before * daysIn(range)]
  return now === 0 ? 'gone' : `${each > eachBefore ? '+' : ''}${formatShare(each - eachBefore, eachBefore)}`
}

type LineProps = { view: Context; name: Child; now: number; before: number; hrefOf: (range: Range) => string }

const Line = ({ view, name, now, before, hrefOf }: LineProps) => (
  <tr>
    <th scope="row">{name}</th>
    <DurationCell seconds={now || null} href={hrefOf(view.range)} />
    <DurationCell seconds={before || null} href={hrefOf(view.before)} />
    <td class="num sm:w-px">
      <Difference now={now} before={before} isBefore={!view.than} />
    </td>
    <td class="num sm:w-px">{change(view, now, before)}</td>
  </tr>
)

/** Both ranges by project. A partial day counts as a whole day here. */
const Projects = ({ view }: { view: Context }) => {
  const { projects, range, before, than, isCut, subject, sort, today } = view
  const pathBy = (order?: string) => `${comparePath(range, subject, than ?? undefined)}${order ? `&sort=${order}` : ''}`
  const column = (label: string, order?: 'project' | 'first' | 'second') => ({
    label,
    numeric: order !== 'project',
    sort: {
      href: `${pathBy(order)}#compared-projects`,
      now: sort === order ? (order === 'project' ? ('ascending' as const) : ('descending' as const)) : undefined,
    },
  })
  const sums = { now: addUp(projects).total_seconds, before: projects.reduce((sum, one) => sum + (one.before ?? 0), 0) }
  return (
    projects.length > 0 && (
      <Section
        id="compared-projects"
        title="By project"
        summary={isCut && 'whole days'}
        aside={<TextLink href={comparePath(before, subject, range)}>Swap the ranges</TextLink>}
      >
        <Table
          caption="Tracked time of each project in both ranges"
          columns={[
            column('Project', 'project'),
            column(shortRangeText(range.from, range.to, today), 'first'),
            column(shortRangeText(before.from, before.to, today), 'second'),
            column('Change'),
            { label: daysIn(range) === daysIn(before) ? 'Percent' : 'Percent per day', numeric: true },
          ]}
          class="names-above"
          foot={<Line {...sums} view={view} name="Total" hrefOf={(days) => explainPath(days, subject)} />}
        >
          {projects.map((share) => (
            <Line
              view={view}
              name={<ShareName share={share} by="project" />}
              now={share.total_seconds}
              before={share.before ?? 0}
              hrefOf={(days) => jointPath(days, [subject, share.subject])}
            />
          ))}
        </Table>
      </Section>
    )
  )
}

export const ComparePage = (view: Context) => {
  const { subject, label, range, before, than, isCut, today } = view
  const other = { than_from: than?.from, than_to: than?.to }
  const summary: Child = (
    <>
      <bdi>{label}</bdi>, {rangeText(range.from, range.to, today)} compared with{' '}
      {rangeText(before.from, before.to, today)}
      {isCut && ', up to this time of day'}
    </>
  )
  return (
    <div id={figurePageId}>
      <PageHead title="Compare" back={statsBackLink(range, subject)} summary={summary} />
      <Tools>
        <DatesForm
          action="/stats/compare"
          hidden={{ subject, ...other }}
          range={range}
          strip={
            <Presets
              range={range}
              today={today}
              names={presets}
              hrefOf={(days) => comparePath(days ?? range, subject, than ?? undefined)}
            />
          }
        />
        <FigureSieve {...view} page="/stats/compare" params={{ ...range, ...other, by: isCut ? 'now' : undefined }} />
      </Tools>
      <Tools>
        <DatesForm
          isThan
          action="/stats/compare"
          hidden={{ subject, ...range }}
          range={before}
          open={than !== null && presetFor(than, today) === undefined}
          strip={
            <Presets
              label="Compared with"
              range={than ?? undefined}
              today={today}
              names={presets}
              first={
                <>
                  <span class="small grey flex-none self-center">Compared with</span>
                  <StripLink href={comparePath(range, subject)} isCurrent={!than}>
                    Days before
                  </StripLink>
                </>
              }
              hrefOf={(days) => comparePath(range, subject, days ?? undefined)}
            />
          }
        />
      </Tools>
      <Figures view={view} />
      <Projects view={view} />
      <Parts view={view} />
    </div>
  )
}
