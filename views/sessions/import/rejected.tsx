import { plural } from '../../../functions/lib/format'
import type { PreviewedImport } from '../../../functions/sessions/import/preview'
import { LinkButton } from '../../ui/button'
import { Section } from '../../ui/section'
import { Table } from '../../ui/table'
import { readingQuery } from './reading'

/** Formats whose records have a number instead of a line. */
const numbered = new Set(['super-productivity', 'wakatime', 'activitywatch'])

/** Rows on the page; the download has all. */
const rowLimit = 20

export const ImportRejected = ({ preview }: { preview: PreviewedImport }) => {
  const { upload, rejected, rejected_count, format } = preview
  const download = `/sessions/import/${upload.id}/rejected.csv?${readingQuery(preview)}`
  const place = numbered.has(format) ? 'Record' : 'Line'
  return (
    <Section
      id="rejected"
      title="Errors"
      summary={rejected_count > rowLimit ? `the first ${rowLimit} of ${plural(rejected_count, 'row')}` : undefined}
      aside={
        <LinkButton href={download} small icon="download" download>
          Download all with reasons
        </LinkButton>
      }
    >
      <Table
        caption="Rows that can’t be imported"
        columns={[{ label: place, numeric: true }, { label: 'Reason' }, { label: 'Row' }]}
        listed
      >
        {rejected.slice(0, rowLimit).map(({ line, reason, raw }) => (
          <tr>
            <td class="num tight" data-label={place}>
              {line}
            </td>
            <th scope="row" class="whole">
              <bdi>{reason}</bdi>
            </th>
            <td class="whole small grey" dir="auto">
              {raw.slice(0, 50).join(', ').slice(0, 200)}
            </td>
          </tr>
        ))}
      </Table>
    </Section>
  )
}
