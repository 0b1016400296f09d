import type { Draft } from '../../../functions/lib/form'
import type { UploadForm } from '../../../functions/sessions/import/schema'
import { Button, LinkButton } from '../../ui/button'
import { Field, Select } from '../../ui/field'
import { Fields } from '../../ui/form'
import { Section, Stack } from '../../ui/section'
import { Table } from '../../ui/table'
import { zoneOptions } from '../../ui/zones'
import { ImportList, type ImportListProps } from './list'

/** Tools whose files are recognized, what comes from each, and how to get its file. */
const sources: [tool: string, brings: string, how: string][] = [
  ['Toggl Track', 'Sessions, projects, clients, tasks and tags', 'Reports → Detailed → Export → Download CSV'],
  ['Clockify', 'Sessions, projects, clients, tasks and tags', 'Reports → Detailed → Export → Save as CSV'],
  ['Kimai', 'Sessions, projects, customers, activities as tasks, and tags', 'My times or Export → CSV, in English'],
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
  ['Anything else', 'Sessions with the columns that you choose', 'Any CSV with dates or times'],
]

/** The list of what can be imported. */
const ImportSources = () => (
  <Section id="sources" title="Where to get the file">
    <Table
      caption="Tools to import from"
      columns={[{ label: 'From' }, { label: 'You get' }, { label: 'How to export it there' }]}
      listed
    >
      {sources.map(([tool, brings, how]) => (
        <tr>
          <th scope="row">{tool}</th>
          <td class="whole">{brings}</td>
          <td class="whole grey">{how}</td>
        </tr>
      ))}
    </Table>
  </Section>
)

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
