import type { Child } from 'hono/jsx'
import type { Difference } from '../../functions/lib/conflict'
import { plural } from '../../functions/lib/format'
import type { VersionDifferences } from '../../functions/sync/conflicts/differences'
import type { Line } from '../../functions/sync/conflicts/line-differences'
import { type Conflict, isGone } from '../../functions/sync/conflicts/schema'
import { TextLink } from '../ui/section'
import { conflictsPath } from './paths'

/** In characters. */
const lineLength = 200

const Fields = ({ fields, side }: { fields: Difference[]; side: 'yours' | 'saved' }) => (
  <ul>
    {fields.map((field) => (
      <li>
        <span class="grey">{field.label}:</span> <bdi>{field[side] || 'nothing'}</bdi>
      </li>
    ))}
  </ul>
)

const Lines = ({ lines: all, most }: { lines: Line[]; most: number }) => {
  const lines = all.filter(({ text }) => text.trim() !== '')
  if (lines.length === 0) return <p class="grey">no other lines</p>
  return (
    <>
      <ul class="differing-lines">
        {lines.slice(0, most).map(({ number, text }) => (
          <li>
            <span class="grey">{number}</span>{' '}
            <bdi>{text.length > lineLength ? `${text.slice(0, lineLength).toWellFormed()}…` : text}</bdi>
          </li>
        ))}
      </ul>
      {lines.length > most && <p class="grey">and {plural(lines.length - most, 'line')} more</p>}
    </>
  )
}

type SideProps = {
  conflict: Conflict
  differences: VersionDifferences
  side: 'lost' | 'present'
  /** The most lines of a plan that are shown. */
  most: number
}

const deletedText: Record<SideProps['side'], string> = {
  lost: 'Deleted. Bringing this back deletes it again.',
  present: 'Deleted',
}

/** Parts of one version that the other does not have. */
export const VersionContent = ({ conflict, differences, side, most }: SideProps): Child => {
  const { is_deletion } = conflict
  if (side === 'lost' ? is_deletion : isGone(conflict)) return <p>{deletedText[side]}</p>
  const { fields, lines } = differences
  if (lines) {
    const hasWords = [...lines.ours, ...lines.theirs].some(({ text }) => text.trim() !== '')
    if (!hasWords) return <p class="grey">Only spaces or empty lines differ</p>
    return <Lines lines={side === 'lost' ? lines.ours : lines.theirs} most={most} />
  }
  if (fields.length > 0) return <Fields fields={fields} side={side === 'lost' ? 'yours' : 'saved'} />
  if (is_deletion || isGone(conflict)) return <p>The whole {conflict.type}</p>
  if (conflict.lost === null || conflict.present?.data == null) {
    return (
      <p class="grey">
        Too long to compare here. <TextLink href={`${conflictsPath}/${conflict.id}`}>Compare</TextLink>
      </p>
    )
  }
  return <p class="grey">Differs only in details that aren’t shown</p>
}
