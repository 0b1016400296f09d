import type { Child } from 'hono/jsx'
import type { ComparedFigures, CompareView } from '../../../functions/figures/stats/compare/view'
import { daysIn, presets } from '../../../functions/ledger/range'
import { duration, grouped, plural, rangeText, shortDate, weekName } from '../../../functions/lib/text/format'
import type { Choices } from '../../ledger/filter-fields'
import { CountKpi, DurationCell, Figure, FigureKpi, FigureLine, Kpis, Spark, Swatch, Table } from '../../ui/figure'
import { Legend } from '../../ui/figure-table'
import { comparePath, explainPath, sessionsPath, statsWay } from '../../ui/links'
import { PageHead, Section } from '../../ui/section'
import { DatesForm, FigureSieve, figurePageId, Presets } from './changes-form'
import { Change } from './figures'
import { Difference } from './period-table'

type Context = CompareView & { today: string; choices: Choices }

const names: [keyof ComparedFigures, string, (amount: number) => string][] = [
  ['total', 'Total', duration],
  ['average', 'Average per active day', duration],
  ['active', 'Active days', grouped],
  ['sessions', 'Sessions', grouped],
  ['best', 'Best day', duration],
]

/** Sessions have no time of day in the sums: up to now, only times are compared. */
const figuresShown = ({ isCut }: Context) => names.filter(([name]) => !isCut || name !== 'sessions')

type FigureProps = { view: Context; figure: (typeof names)[number] }

const Before = ({ view: { before, figuresBefore, isCut, subject }, figure: [name, , words] }: FigureProps) => {
  const amount = figuresBefore[name]
  // A day that is cut short is explained by no page.
  if (isCut || amount === 0) return words(amount)
  return (
    <a href={explainPath(before, subject, { figure: explained(name) })} data-figure={amount}>
      {words(amount)}
    </a>
  )
}

const explained = (name: keyof ComparedFigures) => (name === 'total' || name === 'sessions' ? undefined : name)

/** A figure of the range, with how it differs from the one before. */
const Compared = ({ view, figure, hero }: FigureProps & { hero?: boolean }) => {
  const { figures, figuresBefore, range, subject } = view
  const [name, label, words] = figure
  const now = figures[name]
  const href = now > 0 ? explainPath(range, subject, { figure: explained(name) }) : undefined
  const note = (
    <span class="grey">
      <span data-total={Math.abs(now - figuresBefore[name])}>
        <Change now={now} before={figuresBefore[name]} words={words} />
      </span>
      , before <Before view={view} figure={figure} />
    </span>
  )
  if (hero) {
    return (
      <FigureLine>
        <span class="unseen">{label} </span>
        <Figure hero seconds={now} href={href} />
        {note}
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

/** Both ranges in as many parts, each a bar above the bar of the part before. */
const Parts = ({ view }: { view: Context }) => {
  const { parts, daysOfPart, range, before, isCut, subject, today } = view
  const most = Math.max(...parts.flatMap((part) => [part.now.seconds, part.before.seconds]))
  if (most === 0) return null
  const rest = daysIn(range) % daysOfPart
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
      >
        {parts.map(({ now, before: past }, index) => (
          <tr>
            <th scope="row" class="tight">
              {now.from === now.to ? shortDate(now.from, today) : weekName({ date: now.from, to: now.to })}
              {rest > 0 && index === parts.length - 1 && <span class="grey"> {plural(rest, 'day')}</span>}
            </th>
            <td class="spark-cell">
              <Spark max={most} parts={[{ value: now.seconds }]} />
              <Spark max={most} parts={[{ value: past.seconds, tone: 'soft' }]} />
            </td>
            <DurationCell seconds={now.seconds || null} href={explainPath(now, subject)} />
            <td class="num tight">
              <Difference now={now.seconds} before={past.seconds} />
            </td>
          </tr>
        ))}
      </Table>
    </Section>
  )
}

/** Differences by project. A day that is cut short counts as a whole here. */
const Projects = ({ view: { projects, range, before, isCut } }: { view: Context }) =>
  projects.length > 0 && (
    <Section id="compared-projects" title="By project" summary={isCut && 'whole days'}>
      <Table
        caption="Tracked time of each project in both ranges"
        columns={[
          { label: 'Project' },
          { label: 'Tracked', numeric: true },
          { label: 'Before', numeric: true },
          { label: 'Change', numeric: true },
        ]}
      >
        {projects.map(({ subject, label, now, before: past }) => (
          <tr>
            <th scope="row">
              <bdi>{label}</bdi>
            </th>
            <DurationCell seconds={now || null} href={sessionsPath(range, subject)} />
            <DurationCell seconds={past || null} href={sessionsPath(before, subject)} />
            <td class="num tight">
              <Difference now={now} before={past} />
            </td>
          </tr>
        ))}
      </Table>
    </Section>
  )

export const ComparePage = (view: Context) => {
  const { subject, label, range, before, isCut, today } = view
  const summary: Child = (
    <>
      <bdi>{label}</bdi>, {rangeText(range.from, range.to, today)} compared with{' '}
      {rangeText(before.from, before.to, today)}
      {isCut && ', up to this time of day'}
    </>
  )
  return (
    <div id={figurePageId}>
      <PageHead title="Compare" back={statsWay(range, subject)} summary={summary} />
      <div class="tools">
        <DatesForm
          action="/stats/compare"
          hidden={{ subject }}
          range={range}
          strip={
            <Presets
              range={range}
              today={today}
              names={presets}
              hrefOf={(days) => comparePath(days ?? range, subject)}
            />
          }
        />
        <FigureSieve {...view} page="/stats/compare" params={{ ...range, by: isCut ? 'now' : undefined }} />
      </div>
      <Figures view={view} />
      <Projects view={view} />
      <Parts view={view} />
    </div>
  )
}
