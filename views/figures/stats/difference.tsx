import type { Range } from '../../../functions/lib/days'
import { duration, exactDuration, isoDuration } from '../../../functions/lib/format'
import { Duration } from '../../ui/figure'
import { Icon } from '../../ui/icon'
import { comparePath } from '../../ui/links'

/** `42%`, `<1%`, `−3%`; 0% of nothing. */
export const percent = (part: number, whole: number) => {
  if (whole === 0) return '0%'
  const share = (100 * Math.abs(part)) / whole
  const words = part !== 0 && share < 1 ? '<1%' : `${Math.round(share)}%`
  return part < 0 ? `−${words}` : words
}

/** Where the ranges of a part are compared; undefined for a part of a part, which no page compares. */
export const differencePath = (range: Range, subject: string, part: string) =>
  subject === 'all' || part === subject ? comparePath(range, part) : undefined

type DifferenceProps = {
  /** in seconds */
  now: number
  before: number
  href: string | undefined
}

/** Short form: an arrow instead of “more” or “less”. */
export const Difference = ({ now, before, href }: DifferenceProps) => {
  const by = now - before
  const words = (
    <>
      {by !== 0 && <Icon name={by > 0 ? 'up' : 'down'} />} {by === 0 ? 'no change' : duration(Math.abs(by))}
      {by !== 0 && <span class="unseen"> {by > 0 ? 'more' : 'less'}</span>}
    </>
  )
  const title = `${duration(before)} before`
  return href ? (
    <a class="grey" href={href} data-figure={Math.abs(by)} title={title}>
      {words}
    </a>
  ) : (
    <span class="grey" title={title}>
      {words}
    </span>
  )
}

/** `2h 10m` or `−2h 10m`. */
const Signed = ({ seconds }: { seconds: number }) =>
  seconds < 0 ? (
    <time datetime={`-${isoDuration(-seconds)}`} title={`−${exactDuration(-seconds)}`}>
      −{duration(-seconds)}
    </time>
  ) : (
    <Duration seconds={seconds} />
  )

type CellsProps = {
  seconds: number
  totalSeconds: number
  /** Seconds of the period before. */
  before?: number
  href?: string
  /** Where both periods are compared. */
  changeHref?: string
}

/** Amount, share and difference of a row of a breakdown. */
export const Cells = ({ seconds, totalSeconds, before, href, changeHref }: CellsProps) => (
  <>
    <td class="num">
      {href ? (
        <a href={href} data-figure={Math.abs(seconds)}>
          <Signed seconds={seconds} />
        </a>
      ) : (
        <Signed seconds={seconds} />
      )}
    </td>
    <td class={href ? 'num grey' : 'num'}>{percent(seconds, totalSeconds)}</td>
    {before !== undefined && (
      <td class="num">
        <Difference now={seconds} before={before} href={changeHref} />
      </td>
    )}
  </>
)
