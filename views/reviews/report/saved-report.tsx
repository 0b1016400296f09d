import type { AnyDraft } from '../../../functions/lib/http/form'
import { pathTo } from '../../../functions/lib/http/path-to'
import { dayMonth, duration, momentText, monthName, plural, rangeText } from '../../../functions/lib/text/format'
import { addMonths, localDateTime, monthOf, monthStart } from '../../../functions/lib/time/days'
import { addAmounts } from '../../../functions/reviews/report/build'
import type { Difference, Differences } from '../../../functions/reviews/report/kept/changes'
import { type ReportRow, reportKind, reportPartNames } from '../../../functions/reviews/report/kept/schema'
import type { SealRow } from '../../../functions/reviews/report/kept/seal'
import type { NamedGroup, NamedReport } from '../../../functions/reviews/report/read'
import { parseRounding } from '../../../functions/reviews/report/schema'
import { Actions, Button, LinkButton, Menu, Notice } from '../../ui/button'
import { Secret } from '../../ui/copyable'
import { Field, type FieldProps, Select } from '../../ui/field'
import { Duration } from '../../ui/figure'
import { draftFields, EditForm, ErrorSummary, Fields, FormId } from '../../ui/form'
import { MenuPost, Row } from '../../ui/item'
import { KindFields } from '../../ui/kind'
import { PageHead, RowActions, RowList, RowTitle, Section, TextLink } from '../../ui/section'
import { groupChoices, roundedParts, roundingChoices } from './choices'
import { amountsText, hoursWords, type RoundingSteps } from './figures'
import { reportPath } from './page'

const Box = ({ name, label, checked }: { name: string; label: string; checked: boolean }) => (
  <label class="check">
    <input type="checkbox" name={name} value="1" checked={checked} autocomplete="off" />
    {label}
  </label>
)

type FormProps = {
  /** Initial values of a new report. */
  fresh?: Partial<ReportRow>
  row?: ReportRow
  /** Description of the filter. */
  of: string
  draft?: AnyDraft
}

