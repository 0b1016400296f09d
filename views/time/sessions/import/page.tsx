import type { UploadDraft } from '../../../../functions/imports/read'
import { pathTo, undoPath } from '../../../../functions/lib/http/path-to'
import { duration, grouped, plural, rangeText, shortDate, zoneName } from '../../../../functions/lib/text/format'
import type { TimeLog } from '../../../../functions/time/sessions/csv/read'
import { maxFileBytes } from '../../../../functions/time/sessions/feature'
import type { ImportRow, ListedImport } from '../../../../functions/time/sessions/import/schema'
import { UploadForm } from '../../../imports/page'
import { Actions, Button, LinkButton, PostButton } from '../../../ui/button'
import { zoneOptions } from '../../../ui/choices'
import { Select } from '../../../ui/field'
import { Duration, Table, type TableColumn } from '../../../ui/figure'
import { Fields } from '../../../ui/form'
import { sessionsPath, statsPath } from '../../../ui/links'
import { joinFacts, Pagination, RowMeta, RowTitle, Section, Stack, TextLink } from '../../../ui/section'

const formatNames: Record<TimeLog['format'], string> = {
  'toggl-older': 'Toggl Track, older layout',
  'toggl-newer': 'Toggl Track, newer layout',
  daymark: 'Daymark’s own CSV',
  clockify: 'Clockify detailed report',
  kimai: 'Kimai export',
  timetagger: 'TimeTagger records',
  'super-productivity': 'Super Productivity backup',
  wakatime: 'WakaTime data dump',
  activitywatch: 'ActivityWatch buckets',
  csv: 'Table by its columns',
}

export const formatName = (format: string) => Object.entries(formatNames).find(([key]) => key === format)?.[1] ?? format

/** Classes of table cells that take a phone's whole width: row heads and long text. */
export const rowHeadLook = 'max-lg:col-span-full lg:min-w-64'
export const longTextLook = 'wrap-anywhere max-lg:col-span-full lg:min-w-48'

/** `date` is the local date of the import. */
type Done = ListedImport & { date: string }

const ImportItem = ({ row, today }: { row: Done; today: string }) => {
  const { id, file_name, first_date, last_date, duplicates, rejected } = row
  const hasSessions = row.imported > 0 || row.app_seconds === 0
  const days = first_date !== null && last_date !== null ? { from: first_date, to: last_date } : null
  const apart = [
    formatName(row.format),
    joinFacts(duplicates > 0 && plural(duplicates, 'duplicate'), rejected > 0 && `${rejected} skipped`),
    joinFacts(
      row.tasks > 0 && plural(row.tasks, 'task'),
      row.app_seconds > 0 && `${duration(row.app_seconds)} of app use`,
    ),
  ]
  return (
    <tr id={`import-${id}`}>
      <th scope="row" class={rowHeadLook}>
        <RowTitle href={sessionsPath(days)} name={file_name} />
        <RowMeta parts={apart} />
      </th>
      <td>{days && rangeText(days.from, days.to, today)}</td>
      <td class="num" data-label={hasSessions ? 'Time' : undefined}>
        {hasSessions && (
          <TextLink href={days ? statsPath(days) : '/stats'}>
            <Duration seconds={row.total_seconds} />
          </TextLink>
        )}
      </td>
      <td>{zoneName(row.time_zone)}</td>
      <td class="num" data-label={hasSessions ? 'Sessions' : undefined}>
        {hasSessions && grouped(row.imported)}
      </td>
      <td class="w-px whitespace-nowrap" data-label="Imported">
        {shortDate(row.date, today)}
      </td>
      <td class="w-px whitespace-nowrap max-lg:col-span-full lg:min-w-48">
        {hasSessions && (
          <form method="post" action="/sessions/selected">
            <input type="hidden" name="import_id" value={id} />
            <Button small variant="quiet" name="act" value="time zone">
              Change time zone<span class="sr-only"> of this import</span>
            </Button>
          </form>
        )}
        <LinkButton href={pathTo`/sessions/import/${id}/remove`} small icon="undo">
          Undo this import
        </LinkButton>
      </td>
    </tr>
  )
}

const columns: TableColumn[] = [
  { label: 'File' },
  { label: 'Days' },
  { label: 'Time', numeric: true },
  { label: 'Time zone' },
  { label: 'Sessions', numeric: true },
  { label: 'Imported' },
  { label: 'Undo', unseen: true },
]

type ImportListProps = { imports: Done[]; earlier?: string; today: string }

export const ImportList = ({ imports, earlier, today }: ImportListProps) =>
  imports.length > 0 && (
    <Section id="imports" title="Past imports">
      <Table caption="Imports, newest first" columns={columns} listed>
        {imports.map((row) => (
          <ImportItem row={row} today={today} />
        ))}
      </Table>
      {earlier && <Pagination earlier={{ href: earlier, label: 'Earlier imports' }} />}
    </Section>
  )

