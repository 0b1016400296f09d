import type { PropsWithChildren } from 'hono/jsx'
import { weekdayNames } from '../../functions/lib/text/format'
import { classes } from './icon'

const box = classes(
  'relative flex cursor-pointer flex-col items-center justify-center rounded border border-line-firm bg-transparent',
  'text-center text-small leading-tight hover:bg-hover',
  'has-checked:border-accent has-checked:bg-accent-wash has-checked:shadow-chosen',
  'has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-1',
)

/** `line`: one word, as high as a button. `tall`: a name below the number, outside a narrow box. */
const sizes = { line: 'min-h-control p-0', tall: 'min-h-12 px-0 py-1 @lg:min-h-16' }

/** Classes of a box that is chosen from a row of boxes; its control covers it. */
export const levelLook = (size: keyof typeof sizes, more?: string) => classes(box, sizes[size], more)

type LevelProps = PropsWithChildren<{
  type: 'checkbox' | 'radio'
  id: string
  name: string
  value: string | number
  checked: boolean
  required?: boolean
  size?: keyof typeof sizes
  class?: string
  /** Accessible name, if the visible text is short. */
  label?: string
}>

/** A box to choose from a row of boxes. */
export const Level = ({ size = 'line', class: more, label, children, ...control }: LevelProps) => (
  <label class={levelLook(size, more)}>
    <input class="absolute inset-0 cursor-pointer opacity-0" aria-label={label} {...control} />
    {children}
  </label>
)

/** `chosen` are ISO weekdays, from 1 for Monday. */
type WeekdaysProps = { name: string; chosen: readonly string[] }

/** The weekdays on one line, each with a checkbox. */
export const Weekdays = ({ name, chosen }: WeekdaysProps) => (
  <div class="grid max-w-120 grid-cols-7 gap-1">
    {weekdayNames.map((day, index) => {
      const value = String(index + 1)
      return (
        <Level
          type="checkbox"
          id={`${name}-${value}`}
          name={name}
          value={value}
          checked={chosen.includes(value)}
          label={day}
        >
          <span>{day.slice(0, 3)}</span>
        </Level>
      )
    })}
  </div>
)
