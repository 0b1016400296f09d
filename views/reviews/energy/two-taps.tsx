import type { AnyDraft } from '../../../functions/lib/http/form'
import type { FilingChoice, PreselectedFiling } from '../../../functions/lib/resource/filing-choices'
import { checkInKind, energyNames, engagementNames } from '../../../functions/reviews/energy/schema'
import { Actions, Button } from '../../ui/button'
import { Dialog, DialogClose, renderOnce } from '../../ui/dialog'
import { Levels } from '../../ui/field'
import { htmxForm, NewRowForm } from '../../ui/form'
import { type ControlSlots, KindFields } from '../../ui/kind'

type FormProps = { draft?: AnyDraft; choices?: FilingChoice[]; linked?: PreselectedFiling }

export const levelSlots: ControlSlots = {
  energy_level: (field) => <Levels {...field} names={energyNames} />,
  engagement_level: (field) => <Levels {...field} names={engagementNames} />,
}

const AllFields = ({ choices = [], ...props }: FormProps & { idPrefix: string }) => (
  <KindFields {...props} kind={checkInKind} choices={choices} slots={levelSlots} today="" />
)

/** `/energy/new` */
export const CheckInForm = (props: FormProps) => (
  <NewRowForm label="Check in" url="/energy" add="Check in">
    <AllFields {...props} idPrefix="new-check-in" />
  </NewRowForm>
)

/**
 * The form in the dialog of every page. Energy is chosen first; choosing engagement then saves the check-in, except
 * after an error, when a button does. The response to a check-in is an empty form.
 */
export const CheckInDialogForm = (props: FormProps) => (
  <form
    class="grid gap-4 *:m-0"
    id="check-in-form"
    aria-label="Check in"
    {...htmxForm('/energy')}
    hx-target="this"
    hx-swap="outerHTML"
  >
    {props.draft ? (
      <AllFields {...props} idPrefix="check-in" />
    ) : (
      <>
        <Levels label="Energy" name="energy_level" idPrefix="check-in" names={energyNames} />
        <Levels
          label="Engagement"
          name="engagement_level"
          idPrefix="check-in"
          names={engagementNames}
          hint="Choosing both saves the check-in."
          submits
        />
      </>
    )}
    <Actions>
      {props.draft && <Button variant="primary">Check in</Button>}
      <DialogClose>Cancel</DialogClose>
    </Actions>
  </form>
)

/** Dialog for a check-in on any page. Its form is loaded when the dialog opens, which also focuses it. */
export const CheckInDialog = renderOnce(() => (
  <Dialog id="check-in" title="How are you?">
    <div class="actions" hx-get="/energy/new" hx-trigger="focusin once" hx-swap="outerHTML">
      <DialogClose>Cancel</DialogClose>
    </div>
  </Dialog>
))

/** Attributes of a link that opens the dialog; without JavaScript it leads to the form. */
export const checkInLink = { href: '/energy/new', 'data-opens': 'check-in', 'aria-haspopup': 'dialog' } as const
