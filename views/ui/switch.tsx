import { classes } from './classes'
import { Icon } from './icon'

type SwitchProps = {
  on: boolean
  /** What it says as it is: `Allowed`, `Blocked`. */
  word: string
  /** What is switched, for screen readers. */
  of: string
  /** What the form sends, of what is wanted. */
  name: string
  value: string
  id?: string
  class?: string
}

/** A button that turns something on or off at once: it submits the form around it. */
export const Switch = ({ on, word, of, class: more, ...button }: SwitchProps) => (
  <button
    type="submit"
    class={classes('switch', more)}
    role="switch"
    aria-checked={on ? 'true' : 'false'}
    aria-label={`${word}: ${of}`}
    {...button}
  >
    {word}
  </button>
)

/** The same where it cannot be turned. */
export const Held = ({ word }: { word: string }) => (
  <span class="held">
    <Icon name="lock" />
    {word}
  </span>
)
