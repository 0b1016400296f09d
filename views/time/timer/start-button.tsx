import { ActButton, Button, type ButtonLook } from '../../ui/button'
import { barForm } from './running-since'

type StartProps = {
  /** Accessible name: `Start again: Reading`. */
  label: string
  again?: string
  project_id?: string
  goal_id?: string
  /** `plan` or `plan/chunk` */
  plan?: string
  task_id?: string
  title?: string
  /** Text of the form's field; now by default. */
  started_at?: string
  /** Button text; an icon alone by default. */
  words?: string
} & Pick<ButtonLook, 'variant' | 'small'>

/** Starts the timer and stops the running one. The answer replaces the shell's bar. */
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