/** Confirmation, because undoing an import is permanent. */
export const UndoPage = ({ row }: { row: ImportRow }) => (
  <Stack>
    {row.imported > 0 || row.app_seconds === 0 ? (
      <p>
        The {plural(row.imported, 'session')} from <bdi>{row.file_name}</bdi>, <Duration seconds={row.total_seconds} />,
        will be removed permanently, including any you edited or deleted since.
      </p>
    ) : (
      <p>
        The app use from <bdi>{row.file_name}</bdi>, <Duration seconds={row.app_seconds} />, will be removed
        permanently.
      </p>
    )}
    {row.tasks > 0 && (
      <p>Its {plural(row.tasks, 'task')} will be removed too, unless other sessions or action items use them.</p>
    )}
    <p>Projects created by this import are removed too, unless something else uses them.</p>
    <Actions>
      <PostButton action={undoPath('session.import', row.id)} variant="danger-primary" label="Undo import" />
      <LinkButton href="/sessions/import" variant="quiet">
        Keep import
      </LinkButton>
    </Actions>
  </Stack>
)

/** Supported tools: the imported data, and how to export a file. */
const sources: [tool: string, brings: string, how: string][] = [
  ['Toggl Track', 'Sessions, projects, clients, tasks and tags', 'Reports → Detailed → Export → Download CSV'],
  ['Clockify', 'Sessions, projects, clients, tasks and tags', 'Reports → Detailed → Export → Save as CSV'],
  ['Kimai', 'Sessions, projects, customers, activities as tasks, and tags', 'My times or Export → CSV'],
  [
    'TimeTagger',
    'Sessions and tags',
    'Menu → Export all records, pasted into a text file; or the records of its API as JSON',
  ],
  [
    'Super Productivity',
    'Tasks with notes, estimates and tags, archived ones too, and the time of each day',
    'Settings → Sync & Export → Export Data',
  ],
  ['WakaTime', 'Time by project and day, with the main language as tag', 'Settings → Account → Export, either kind'],
  ['ActivityWatch', 'App use by day, without the time when you were away', 'Raw Data → Export all buckets as JSON'],
  ['Daymark', 'Sessions as they were', 'Sessions → Export'],
  ['Timewarrior', 'Sessions and tags', 'timew export, saved as a file'],
  ['Anything else', 'Sessions with the columns that you choose', 'Any CSV or JSON list with dates or times'],
]

/** List of supported sources. */
const ImportSources = () => (
  <Section id="sources" title="Where to get the file">
    <Table
      caption="Tools to import from"
      columns={[{ label: 'From' }, { label: 'You get' }, { label: 'How to export it there' }]}
      listed
    >
      {sources.map(([tool, brings, how]) => (
        <tr>
          <th scope="row">
            <b>{tool}</b>
          </th>
          <td class={longTextLook}>{brings}</td>
          <td class={`${longTextLook} grey`}>{how}</td>
        </tr>
      ))}
    </Table>
  </Section>
)

type ImportPageProps = ImportListProps & {
  timeZone: string
  /** Tool that the person chose as the source of the file. */
  from?: string
  draft?: UploadDraft
}

export const SessionImportPage = ({ timeZone, from, draft, ...list }: ImportPageProps) => {
  const [tool, , how] = sources.find(([name]) => name === from) ?? []
  const zone = draft?.values.time_zone || timeZone
  return (
    <>
      <UploadForm
        label="Import sessions"
        action="/sessions/import"
        about="Import from another time tracker, or any CSV. Daymark recognises the file and shows a preview first. Duplicates are skipped, and an import can be undone."
        draft={draft}
        file={{
          label: 'File',
          accept: '.csv,.json,.tsv,.txt,text/csv,application/json,text/plain',
          required: true,
          bytes: maxFileBytes,
          hint: tool ? `To get it from ${tool}: ${how}` : 'CSV or JSON, up to 5 MB',
        }}
      >
        <Fields>
          <Select
            label="Time zone of the file"
            name="time_zone"
            wide
            options={zoneOptions(zone)}
            value={zone}
            errors={draft?.errors.time_zone}
            hint="Where the file names none"
          />
        </Fields>
      </UploadForm>
      <ImportSources />
      <ImportList {...list} />
      <Section id="export" title="Export sessions">
        <Stack>
          <p>All sessions as CSV; you can import it again.</p>
          <LinkButton href="/sessions.csv" icon="download" download>
            Download sessions.csv
          </LinkButton>
        </Stack>
      </Section>
    </>
  )
}
