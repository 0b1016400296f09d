import type { PropsWithChildren } from 'hono/jsx'
import type { FilingChoice, Linked } from '../../../functions/lib/resource/choices'
import type { AnyDraft } from '../../../functions/lib/resource/pages'
import { checkInWords, energyNames, engagementNames } from '../../../functions/reviews/energy/schema'
import { Actions, Button, Cancel } from '../../ui/button'
import { Dialog, DialogClose, fixed } from '../../ui/dialog'
import { Levels } from '../../ui/field'
import { drafted } from '../../ui/form'
import { KindFields } from '../../ui/kind'

type FormProps = PropsWithChildren<{
  draft?: AnyDraft
  choices?: FilingChoice[]
  linked?: Linked
  idPrefix: string
  hasWords?: boolean
  id?: string
  'hx-post'?: string
}>

const noLevels = { energy_level: '', engagement_level: '' }

/** Energy is chosen first. Without words the engagement that is chosen then saves the check-in, else a button does. */
const TwoTaps = ({ draft, choices = [], linked, idPrefix, hasWords, children, ...rest }: FormProps) => {
  const field = drafted(noLevels, draft, idPrefix)
  return (
    <form class="check-in" method="post" action="/energy" aria-label="Check in" {...rest}>
      <Levels label="Energy" names={energyNames} {...field('energy_level')} />
      <Levels
        label="Engagement"
        names={engagementNames}
        {...field('engagement_level')}
        hint={hasWords ? undefined : 'Choosing both saves the check-in.'}
        submits={!hasWords}
      />
      {hasWords && <KindFields kind={checkInWords} {...{ draft, choices, linked, idPrefix }} today="" />}
      <Actions>
        {hasWords && <Button variant="primary">Check in</Button>}
        {children}
      </Actions>
    </form>
  )
}

type NewProps = Pick<FormProps, 'draft' | 'choices' | 'linked'>

/** `/energy/new` */
export const CheckInForm = (props: NewProps) => (
  <TwoTaps {...props} idPrefix="new-check-in" hasWords>
    <Cancel href="/energy" />
  </TwoTaps>
)

/** The form in the dialog of every page, without words at first; a check-in is answered with an empty one. */
export const CheckInDialogForm = ({ draft, ...choices }: NewProps) => {
  const swap = { 'hx-target': 'this', 'hx-swap': 'outerHTML' }
  return (
    <TwoTaps
      draft={draft}
      {...choices}
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
