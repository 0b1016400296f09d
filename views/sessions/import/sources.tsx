import { Section } from '../../ui/section'
import { Table } from '../../ui/table'

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
export const ImportSources = () => (
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
