import { plural } from '../../../functions/lib/format'
import type { Remark } from '../../../functions/meetings/import/schema'
import { Notice } from '../../ui/notice'

const shownRemarks = 20

type Props = { title: string; tone: 'neutral' | 'warning' | 'bad'; remarks: Remark[] }

/** Events by their name and line, and what is to be said of each. */
export const Remarks = ({ title, tone, remarks }: Props) =>
  remarks.length === 0 ? null : (
    <Notice tone={tone}>
      <p>
        <strong>{title}</strong>
      </p>
      <ul>
        {remarks.slice(0, shownRemarks).map(({ line, name, message }) => (
          <li>
            <bdi>{name}</bdi> (line {line}): {message}
          </li>
        ))}
      </ul>
      {remarks.length > shownRemarks && <p>{plural(remarks.length - shownRemarks, 'more event')} like these.</p>}
    </Notice>
  )
