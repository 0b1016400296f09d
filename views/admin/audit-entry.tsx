import type { AuditRow } from '../../functions/admin/audit/schema'
import { changeWords, describeEntry } from '../../functions/admin/audit/words'
import { Moment, type Reader } from '../ui/moment'
import { RowMeta } from '../ui/rows'

const Who = ({ id, name }: { id: string; name: string | null }) =>
  name === null ? (
    'a deleted account'
  ) : (
    <a class="link" href={`/admin/users/${id}`}>
      <bdi>{name || 'Someone without a name'}</bdi>
    </a>
  )

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
      </div>
    </li>
  )
}
