import { ActButton, Button, type ButtonLook } from '../ui/button'
import { barForm } from './bar-form'

type StartProps = {
  /** What it starts, to screen readers: `Start again: Reading`. */
  label: string
  /** The session whose title, project, goal and tags it takes. */
  again?: string
  project_id?: string
  goal_id?: string
  title?: string
  /** When it began, as the form of the timer takes it; now where it is not said. */
  started_at?: string
  /** What the button says; without it there is only its icon. */
  words?: string
} & Pick<ButtonLook, 'variant' | 'small'>

/** Starts the timer with one tap; what runs is stopped at that instant. The bar of the shell is the answer. */
export const StartButton = ({ label, words, variant, small, ...fields }: StartProps) => (
  <form {...barForm('/timer/start')}>
    {Object.entries(fields).map(([name, value]) => value && <input type="hidden" name={name} value={value} />)}
    {words ? (
      <Button icon="play" variant={variant} small={small} aria-label={label === words ? undefined : label}>
        {words}
      </Button>
    ) : (
      <ActButton icon="play" label={label} />
    )}
  </form>
)
