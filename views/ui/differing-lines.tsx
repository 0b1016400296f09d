import { plural } from '../../functions/lib/text/format'
import type { NumberedLine } from '../../functions/lib/text/line-differences'
import { truncateText } from '../../functions/lib/text/text'

/** Maximum characters of a line. */
const lineLength = 200

type Props = {
  lines: NumberedLine[]
  /** Maximum number of lines. */
  most: number
}

/** Lines of a text that another text lacks, with their numbers. */
export const DifferingLines = ({ lines: all, most }: Props) => {
  const lines = all.filter(({ text }) => text.trim() !== '')
  if (lines.length === 0) return <p class="grey">no other lines</p>
  return (
    <>
      <ul>
        {lines.slice(0, most).map(({ number, text }) => (
          <li>
            <span class="grey">{number}</span> <bdi>{truncateText(text, lineLength)}</bdi>
          </li>
        ))}
      </ul>
      {lines.length > most && <p class="grey">and {plural(lines.length - most, 'line')} more</p>}
    </>
  )
}
