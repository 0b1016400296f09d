import type { Child, PropsWithChildren } from 'hono/jsx'
import { classes } from './classes'
import { Icon } from './icon'

export type FieldFrame = {
  label: string
  name: string
  /** Makes ids unique where a page has several forms: `idPrefix="goal-1"` gives `goal-1-title`. */
  idPrefix?: string
  hint?: Child
  errors?: string[]
  /** The label is for screen readers only. */
  unseenLabel?: boolean
  /** Spans two columns of `Fields`. */
  wide?: boolean
  /** Takes the room that is left in a `Toolbar`. */
  grow?: boolean
}

export type Value = string | number | null | undefined

export const fieldId = ({ name, idPrefix }: { name: string; idPrefix?: string }) =>
  idPrefix ? `${idPrefix}-${name}` : name

/** The attributes that tie a control to its hint and its errors. */
export const described = (id: string, hint: Child, errors: string[] | undefined) => ({
  'aria-invalid': errors?.length ? 'true' : undefined,
  'aria-describedby': classes(errors?.length ? `${id}-error` : undefined, hint ? `${id}-hint` : undefined),
})

export const Below = ({ id, hint, errors }: { id: string; hint?: Child; errors?: string[] }) => (
  <>
    {errors?.length ? (
      <div id={`${id}-error`}>
        {errors.map((error) => (
          <p class="error">
            <Icon name="alert" />
            {error}
          </p>
        ))}
      </div>
    ) : null}
    {hint ? (
      <span class="hint" id={`${id}-hint`}>
        {hint}
      </span>
    ) : null}
  </>
)

type FrameProps = PropsWithChildren<Omit<FieldFrame, 'name' | 'idPrefix'> & { id: string }>

/** A control between its label and what stands below it. */
export const Frame = ({ id, label, hint, errors, unseenLabel, wide, grow, children }: FrameProps) => (
  <div class={classes('field', wide && 'wide', grow && 'grow')}>
    <label class={unseenLabel ? 'unseen' : 'label'} for={id}>
      {label}
    </label>
    {children}
    <Below id={id} hint={hint} errors={errors} />
  </div>
)
