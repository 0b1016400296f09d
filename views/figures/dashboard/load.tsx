import { loadOf } from '../../../functions/figures/dashboard/load'
import type { DashboardView } from '../../../functions/figures/dashboard/view'
import { durationLeft, plural } from '../../../functions/lib/format'
import { Icon, Svg } from '../../ui/icon'

const percent = (value: number, of: number) => `${of > 0 ? Math.round((1000 * value) / of) / 10 : 0}%`

/** Widths of the bar in seconds, from the left. */
const partsOf = ({ load }: Pick<DashboardView, 'load'>) => {
  const { over } = loadOf(load)
  return [
    { value: load.tracked, look: 'fill' },
    { value: load.running, look: 'fill-open' },
    { value: load.planned - over, look: 'fill-soft' },
    { value: over, look: 'fill-over' },
  ]
}

/** The target stands at five sixths of the bar, unless the day has more than the rest shows. */
const widthOf = ({ load }: Pick<DashboardView, 'load'>) => Math.max(loadOf(load).total, (load.capacity ?? 0) * 1.2)

/** Says tasks as /tasks does, and cards apart, whose time is a guess. */
const plannedText = ({ load, cardsDue, cardSeconds }: DashboardView) => {
  const seconds = load.planned - cardSeconds
  const texts = [
    ...(seconds > 0 ? [`${durationLeft(seconds)} still planned`] : []),
    ...(cardsDue > 0 ? [plural(cardsDue, 'card')] : []),
  ]
  return texts.join(' and ') || 'Nothing planned'
}

/** The day as one bar: tracked, running, planned, and what it does not hold; with the same in words. */
export const Load = (view: DashboardView) => {
  const { load } = view
  const { over, free } = loadOf(load)
  const [width, parts] = [widthOf(view), partsOf(view)]
  const at = (index: number) => parts.slice(0, index).reduce((sum, { value }) => sum + value, 0)
  const mark = load.capacity === null ? null : percent(load.capacity, width)
  return (
    <div class="load" id="load">
      <Svg class="draw spark" aria-hidden="true">
        <rect class="fill-ground" width="100%" height="8" />
        {parts.map(({ value, look }, index) => (
          <rect
            class={look}
            x={percent(at(index), width)}
            width={percent(value, width)}
            {...(look === 'fill-open' ? { y: '.5', height: '7' } : { height: '8' })}
          />
        ))}
        {mark && <line class="mark" x1={mark} x2={mark} y1="-3" y2="11" />}
      </Svg>
      <p>
        <span>{plannedText(view)}</span>
        {over >= 60 ? (
          <a class="warning" href="/tasks">
            <Icon name="alert" />
            {over < load.planned ? `${durationLeft(over)} too much` : 'more than the day holds'}
          </a>
        ) : (
          load.capacity !== null && <span>{free > 0 ? `${durationLeft(free)} free` : 'Full'}</span>
        )}
      </p>
    </div>
  )
}
