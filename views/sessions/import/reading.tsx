import { plural } from '../../../functions/lib/format'
import { columnFields } from '../../../functions/sessions/csv/columns'
import { memberKey, type PreviewedImport } from '../../../functions/sessions/import/preview'
import { columnParam } from '../../../functions/sessions/import/schema'
import { optionsOf, Select } from '../../ui/field'
import { Toolbar } from '../../ui/form'
import { zoneOptions } from '../../ui/zones'

type Props = { preview: PreviewedImport; errors?: { time_zone?: string[]; member?: string[] } }

const Whose = ({ preview: { members, member }, errors }: Props) => (
  <Select
    label="Your name in the file"
    name="member"
    value={member}
    options={[
      ...(member === '' ? [{ value: '', label: 'Choose' }] : []),
      ...members.map((one) => ({
        value: memberKey(one),
        label: `${one.name || one.email}, ${plural(one.rows, 'row')}`,
      })),
    ]}
    errors={errors?.member}
  />
)

/** Parameters of how a file is read, besides its zone and member. */
const readingParams = ({ columns, dates }: PreviewedImport) => ({
  order: dates ? [['date_order', dates.order] as const] : [],
  columns: columns
    ? [
        ['duration_unit', columns.duration_unit] as const,
        ...columnFields.flatMap((field) => {
          const at = columns.columns[field]
          return at === undefined ? [] : [[columnParam(field), String(at)] as const]
        }),
      ]
    : [],
})

/** All parameters of how a file is read. */
export const readingQuery = (preview: PreviewedImport) => {
  const { order, columns } = readingParams(preview)
  const { time_zone, member } = preview
  return new URLSearchParams(
    [['time_zone', time_zone], ['member', member], ...order, ...columns].map((pair) => [...pair]),
  )
}

export const columnsPath = (preview: PreviewedImport) =>
  `/sessions/import/${preview.upload.id}/columns?${readingQuery(preview)}`

/** Keeps how a file is read in a form. */
export const KeptReading = ({ preview, withOrder }: { preview: PreviewedImport; withOrder?: boolean }) => {
  const { order, columns } = readingParams(preview)
  return (
    <>
      {[...(withOrder ? order : []), ...columns].map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  )
}

export const ImportReading = ({ preview, errors }: Props) => (
  <Toolbar label="Import options" action={`/sessions/import/${preview.upload.id}`}>
    {preview.members.length > 0 && <Whose preview={preview} errors={errors} />}
    <Select
      label="Time zone"
      name="time_zone"
      options={zoneOptions(preview.time_zone)}
      value={preview.time_zone}
      errors={errors?.time_zone}
    />
    {preview.dates && (
      <Select
        label="Order of dates"
        name="date_order"
        options={optionsOf({ dmy: 'Day first', mdy: 'Month first' })}
        value={preview.dates.order}
      />
    )}
    <KeptReading preview={preview} />
  </Toolbar>
)
