import { pathTo } from '../../../../functions/lib/http/path-to'
import { type Clock, grouped, plural, rangeText } from '../../../../functions/lib/text/format'
import { generalName } from '../../../../functions/time/sessions/general'
import type { ImportErrors } from '../../../../functions/time/sessions/import/confirm'
import { type ImportPlan, isGeneral } from '../../../../functions/time/sessions/import/plan'
import type { PreviewedImport } from '../../../../functions/time/sessions/import/preview'
import { Confirm } from '../../../changes/preview'
import { LeftOutList } from '../../../imports/left-out'
import { LinkButton, Notice } from '../../../ui/button'
import { Count, Figure, Kpi, Kpis, Table } from '../../../ui/figure'
import { ErrorSummary } from '../../../ui/form'
import { PageHead, Section, Stack, TextLink } from '../../../ui/section'
import { NewNames, NewSessions, NewUses } from './contents'
import { formatName, longTextLook, rowHeadLook } from './page'
import { columnsPath, ImportReading, readingQuery } from './reading'

/** Formats with record numbers instead of line numbers. */
const numbered = new Set(['super-productivity', 'wakatime', 'activitywatch'])

/** Maximum number of rows on the page; the download has all. */
const rowLimit = 20

const ImportRejected = ({ preview }: { preview: PreviewedImport }) => {
  const { upload, rejected, rejected_count, format } = preview
  const download = pathTo`/sessions/import/${upload.id}/rejected.csv?${readingQuery(preview)}`
  const place = numbered.has(format) ? 'Record' : 'Line'
  return (
    <Section
      id="rejected"
      title="Errors"
      summary={rejected_count > rowLimit ? `the first ${rowLimit} of ${plural(rejected_count, 'row')}` : undefined}
      aside={
        <LinkButton href={download} small icon="download" download>
          Download all with reasons
        </LinkButton>
      }
    >
      <Table
        caption="Rows that can’t be imported"
        columns={[{ label: place, numeric: true }, { label: 'Reason' }, { label: 'Row' }]}
        listed
      >
        {rejected.slice(0, rowLimit).map(({ line, reason, raw }) => (
          <tr>
            <td class="num w-px" data-label={place}>
              {line}
            </td>
            <th scope="row" class={rowHeadLook}>
              <bdi>{reason}</bdi>
            </th>
            <td class={`${longTextLook} text-small grey`} dir="auto">
              {raw.slice(0, 50).join(', ').slice(0, 200)}
            </td>
          </tr>
        ))}
      </Table>
    </Section>
  )
}

const laidOut =
  'The file has how long you worked, but not when. Each day’s time is entered from 9:00 on, one session after the other.'

/** Explains how a file is interpreted, if the rows do not show it. */
const ImportRemarks = ({ preview }: { preview: PreviewedImport }) => {
  const { format, isLaidOut, withoutAway, dates, columns, isRemembered, plan } = preview
  const away =
    format === 'activitywatch' &&
    (withoutAway.length === 0
      ? 'Time when you were away from the computer is left out.'
      : 'The file has no record of when you were away from some of the devices, so all of their time counts.')
  const unsure = dates !== null && !dates.isSure
  const overnight = plan.rows.filter(({ isOvernight }) => isOvernight).length
  const general = plan.rows.filter(isGeneral).length
  if (!isLaidOut && !away && !unsure && !columns && overnight + general === 0) return null
  return (
    <Notice tone={unsure || overnight > 0 ? 'warning' : 'neutral'}>
      {overnight === 1 && (
        <p>1 session ends at an earlier time than it starts, so it ends the next day. Check it below.</p>
      )}
      {overnight > 1 && (
        <p>
          {grouped(overnight)} sessions end at an earlier time than they start, so they end the next day. Check them
          below.
        </p>
      )}
      {general > 0 && (
        <p>
          {plural(general, 'session has', 'sessions have')} a client but no project, so{' '}
          {general === 1 ? 'it goes' : 'they go'} to the project {generalName} of the client.
        </p>
      )}
      {isLaidOut && <p>{laidOut}</p>}
      {away && <p>{away}</p>}
      {unsure && (
        <p>
          Dates such as 03/04/2026 are read with the {dates.order === 'dmy' ? 'day' : 'month'} first. Change that below
          if it’s wrong.
        </p>
      )}
      {columns && (
        <p>
          {isRemembered ? 'The columns are as you chose them last time. ' : ''}
          <TextLink href={columnsPath(preview)}>Change columns</TextLink>
        </p>
      )}
    </Notice>
  )
}

