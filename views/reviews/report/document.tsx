import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { dayMonth, rangeText, shortDate, zoneName } from '../../../functions/lib/text/format'
import { localDateTime } from '../../../functions/lib/time/days'
import type { DocumentEntry, DocumentGroup, ReportDocument } from '../../../functions/reviews/report/document'
import { sessionTitle } from '../../../functions/time/sessions/title'
import { assets } from '../../ui/reorder'
import {
  addedText,
  amountsText,
  entryFigures,
  hoursHead,
  hoursText,
  hoursWords,
  onlyCurrency,
  rateText,
  roundingText,
} from './figures'
import { sealDateText } from './saved-report'

type Props = {
  document: ReportDocument
  /** Path of the document's report; undefined for readers of a public link. */
  back?: string
  /** Local date of the report, or when it was sealed (epoch ms); shown at the foot of each page. */
  at: { today: string } | { sealedAt: number }
  /** Text of the seal, below the figures. */
  children?: Child
}

/** Formats rates: `EUR 62.00 an hour`. */
const anHour = (rates: string[], { amounts }: ReportDocument) => {
  const only = onlyCurrency(amounts)
  const rate = rateText(rates, only)
  return rate && `${only ? `${only} ` : ''}${rate} an hour`
}

type Cells = {
  label: Child
  note?: string | undefined
  class?: string
  total: number
  rounded_seconds: number | null
  amount: string
}

const FiguresRow = ({
  document,
  cells: { rounded_seconds: rounded, ...cells },
}: {
  document: ReportDocument
  cells: Cells
}) => (
  <tr class={cells.class}>
    <th scope="row">
      {cells.label}
      {cells.note && <small> · {cells.note}</small>}
    </th>
    <td>{hoursText(cells.total, document.rounding)}</td>
    {hasRounded(document) && (
      <td>{rounded === null ? '' : rounded > 0 ? hoursText(rounded, document.rounding) : '–'}</td>
    )}
    {document.isBilled && <td>{cells.amount}</td>}
  </tr>
)

const hasRounded = ({ isBilled, rounding }: ReportDocument) => isBilled || rounding.mode !== 'none'

const Lines = ({ text }: { text: string }) => (
  <>
    {text.split('\n').map((line, index) => (
      <>
        {index > 0 && <br />}
        <bdi>{line}</bdi>
      </>
    ))}
  </>
)

type EntryProps = { document: ReportDocument; entry: DocumentEntry; rates: string[] }

/** @param rates rates of the group; if there are several, each entry shows its own */
const EntryRow = ({ document, entry, rates }: EntryProps) => (
  <FiguresRow
    document={document}
    cells={{
      label: (
        <>
          <span class="doc-date">{shortDate(entry.date, document.range.to)}</span>{' '}
          <bdi>{sessionTitle({ ...entry, focus_ends_at: null })}</bdi>
          {entry.notes && <p dir="auto">{entry.notes}</p>}
        </>
      ),
      note: rates.length > 1 && entry.rate ? `at ${rateText([entry.rate], onlyCurrency(document.amounts))}` : undefined,
      class: 'doc-entry',
      total: entry.seconds,
      ...entryFigures(entry, document.rounding, onlyCurrency(document.amounts)),
    }}
  />
)

type GroupProps = { document: ReportDocument; group: DocumentGroup; depth: number; showsRate: boolean }

/** A group with its subgroups and entries. Subgroups with entries show their sum at the end, where a reader adds up. */
const Group = ({ document, group, depth, showsRate }: GroupProps) => {
  const only = onlyCurrency(document.amounts)
  const isNotBilled = document.isBilled && group.amounts.length === 0
  const entries = group.entries.map((entry) => <EntryRow document={document} entry={entry} rates={group.rates} />)
  const cells: Cells = {
    label: (
      <>
        {depth > 0 && entries.length > 0 && (document.divisions[1] === 'week' ? 'Week of ' : 'Sum of ')}
        <bdi>{group.label}</bdi>
      </>
    ),
    note: !showsRate ? undefined : isNotBilled ? 'not billed' : anHour(group.rates, document),
    class: depth === 0 ? 'doc-group' : 'doc-part',
    total: group.total_seconds,
    rounded_seconds: group.rounded_seconds,
    amount: amountsText(group.amounts, only),
  }
  if (depth > 0)
    return (
      <tbody>
        {entries}
        <FiguresRow document={document} cells={cells} />
      </tbody>
    )
  return (
    <>
      <tbody>
        <FiguresRow document={document} cells={cells} />
        {entries}
      </tbody>
      {group.groups.map((one) => (
        <Group document={document} group={one} depth={depth + 1} showsRate={group.rates.length > 1} />
      ))}
    </>
  )
}

