import { pathTo } from '../../../../functions/lib/http/path-to'
import { plural } from '../../../../functions/lib/text/format'
import type { ImportErrors } from '../../../../functions/time/sessions/import/confirm'
import { memberKey, type PreviewedImport } from '../../../../functions/time/sessions/import/preview'
import { zoneOptions } from '../../../ui/choices'
import { optionsOf, Select } from '../../../ui/field'
import { Toolbar } from '../../../ui/form'

type Props = { preview: PreviewedImport; errors?: ImportErrors }

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

/** Chosen columns as parameters. */
const columnParams = ({ columns }: PreviewedImport): Record<string, string> =>
  columns === null
    ? {}
    : {
        duration_unit: columns.duration_unit,
        ...Object.fromEntries(Object.entries(columns.columns).map(([field, at]) => [`column_${field}`, String(at)])),
      }

/** All parameters that decide how a file is read. */
export const readingQuery = (preview: PreviewedImport) => {
  const { time_zone, member, dates } = preview
  return new URLSearchParams({ time_zone, member, ...(dates && { date_order: dates.order }), ...columnParams(preview) })
}

export const columnsPath = (preview: PreviewedImport) =>
  pathTo`/sessions/import/${preview.upload.id}/columns?${readingQuery(preview)}`

export const ImportReading = ({ preview, errors }: Props) => (
  <Toolbar label="Import options" action={pathTo`/sessions/import/${preview.upload.id}`}>
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
    {Object.entries(columnParams(preview)).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
  </Toolbar>
)