type PreviewProps = { preview: PreviewedImport; today: string; clock: Clock; errors?: ImportErrors }

export const previewTitle = 'Review import'

const isOnlySessions = ({ tasks, uses }: ImportPlan) => tasks.length + uses.length === 0

const SessionKpis = ({ plan, today }: { plan: ImportPlan; today: string }) => (
  <>
    <Kpi label="To import" note={plan.days ? rangeText(plan.days.first, plan.days.last, today) : undefined}>
      <Count value={grouped(plan.sessions.length)} unit={plan.sessions.length === 1 ? 'session' : 'sessions'} />
    </Kpi>
    <Kpi label="Time" note={plan.days ? `on ${plural(plan.days.count, 'day')}` : undefined}>
      <Figure seconds={plan.total_seconds} />
    </Kpi>
  </>
)

const Figures = ({ preview: { plan, rejected_count }, today }: Pick<PreviewProps, 'preview' | 'today'>) => (
  <Kpis>
    {(plan.sessions.length > 0 || isOnlySessions(plan)) && <SessionKpis plan={plan} today={today} />}
    {plan.tasks.length > 0 && (
      <Kpi label="Tasks">
        <Count value={grouped(plan.tasks.length)} />
      </Kpi>
    )}
    {plan.uses.length > 0 && (
      <Kpi label="App use" note={plan.days ? `on ${plural(plan.days.count, 'day')}` : undefined}>
        <Figure seconds={plan.app_seconds} />
      </Kpi>
    )}
    <Kpi label="Duplicates" note={plan.duplicates > 0 ? 'skipped' : undefined}>
      <Count value={grouped(plan.duplicates)} />
    </Kpi>
    <Kpi label="Errors" note={rejected_count > 0 ? 'listed below' : undefined}>
      <Count value={grouped(rejected_count)} />
    </Kpi>
  </Kpis>
)

const step = ({ plan, rejected_count, members, member }: PreviewedImport) => {
  const { sessions, tasks, uses } = plan
  const good = sessions.length + tasks.length + uses.length
  const what = isOnlySessions(plan)
    ? plural(sessions.length, 'session')
    : [
        sessions.length > 0 && plural(sessions.length, 'session'),
        tasks.length > 0 && plural(tasks.length, 'task'),
        uses.length > 0 && 'app use',
      ]
        .filter(Boolean)
        .join(' and ')
  if (members.length > 0 && member === '') {
    return { why: `The file has rows for ${members.length} people. Choose which are yours.` }
  }
  if (good === 0)
    return { why: plan.duplicates > 0 ? 'Every row is already imported.' : 'There are no rows to import.' }
  if (rejected_count === 0) return { button: `Import ${what}` }
  return { button: `Import ${what}, skip ${rejected_count}` }
}

const ConfirmSessions = ({ preview }: Pick<PreviewProps, 'preview'>) => {
  const { upload, rejected_count } = preview
  const path = pathTo`/sessions/import/${upload.id}`
  const { button, why } = step(preview)
  return (
    <>
      {why && <Notice>{why}</Notice>}
      <Confirm
        action={`${path}/confirm`}
        discard={`${path}/discard`}
        name="on_error"
        value={rejected_count > 0 ? 'skip' : 'stop'}
        button={button}
        fields={[...readingQuery(preview)]}
      />
    </>
  )
}

export const ImportPreview = ({ preview, preview: { plan }, today, clock, errors }: PreviewProps) => (
  <>
    <PageHead
      title={previewTitle}
      summary={
        <>
          <bdi>{preview.upload.file_name}</bdi>, {formatName(preview.format)}
        </>
      }
    />
    <Stack>
      <ErrorSummary errors={errors?.form} />
      <Figures preview={preview} today={today} />
      <ImportRemarks preview={preview} />
      <ImportReading preview={preview} errors={errors} />
      <ConfirmSessions preview={preview} />
    </Stack>
    {preview.rejected_count > 0 && <ImportRejected preview={preview} />}
    <LeftOutList rows={preview.leftOut} />
    <NewSessions plan={plan} clock={clock} today={today} />
    <NewNames plan={plan} />
    {plan.uses.length > 0 && <NewUses uses={plan.uses} />}
  </>
)
