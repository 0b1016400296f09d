import type { Child } from 'hono/jsx'
import type { ComparedFigures, CompareView } from '../../../functions/figures/stats/compare/view'
import { daysIn } from '../../../functions/ledger/range'
import type { Range } from '../../../functions/lib/days'
import { duration, grouped, plural, rangeText, shortDate } from '../../../functions/lib/format'
import { CountCell, Duration, DurationCell, Spark, Table } from '../../ui/figure'
import { Legend } from '../../ui/figure-table'
import { explainPath, statsWay } from '../../ui/links'
import { PageHead, Section } from '../../ui/section'
import { DatesForm } from './changes-form'
import { Change } from './figures'
import { Swatch } from './hours'
import { weekName } from './repo-periods'

type Context = CompareView & { today: string }

const names: [keyof ComparedFigures, string, (amount: number) => string][] = [
  ['total', 'Total', duration],
  ['average', 'Average per active day', duration],
  ['active', 'Active days', grouped],
  ['sessions', 'Sessions', grouped],
  ['best', 'Best day', duration],
]

/** Sessions have no time of day in the sums: up to now, only times are compared. */
const figuresShown = ({ isCut }: Context) => names.filter(([name]) => !isCut || name !== 'sessions')

const columns = (first: string) => [
  { label: first },
  { label: 'This range', numeric: true },
  { label: 'Before', numeric: true },
  { label: 'Change', numeric: true },
]

type FigureCellProps = {
  name: keyof ComparedFigures
  amount: number
  words: (amount: number) => string
  /** null where the figure has no explanation */
  range: Range | null
  subject: string
}

const FigureCell = ({ name, amount, words, range, subject }: FigureCellProps) => {
  const figure = name === 'total' || name === 'sessions' ? undefined : name
  const href = range && amount > 0 ? explainPath(range, subject, { figure }) : undefined
  return words === duration ? (
    <DurationCell seconds={amount} href={href} />
  ) : href ? (
    <CountCell count={amount} href={href} />
  ) : (
    <td class="num">{words(amount)}</td>
  )
}

const Figures = ({ view }: { view: Context }) => (
  <Table caption="Both ranges compared" columns={columns('Figure')} dense>
    {figuresShown(view).map(([name, label, words]) => {
      const [now, before] = [view.figures[name], view.figuresBefore[name]]
      return (
        <tr>
          <th scope="row">{label}</th>
          <FigureCell name={name} amount={now} words={words} range={view.range} subject={view.subject} />
          <FigureCell
            name={name}
            amount={before}
            words={words}
            // A day that is cut short is explained by no page.
            range={view.isCut ? null : view.before}
            subject={view.subject}
          />
          <td class="num">
            <span data-total={Math.abs(now - before)}>
              <Change now={now} before={before} words={words} />
            </span>
          </td>
        </tr>
      )
    })}
  </Table>
)

type Part = CompareView['parts'][number]['now']

/** A range of a row above the one that it is compared with. */
const Both = ({ part, of }: { part: CompareView['parts'][number]; of: (part: Part, isBefore: boolean) => Child }) => (
  <>
    <div>{of(part.now, false)}</div>
    <div class="grey">{of(part.before, true)}</div>
  </>
)

const titles = { 1: 'Day by day', 7: 'Week by week', 28: 'Every four weeks' }

/** Both ranges in as many parts, each a bar above the bar of the part before. */
const Parts = ({ view }: { view: Context }) => {
  const { parts, daysOfPart, range, before, isCut, subject, today } = view
  const most = Math.max(...parts.flatMap((part) => [part.now.seconds, part.before.seconds]))
  if (most === 0) return null
  const rest = daysIn(range) % daysOfPart
  const summary = isCut ? 'the last day up to this time of day' : rest > 0 && `the last has ${plural(rest, 'day')}`
  return (
    <Section id="compared-days" title={titles[daysOfPart]} summary={summary}>
      <Legend>
        <Swatch fill="fill" words={rangeText(range.from, range.to, today)} />
        <Swatch fill="fill-soft" words={rangeText(before.from, before.to, today)} />
      </Legend>
      <Table
        caption="Tracked time of both ranges"
        columns={[
          { label: 'Days' },
          { label: 'Share', unseen: true },
          { label: 'Tracked', numeric: true },
          { label: 'Change', numeric: true },
        ]}
        dense
      >
        {parts.map((part) => (
          <tr>
            <th scope="row">
              <Both
                part={part}
                of={({ from, to }) => (from === to ? shortDate(from, today) : weekName({ date: from, to }))}
              />
            </th>
            <td class="spark-cell">
              <Both
                part={part}
                of={({ seconds }, isBefore) => (
                  <Spark max={most} parts={[{ value: seconds, tone: isBefore ? 'soft' : 'solid' }]} />
                )}
              />
            </td>
            <td class="num">
              <Both
                part={part}
                of={({ seconds, ...days }, isBefore) =>
                  seconds === 0 ? (
                    <span class="grey">none</span>
                  ) : isBefore && isCut && days.to === before.to ? (
                    <Duration seconds={seconds} />
                  ) : (
                    <a href={explainPath(days, subject)} data-figure={seconds}>
                      <Duration seconds={seconds} />
                    </a>
                  )
                }
              />
            </td>
            <td class="num">
              <Change now={part.now.seconds} before={part.before.seconds} />
            </td>
          </tr>
        ))}
      </Table>
    </Section>
  )
}

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
    <>
      <PageHead title="Compare" back={statsWay(range, subject)} summary={summary} />
      <DatesForm action="/stats/compare" hidden={{ subject }} range={range} />
      <Figures view={view} />
      <Parts view={view} />
    </>
  )
}