/** Two lists that share a name. */
const Groups = ({ value, ...field }: FieldProps) => {
  const [first = '', second = ''] = String(value ?? '')
    .split(/[,"[\]]+/)
    .filter(Boolean)
  return (
    <>
      <Select {...field} label="Group by" value={first} options={groupChoices(false)} />
      <Select label="Then by" name="grouping" idPrefix="report-then" value={second} options={groupChoices(true)} />
    </>
  )
}

const usualSender = (
  <>
    Taken from <TextLink href="/settings/sign-in">Settings</TextLink>
  </>
)

/** Form of a saved report. Its filter (`subject`) cannot be changed here. */
export const KeptForm = ({ fresh, row, of, draft }: FormProps) => {
  const { subject = 'all', shows = '' } = { ...fresh, ...row }
  const isTicked = (name: string) => (draft ? draft.values[name] === '1' : shows.split(' ').includes(name))
  return (
    <EditForm label="Report" action={row ? pathTo`/reports/${row.id}` : '/reports'}>
      {row && <input type="hidden" name="seq" value={draft?.values.seq ?? row.seq} />}
      <input type="hidden" name="subject" value={draft?.values.subject ?? subject} />
      <input type="hidden" name="boxes" value="1" />
      <ErrorSummary errors={['seq', 'subject'].flatMap((name) => draft?.errors[name] ?? [])} />
      <KindFields
        kind={reportKind}
        row={row}
        draft={draft}
        linked={fresh}
        choices={[]}
        today=""
        idPrefix="report"
        slots={{
          sender: (field) => <Field {...field} hint={usualSender} />,
          grouping: (field) => <Groups {...field} />,
          rounding: (field) => <Select {...field} label="Rounding" options={roundingChoices} />,
          per: (field) => <Select {...field} label="Round" options={roundedParts} />,
          subject: () => null,
          shows: () => null,
        }}
      />
      <fieldset class="checks">
        <legend>Show</legend>
        {Object.entries(reportPartNames).map(([name, label]) => (
          <Box name={name} label={label} checked={isTicked(name)} />
        ))}
      </fieldset>
      <p class="grey">
        Counts <bdi>{of || 'all time'}</bdi>
      </p>
      <Actions>
        <Button variant="primary">Save</Button>
        <LinkButton variant="quiet" href={row ? pathTo`/reports/${row.id}` : '/report'}>
          Cancel
        </LinkButton>
      </Actions>
    </EditForm>
  )
}

const verbs: Record<Difference['kind'], [one: string, many: string]> = {
  added: ['was added', 'were added'],
  removed: ['was removed', 'were removed'],
  shortened: ['was shortened', 'were shortened'],
  lengthened: ['was lengthened', 'were lengthened'],
  renamed: ['was renamed', 'were renamed'],
  noted: ['got new notes', 'got new notes'],
  filed: ['was filed elsewhere', 'were filed elsewhere'],
  billed: ['is billed differently', 'are billed differently'],
}

/** Describes a difference: `2 sessions of 14 October were shortened by 40m`. */
const differenceText = ({ date, kind, sessions, seconds }: Difference, rounding: RoundingSteps) => {
  const by = { shortened: ' by', lengthened: ' by', added: ', ', removed: ', ' }[kind as 'added']
  const time = by && seconds > 0 ? `${by === ', ' ? ', ' : `${by} `}${hoursWords(seconds, rounding)}` : ''
  return `${plural(sessions, 'session')} of ${dayMonth(date, '')} ${verbs[kind][sessions === 1 ? 0 : 1]}${time}`
}

/** Date of a seal, in the sender's zone with the zone's name. */
export const sealDateText = (sealed_at: number, time_zone: string) =>
  `Sealed on ${momentText(sealed_at, { time_zone, clock: 24 }, 0)}`

const isUnchanged = ({ lines, hasOtherNames }: Differences) => lines.length === 0 && !hasOtherNames

type WordsProps = { differences: Differences | null; list: boolean; rounding: RoundingSteps }

/**
 * Says how current data differs from the sealed document, or that it does not.
 * @param list true to list each difference
 */
export const SealWords = ({ differences, list, rounding }: WordsProps) => {
  if (differences === null) return <>Its filter no longer exists, so changes can’t be shown.</>
  if (isUnchanged(differences)) return <>Nothing has changed since then.</>
  if (!list) return <>Some of its sessions have changed since then.</>
  return (
    <ul>
      {differences.lines.map((line) => (
        <li>{differenceText(line, rounding)}</li>
      ))}
      {differences.hasOtherNames && <li>Some names in it have changed</li>}
    </ul>
  )
}

type SealProps = {
  row: ReportRow
  seal: Pick<SealRow, 'sealed_at' | 'expires_at' | 'openings' | 'passphrase' | 'show_changes'> | null
  differences: Differences | null
  time_zone: string
  now: number
  draft?: AnyDraft
  /** The secret address, shown only once after sealing. */
  url?: string
}

/**
 * The seal of a report: its address, later changes, and how often it was opened. Without a seal, the form that seals.
 */
export const Seal = ({ row, seal, differences, time_zone, now, draft, url }: SealProps) => {
  const field = draftFields({ expires_at: '', passphrase: '' }, draft, 'seal')
  if (!seal || draft)
    return (
      <Section id="seal" title="Share">
        <p class="grey">
          Anyone with the secret address can read the report as it is now, without an account, and see whether anything
          has changed since.
        </p>
        <EditForm label="Share" action={pathTo`/reports/${row.id}/seal`}>
          <FormId />
          <Fields>
            <Field label="Expires" type="date" {...field('expires_at')} />
            <Field
              label="Passphrase"
              hint="At least 8 characters"
              maxlength={200}
              autocomplete="off"
              {...field('passphrase')}
            />
          </Fields>
          <Box
            name="show_changes"
            label="Readers see what changed"
            checked={draft ? draft.values.show_changes === '1' : true}
          />
          <Actions>
            <Button variant="primary" icon="lock">
              Seal and share
            </Button>
          </Actions>
        </EditForm>
      </Section>
    )
  const isOver = seal.expires_at !== null && seal.expires_at <= now
  const hasChanged = differences === null || !isUnchanged(differences)
  return (
    <Section id="seal" title="Shared">
      {url && (
        <>
          <p>Copy this address and send it: it won’t be shown again.</p>
          <Secret id="seal-url" label="Secret address" value={url} class="mt-3" />
        </>
      )}
      <Notice
        class="my-3"
        tone={hasChanged ? 'warning' : 'neutral'}
        icon={hasChanged ? undefined : 'check'}
        actions={
          <>
            {hasChanged && (
              <LinkButton small href={`${pathTo`/reports/${row.id}/document`}?now=1`}>
                Current document
              </LinkButton>
            )}
            <details class="menu" data-menu="">
              <summary class="button small">Revoke</summary>
              <div class="sheet">
                <p class="px-3 py-2">
                  The secret address stops working permanently. You can then edit and share the report again.
                </p>
                <form method="post" action={pathTo`/reports/${row.id}/seal/remove`}>
                  <button type="submit" class="bad">
                    Revoke the address
                  </button>
                </form>
              </div>
            </details>
          </>
        }
      >
        <b>{sealDateText(seal.sealed_at, time_zone)}.</b>{' '}
        <SealWords differences={differences} list rounding={parseRounding(row.rounding)} />
      </Notice>
      <p class="grey">
        {hasChanged && 'The document is the sealed version, the table below is current. '}
        Opened {seal.openings === 1 ? 'once' : `${seal.openings} times`}
        {seal.expires_at !== null &&
          `, ${isOver ? 'ended after' : 'ends after'} ${dayMonth(localDateTime(seal.expires_at - 1, time_zone).date, '')}`}
        {seal.passphrase !== null && ', asks for a passphrase'}
        {seal.show_changes === 0 && ', readers don’t see what changed'}.
      </p>
    </Section>
  )
}

const ReportItem = ({ row, today }: { row: ReportRow & { sealed_at: number | null }; today: string }) => (
  <Row
    id={`report-${row.id}`}
    title={<RowTitle href={pathTo`/reports/${row.id}`} name={row.title} />}
    facts={[rangeText(row.from_date, row.to_date, today), row.sealed_at !== null && 'sealed']}
    actions={
      <RowActions>
        <Menu label={`More for ${row.title}`}>
          <MenuPost action={pathTo`/reports/${row.id}/next`} label="Copy to the next period" icon="copy" />
          <MenuPost action={pathTo`/reports/${row.id}/delete`} label="Delete" icon="trash" danger />
        </Menu>
      </RowActions>
    }
  />
)

type ListProps = { reports: (ReportRow & { sealed_at: number | null })[]; today: string }

export const ReportList = ({ reports, today, oob }: ListProps & { oob?: boolean }) => (
  <div id="report-list" hx-swap-oob={oob ? 'outerMorph' : undefined}>
    {reports.length > 0 && (
      <Section
        id="kept"
        title="Saved"
        summary={reports.length}
        aside={<TextLink href="/deleted">Recently deleted</TextLink>}
      >
        <RowList rows={reports} item={(row) => <ReportItem row={row} today={today} />} />
      </Section>
    )}
  </div>
)

type Sum = Pick<NamedGroup, 'total_seconds' | 'amounts'>

/** Groups by client and month; their figures link to their reports. */
const Clients = ({ start, today }: { start: NamedReport; today: string }) => {
  const month = monthOf(today)
  const months = [
    { key: monthStart(addMonths(month, -1)), range: 'last-month' },
    { key: monthStart(month), range: undefined },
  ] as const
  const row = (label: string, subject: string | undefined, sumOf: (key: string) => Sum) => (
    <tr>
      <th scope="row">
        <bdi>{label}</bdi>
      </th>
      {months.map(({ key, range }) => (
        <td class="num">
          <a
            class="link"
            href={reportPath({ range, subject })}
            aria-label={`${label}, ${monthName(monthOf(key), today)}: ${duration(sumOf(key).total_seconds)}`}
          >
            <Duration seconds={sumOf(key).total_seconds} />
          </a>
          {sumOf(key).amounts.length > 0 && (
            <small class="grid text-grey text-small">{amountsText(sumOf(key).amounts, null)}</small>
          )}
        </td>
      ))}
    </tr>
  )
  const sumIn =
    (clients: NamedGroup[]) =>
    (key: string): Sum => {
      const sums = clients.flatMap(({ groups }) => groups.filter((one) => one.key === key))
      return {
        total_seconds: sums.reduce((sum, { total_seconds }) => sum + total_seconds, 0),
        amounts: addAmounts(sums.flatMap(({ amounts }) => amounts)),
      }
    }
  return (
    <table class="data">
      <caption class="sr-only">Hours of each client by month</caption>
      <thead>
        <tr>
          <th scope="col">Client</th>
          {months.map(({ key }) => (
            <th scope="col" class="num">
              {monthName(monthOf(key), today)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {start.groups.map((client) => row(client.label, client.key, sumIn([client])))}
        {row('Everything', undefined, sumIn(start.groups))}
      </tbody>
    </table>
  )
}

/** `/reports`: suggestions for a new report, and the list of saved ones. */
export const ReportsPage = ({ start, ...list }: ListProps & { start: NamedReport | null }) => (
  <>
    <PageHead
      title="Reports"
      summary="hours and amounts to send to someone"
      actions={
        <LinkButton variant="primary" icon="plus" href="/report">
          New report
        </LinkButton>
      }
    />
    {start && <Clients start={start} today={list.today} />}
    <ReportList {...list} />
  </>
)
