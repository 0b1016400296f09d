import { appChange, describeApp, readAppsChanged } from '../../../functions/apps/admin/apps/schema'
import type { AuditRow, NestedEntry } from '../../../functions/apps/admin/audit/schema'
import { changeWords, describeEntry } from '../../../functions/apps/admin/audit/words'
import { pathTo } from '../../../functions/lib/http/path-to'
import { grouped } from '../../../functions/lib/text/format'
import { Moment, type Reader } from '../../ui/moment'
import { RowMeta, TextLink } from '../../ui/section'

const Who = ({ id, name }: { id: string; name: string | null }) =>
  name === null ? (
    'a deleted account'
  ) : (
    <a class="link" href={pathTo`/admin/users/${id}`}>
      <bdi>{name || 'Unnamed user'}</bdi>
    </a>
  )

const Inside = ({ rows, subject, after }: Pick<AuditRow, 'subject' | 'after'> & { rows: NestedEntry[] }) => {
  const { added, changed, deleted } = readAppsChanged(after)
  const count = added + changed + deleted
  return (
    <details>
      <summary class="link">Show apps</summary>
      <ul class="points text-small">
        {rows.map((row) => (
          <li>
            <bdi>{describeApp(row).name ?? row.subject}</bdi> <bdi class="grey mono">{row.subject}</bdi>{' '}
            {describeApp(row).did}: {appChange(row)}
          </li>
        ))}
      </ul>
      {count > rows.length && (
        <TextLink href={`/admin/audit?${new URLSearchParams({ inside: subject })}`}>Show all {grouped(count)}</TextLink>
      )}
    </details>
  )
}

export const AuditEntry = ({ entry, ...reader }: Reader & { entry: AuditRow }) => {
  const { did, to, what, name } = describeEntry(entry)
  const change = changeWords(entry)
  return (
    <li>
      <div>
        <p class="row-title">
          <Who id={entry.admin_id} name={entry.admin_name} /> {did}{' '}
          {to === 'person' && <Who id={entry.subject} name={entry.subject_name} />}
          {to === 'thing' && <bdi>{name ?? entry.subject}</bdi>} {what}
        </p>
        <RowMeta
          parts={[
            <Moment at={entry.at} {...reader} />,
            change,
            name !== undefined && <bdi class="mono">{entry.subject}</bdi>,
          ]}
        />
        {entry.rows && <Inside {...entry} rows={entry.rows} />}
      </div>
    </li>
  )
}
