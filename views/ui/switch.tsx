import { classes } from './classes'
import { Icon } from './icon'

type SwitchProps = {
  on: boolean
  /** Present state: `Allowed`, `Blocked`. */
  word: string
  /** Name of the switched thing, for screen readers. */
  of: string
  /** Field that the form sends with the wanted state. */
  name: string
  value: string
  id?: string
  class?: string
}

/** A button that turns something on or off at once: it submits the form around it. */
export const Switch = ({ on, word, of, class: more, ...button }: SwitchProps) => (
  <button
    class={classes('switch', more)}
    role="switch"
    aria-checked={on ? 'true' : 'false'}
    aria-label={`${word}: ${of}`}
    {...button}
  >
    {word}
  </button>
)

/** A switch that cannot be changed. */
export const Held = ({ word }: { word: string }) => (
  <span class="held">
    <Icon name="lock" />
    {word}
  </span>
)
