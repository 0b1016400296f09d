import type { Draft } from '../../../functions/lib/form'
import type { UploadForm } from '../../../functions/sessions/import/schema'
import { Button, LinkButton } from '../../ui/button'
import { Field, Select } from '../../ui/field'
import { Fields } from '../../ui/form'
import { Section, Stack } from '../../ui/section'
import { zoneOptions } from '../../ui/zones'
import { ImportList, type ImportListProps } from './list'
import { ImportSources } from './sources'

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
          accept=".csv,.json,.tsv,.txt,text/csv,application/json,text/plain"
          required
          wide
          errors={draft?.errors.file}
          hint="CSV or JSON, up to 5 MB"
        />
        <Select
          label="Time zone of the file"
          name="time_zone"
          wide
          options={zoneOptions(zone)}
          value={zone}
          errors={draft?.errors.time_zone}
          hint="For times without one"
        />
      </Fields>
      <Button variant="primary">Preview</Button>
    </form>
  )
}

export const ImportPage = ({ timeZone, draft, ...list }: ImportPageProps) => (
  <>
    <Stack>
      <p>
        Import from another time tracker, or any CSV. Daymark recognises the file and shows a preview first. Duplicates
        are skipped, and an import can be undone.
      </p>
      <UploadFields timeZone={timeZone} draft={draft} />
    </Stack>
    <ImportList {...list} />
    <ImportSources />
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