const Figure = ({ name, children }: { name: string; children: Child }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

/** The document without the frame of the page. */
const Paper = ({ document, at, children }: Omit<Props, 'back'>) => {
  const { time_zone } = document
  const on = 'today' in at ? at.today : localDateTime(at.sealedAt, time_zone).date
  const sealed = 'today' in at ? undefined : sealDateText(at.sealedAt, time_zone)
  const { words, range, rounding, amounts, groups, entries } = document
  const only = onlyCurrency(amounts)
  const [name = '', ...address] = words.sender.split('\n')
  const [addressee = '', ...more] = words.addressee.split('\n')
  const added = addedText(document)
  return (
    <main class="doc" id="main" data-foot={[name, words.title, sealed].filter(Boolean).join(' · ')}>
      <header>
        <div>
          <p class="doc-name">
            <bdi>{name}</bdi>
          </p>
          {address.length > 0 && (
            <p>
              <Lines text={address.join('\n')} />
            </p>
          )}
        </div>
        <div>
          <h1>
            <bdi>{words.title}</bdi>
          </h1>
          <p>
            {words.number && (
              <>
                No. <bdi>{words.number}</bdi>
                <br />
              </>
            )}
            {rangeText(range.from, range.to, '')}, {zoneName(time_zone).split('/').at(-1)} time
            <br />
            Written on {dayMonth(on, '')}
          </p>
        </div>
      </header>
      {words.addressee && (
        <section class="doc-to">
          <p>For</p>
          <p>
            <b>
              <bdi>{addressee}</bdi>
            </b>
            {more.length > 0 && (
              <>
                <br />
                <Lines text={more.join('\n')} />
              </>
            )}
          </p>
        </section>
      )}
      <dl>
        <Figure name="Tracked">{hoursWords(document.total_seconds, rounding)}</Figure>
        {hasRounded(document) && (
          <Figure name={rounding.mode === 'none' ? 'Billed' : document.isBilled ? 'Billed, rounded' : 'Rounded'}>
            {hoursWords(document.rounded_seconds, rounding)}
          </Figure>
        )}
        {document.isBilled && <Figure name="Amount">{amountsText(amounts, null)}</Figure>}
      </dl>
      {words.note && (
        <p class="doc-note" dir="auto">
          <Lines text={words.note} />
        </p>
      )}
      <table>
        <thead>
          <tr>
            <th scope="col">Work</th>
            <th scope="col">{hoursHead('Tracked', rounding)}</th>
            {hasRounded(document) && (
              <th scope="col">{hoursHead(rounding.mode === 'none' ? 'Billed' : 'Rounded', rounding)}</th>
            )}
            {document.isBilled && <th scope="col">{only ?? 'Amount'}</th>}
          </tr>
        </thead>
        {groups.map((group) => (
          <Group document={document} group={group} depth={0} showsRate />
        ))}
        {entries.length > 0 && (
          <tbody>
            {entries.map((entry) => (
              <EntryRow document={document} entry={entry} rates={document.rates} />
            ))}
          </tbody>
        )}
        <tbody class="doc-total">
          <FiguresRow
            document={document}
            cells={{
              label: 'Total',
              total: document.total_seconds,
              rounded_seconds: document.rounded_seconds,
              amount: amountsText(amounts, only),
            }}
          />
        </tbody>
      </table>
      <footer>
        <p>
          {roundingText(rounding, document.isBilled)}
          {added && `, ${added}`}.
        </p>
        {children}
      </footer>
    </main>
  )
}

/** The document as a page of its own, always dark on white, for printing. */
export const ReportDocumentPage = ({ back, children, ...paper }: Props) => (
  <>
    {raw('<!doctype html>')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <title>{paper.document.words.title}</title>
        <link rel="stylesheet" href={assets['document.css']} />
        <script src={assets['print.js']} type="module" />
      </head>
      <body>
        <nav class="doc-bar" aria-label="This document">
          {back && <a href={back}>Back to the report</a>}
          <button type="button" data-prints hidden>
            Print or save as PDF
          </button>
        </nav>
        <Paper {...paper}>{children}</Paper>
      </body>
    </html>
  </>
)
