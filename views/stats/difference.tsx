import { duration, exactDuration, isoDuration } from '../../functions/lib/format'
import { shownChange } from '../../functions/lib/shown-minutes'
import { Duration } from '../ui/figure'
import { Icon } from '../ui/icon'

/** `42%`, `<1%`, `−3%`; 0% of nothing. */
export const percent = (part: number, whole: number) => {
  if (whole === 0) return '0%'
  const share = (100 * Math.abs(part)) / whole
  const words = part !== 0 && share < 1 ? '<1%' : `${Math.round(share)}%`
  return part < 0 ? `−${words}` : words
}

/** Short form: an arrow instead of “more” or “less”. Both are seconds as shown. */
export const Difference = ({ now, before }: { now: number; before: number }) => {
  const by = shownChange(now, before)
  return (
    <span class="grey" title={`${duration(before)} before`}>
      {by !== 0 && <Icon name={by > 0 ? 'up' : 'down'} />} {by === 0 ? 'no change' : duration(Math.abs(by))}
      {by !== 0 && <span class="unseen"> {by > 0 ? 'more' : 'less'}</span>}
    </span>
  )
}

/** `2h 10m` or `−2h 10m`. */
export const Signed = ({ seconds, shown = seconds }: { seconds: number; shown?: number }) =>
  seconds < 0 ? (
    <time datetime={`-${isoDuration(-seconds)}`} title={`−${exactDuration(-seconds)}`}>
      −{duration(-shown)}
    </time>
  ) : (
    <Duration seconds={seconds} shown={shown} />
  )
