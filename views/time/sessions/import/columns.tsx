import { pathTo } from '../../../../functions/lib/http/path-to'
import { truncateText } from '../../../../functions/lib/text/text'
import { type ColumnChoice, type ColumnField, columnFields } from '../../../../functions/time/sessions/csv/columns'
import type { UnknownTable } from '../../../../functions/time/sessions/csv/table'
import { columnParam } from '../../../../functions/time/sessions/import/schema'
import { Actions, Button, LinkButton } from '../../../ui/button'
import { zoneOptions } from '../../../ui/choices'
import { optionsOf, Select, type SelectOption } from '../../../ui/field'
import { Table } from '../../../ui/figure'
import { ErrorSummary, Fields, HiddenOrg } from '../../../ui/form'
import { PageHead, Section, Stack } from '../../../ui/section'
import { longTextLook, rowHeadLook } from './page'

export const columnsTitle = 'Choose columns'

/** Labels of the fields, also used in errors. */
const labels: Record<ColumnField, string> = {
  date: 'Date',
  start: 'Start',
  end: 'End',
  duration: 'Duration',
  project: 'Project',
  client: 'Client',
  task: 'Task',
  title: 'Title',
  notes: 'Notes',
  tags: 'Tags',
}

const hints: Partial<Record<ColumnField, string>> = {
  date: 'Not needed if the start has a date',
  start: 'A time, or a date with a time',
  end: 'Not needed with a duration',
  duration: 'Not needed with a start and an end',
  tags: 'Separated by commas',
}

const orders = { '': 'Detect', dmy: 'Day first (25/03/2026)', mdy: 'Month first (03/25/2026)' }
const units = {
  hours: 'Hours (1.5)',
  minutes: 'Minutes (90)',
  seconds: 'Seconds (5400)',
  days: 'Days (0.0625)',
  'mm:ss': 'Minutes and seconds (90:00)',
}

const shown = (text: string) => truncateText(text, 60)

const columnOptions = (header: string[]): SelectOption[] => [
  { value: '', label: 'None' },
  ...header.slice(0, 500).map((name, index) => ({ value: index, label: shown(name.trim()) || `Column ${index + 1}` })),
]

type ColumnsProps = {
  upload: { id: string; file_name: string }
  table: UnknownTable
  choice: ColumnChoice
  timeZone: string
  error?: string
}

const sampleColumns = 50

/** The first rows of a file, transposed: one row per column. */
const Sample = ({ table: { header, rows } }: Pick<ColumnsProps, 'table'>) => (
  <Section id="sample" title="First rows of the file">
    <Table
      caption="Each column of the file with its first values"
      columns={[{ label: 'Column' }, ...rows.slice(0, 3).map((_, index) => ({ label: `Row ${index + 1}` }))]}
      listed
    >
      {header.slice(0, sampleColumns).map((name, column) => (
        <tr>
          <th scope="row" class={rowHeadLook}>
            <bdi>{shown(name.trim()) || `Column ${column + 1}`}</bdi>
          </th>
          {rows.slice(0, 3).map((cells) => (
            <td class={`${longTextLook} text-small grey`} dir="auto">
              {shown(cells[column]?.trim() ?? '')}
            </td>
          ))}
        </tr>
      ))}
    </Table>
  </Section>
)

/** Step between an unknown CSV file and its preview: assign its columns. */
export const ImportColumns = ({ upload, table, choice, timeZone, error }: ColumnsProps) => (
  <>
    <PageHead title={columnsTitle} summary={<bdi>{upload.file_name}</bdi>} />
    <Stack>
      <ErrorSummary errors={error ? [error] : undefined} />
      <p>
        {table.guess.question ?? 'Daymark doesn’t know which tool this file comes from, so choose its columns'}. The
        next file with the same columns is read the same way.
      </p>
      <form class="stack" method="get" action={pathTo`/sessions/import/${upload.id}`}>
        <HiddenOrg />
        <Fields>
          {columnFields.map((field) => (
            <Select
              label={labels[field]}
              name={columnParam(field)}
              options={columnOptions(table.header)}
              value={choice.columns[field] ?? ''}
              hint={hints[field]}
            />
          ))}
          <Select
            label="Order of dates"
            name="date_order"
            options={optionsOf(orders)}
            value={choice.date_order ?? ''}
          />
          <Select
            label="Durations are in"
            name="duration_unit"
            options={optionsOf(units)}
            value={choice.duration_unit}
            hint="1:30 and 1h 30m are always understood"
          />
          <Select label="Time zone" name="time_zone" wide options={zoneOptions(timeZone)} value={timeZone} />
        </Fields>
        <Actions>
          <Button variant="primary">Preview</Button>
          <LinkButton href="/sessions/import" variant="quiet">
            Choose another file
          </LinkButton>
        </Actions>
      </form>
    </Stack>
    <Sample table={table} />
  </>
)
