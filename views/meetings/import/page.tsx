import type { UploadDraft } from '../../../functions/imports/pages'
import { grouped } from '../../../functions/lib/format'
import { meetingsLimit } from '../../../functions/meetings/import/schema'
import { UploadForm } from '../../imports/page'
import { Field, type Option, Select } from '../../ui/field'
import { Fields } from '../../ui/form'

const sample = `BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1@example.com
DTSTART;TZID=Europe/Lisbon:20261124T100000
DTEND;TZID=Europe/Lisbon:20261124T103000
SUMMARY:Weekly with Ada
END:VEVENT
END:VCALENDAR`

type Props = {
  values: Partial<Record<'from' | 'to' | 'organization_id', string>>
  draft?: UploadDraft
  organizations: Option[]
}

/** `/meetings/import` */
export const ImportPage = ({ values, draft, organizations }: Props) => (
  <UploadForm
    label="Import a calendar"
    action="/meetings/import"
    cancel="/meetings"
    about="Export your calendar as an .ics file and import its events as meetings. You’ll see a preview first. Importing a file again adds only what is new."
    draft={draft}
    file={{
      label: 'Calendar file',
      accept: '.ics,.ical,.ifb,text/calendar',
      hint: 'iCalendar (.ics), up to 5 MB',
    }}
    text={{ label: 'Or paste a calendar', rows: 6, placeholder: sample }}
  >
    <Fields>
      <Field label="From" name="from" type="date" required value={values.from} errors={draft?.errors.from} />
      <Field
        label="To"
        name="to"
        type="date"
        required
        value={values.to}
        hint={`At most two years and ${grouped(meetingsLimit)} meetings`}
        errors={draft?.errors.to}
      />
      <Select
        label="Organization"
        name="organization_id"
        value={values.organization_id}
        options={[{ value: '', label: 'No organization' }, ...organizations]}
        errors={draft?.errors.organization_id}
      />
    </Fields>
  </UploadForm>
)
