import { plural } from '../../../functions/lib/format'
import { memberKey } from '../../../functions/sessions/import/members'
import type { PreviewedImport } from '../../../functions/sessions/import/preview'
import { Select } from '../../ui/field'
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
  </Toolbar>
)
