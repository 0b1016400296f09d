import type { Draft } from '../../../functions/lib/form'
import type { UploadForm } from '../../../functions/sessions/import/schema'
import { Button, LinkButton } from '../../ui/button'
import { Field, Select } from '../../ui/field'
import { Fields } from '../../ui/form'
import { Section, Stack } from '../../ui/section'
import { zoneOptions } from '../../ui/zones'
import { ImportList, type ImportListProps } from './list'

type ImportPageProps = ImportListProps & { timeZone: string; draft?: Draft<UploadForm> }

const UploadFields = ({ timeZone, draft }: Pick<ImportPageProps, 'timeZone' | 'draft'>) => {
  const zone = draft?.values.time_zone || timeZone
  return (
    <form class="stack" action="/sessions/import" method="post" enctype="multipart/form-data">
      <Fields>
        <Field
          label="File"
          name="file"
          type="file"
          accept=".csv,text/csv"
          required
          wide
          errors={draft?.errors.file}
          hint="CSV, up to 5 MB"
        />
        <Select
          label="Time zone of the file"
          name="time_zone"
          wide
          options={zoneOptions(zone)}
          value={zone}
          errors={draft?.errors.time_zone}
          hint="The zone its times were recorded in"
        />
      </Fields>
      <Button variant="primary">Preview</Button>
    </form>
  )
}

export const ImportPage = ({ timeZone, draft, ...list }: ImportPageProps) => (
  <>
    <Stack>
      <p>Import a Toggl Track detailed report or a Daymark CSV. You’ll see a preview first; duplicates are skipped.</p>
      <UploadFields timeZone={timeZone} draft={draft} />
    </Stack>
    <ImportList {...list} />
    <Section id="export" title="Export sessions">
      <Stack>
        <p>All sessions as CSV; you can import it again.</p>
        <LinkButton href="/sessions.csv" icon="export" download>
          Download sessions.csv
        </LinkButton>
      </Stack>
    </Section>
  </>
)
