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
          label="Time zone of its times"
          name="time_zone"
          wide
          options={zoneOptions(zone)}
          value={zone}
          errors={draft?.errors.time_zone}
          hint="Where the clocks were that the file shows"
        />
      </Fields>
      <Button variant="primary">Check the file</Button>
    </form>
  )
}

export const ImportPage = ({ timeZone, draft, ...list }: ImportPageProps) => (
  <>
    <Stack>
      <p>
        Daymark reads Toggl Track’s detailed report, in its older and its newer layout, and its own CSV. You see what
        would come in before anything is written, and a file imported twice adds nothing.
      </p>
      <UploadFields timeZone={timeZone} draft={draft} />
    </Stack>
    <ImportList {...list} />
    <Section id="export" title="Take your sessions out">
      <Stack>
        <p>All of them as CSV, which the import reads back.</p>
        <LinkButton href="/sessions.csv" icon="export" download>
          Download sessions.csv
        </LinkButton>
      </Stack>
    </Section>
  </>
)
