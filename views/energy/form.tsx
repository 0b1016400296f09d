import type { PropsWithChildren } from 'hono/jsx'
import { energyNames, engagementNames } from '../../functions/energy/levels'
import { type CheckInRow, moodLimit, notesLimit } from '../../functions/energy/schema'
import type { AnyDraft } from '../../functions/lib/resource/pages'
import { Actions, Cancel } from '../ui/button'
import { Dialog, DialogClose } from '../ui/dialog'
import { drafted } from '../ui/draft'
import { Field } from '../ui/field'
import { Below, described, fieldId } from '../ui/field-frame'
import { fixed } from '../ui/fixed'
import { Fields } from '../ui/form'

type LevelsProps = {
  label: string
  names: readonly string[]
  name: string
  idPrefix: string
  value?: string
  errors?: string[]
  hint?: string
  /** Choosing one submits the form. */
  submits?: boolean
}

/** Five levels beside each other to choose one from. */
const Levels = ({ label, names, name, idPrefix, value, errors, hint, submits }: LevelsProps) => {
  const id = fieldId({ name, idPrefix })
  const { 'aria-invalid': invalid, ...describedBy } = described(id, hint, errors)
  const group = submits ? {} : { role: 'radiogroup' as const, 'aria-invalid': invalid }
  return (
    <fieldset class="field wide" {...group} {...describedBy}>
      <legend class="label">{label}</legend>
      <div class="levels">
        {names.map((text, index) => {
          const level = String(index + 1)
          const content = (
            <>
              <span class="level-number">{level}</span> {text}
            </>
          )
          return submits ? (
            <button type="submit" class="level" name={name} value={level} aria-invalid={invalid}>
              {content}
            </button>
          ) : (
            <label class="level">
              <input type="radio" id={`${id}-${level}`} name={name} value={level} checked={value === level} required />
              {content}
            </label>
          )
        })}
      </div>
      <Below id={id} hint={hint} errors={errors} />
    </fieldset>
  )
}

const valuesOf = (row: CheckInRow | undefined): Record<string, string> => ({
  energy_level: String(row?.energy_level ?? ''),
  engagement_level: String(row?.engagement_level ?? ''),
  mood: row?.mood ?? '',
  notes: row?.notes ?? '',
})

type Props = { row?: CheckInRow; draft?: AnyDraft; idPrefix: string }

const Words = ({ row, draft, idPrefix }: Props) => {
  const field = drafted(valuesOf(row), draft, idPrefix)
  return (
    <>
      <Field label="Mood" wide maxlength={moodLimit} dir="auto" autocomplete="off" {...field('mood')} />
      <Field label="Notes" wide type="textarea" maxlength={notesLimit} dir="auto" {...field('notes')} />
    </>
  )
}

/** Fields of a check-in that is there. */
export const CheckInFields = (props: Props) => {
  const field = drafted(valuesOf(props.row), props.draft, props.idPrefix)
  const { value: energy, ...energyField } = field('energy_level')
  const { value: engagement, ...engagementField } = field('engagement_level')
  const { idPrefix } = props
  return (
    <Fields>
      <Levels label="Energy" names={energyNames} {...energyField} idPrefix={idPrefix} value={String(energy)} />
      <Levels
        label="Engagement"
        names={engagementNames}
        {...engagementField}
        idPrefix={idPrefix}
        value={String(engagement)}
      />
      <Words {...props} />
    </Fields>
  )
}

type FormProps = PropsWithChildren<{
  draft?: AnyDraft
  idPrefix: string
  hasWords?: boolean
  id?: string
  'hx-post'?: string
}>

/** Energy is chosen first; the engagement that is chosen then saves the check-in. */
const TwoTaps = ({ draft, idPrefix, hasWords, children, ...rest }: FormProps) => {
  const field = drafted(valuesOf(undefined), draft, idPrefix)
  const { value, ...energy } = field('energy_level')
  const { errors } = field('engagement_level')
  return (
    <form class="check-in" method="post" action="/energy" aria-label="Check in" {...rest}>
      <Levels label="Energy" names={energyNames} {...energy} idPrefix={idPrefix} value={String(value)} />
      {hasWords && (
        <details open={draft !== undefined}>
          <summary>Add words</summary>
          <Fields>
            <Words draft={draft} idPrefix={idPrefix} />
          </Fields>
        </details>
      )}
      <Levels
        label="Engagement"
        names={engagementNames}
        name="engagement_level"
        idPrefix={idPrefix}
        errors={errors}
        hint="Choosing one saves the check-in"
        submits
      />
      <Actions>{children}</Actions>
    </form>
  )
}

/** `/energy/new` */
export const CheckInForm = ({ draft }: { draft?: AnyDraft }) => (
  <TwoTaps draft={draft} idPrefix="new-check-in" hasWords>
    <Cancel href="/energy" />
  </TwoTaps>
)

/** The form in the dialog of every page, without words at first; a check-in is answered with an empty one. */
export const CheckInDialogForm = ({ draft }: { draft?: AnyDraft }) => {
  const swap = { 'hx-target': 'this', 'hx-swap': 'outerHTML' }
  return (
    <TwoTaps
      draft={draft}
      idPrefix="check-in"
      hasWords={draft !== undefined}
      id="check-in-form"
      hx-post="/energy"
      {...swap}
    >
      <DialogClose>Cancel</DialogClose>
    </TwoTaps>
  )
}

/** Checks in without leaving the page. */
export const CheckInDialog = fixed(() => (
  <Dialog id="check-in" title="How are you?">
    <CheckInDialogForm />
  </Dialog>
))

/** Attributes of a link that opens the dialog; without script it leads to the form. */
export const checkInLink = { href: '/energy/new', 'data-opens': 'check-in', 'aria-haspopup': 'dialog' } as const
