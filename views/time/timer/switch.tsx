import type { Interpretation } from '../../../functions/time/entry/interpret'
import { barForm, switchDialogId } from '../../frame/shell/start-button'
import { Actions, Button } from '../../ui/button'
import { Dialog, DialogClose, renderOnce } from '../../ui/dialog'
import { EntryChoices } from '../entry/choices'
import { EntryList, LineField } from '../entry/suggestions'

const formId = 'timer-switch-form'

type SwitchProps = { value?: string; create?: string; errors?: string[]; interpretation?: Interpretation }

/** Form that starts the timer from a line. “More” opens the form with all fields. */
export const SwitchForm = ({ value, create, errors, interpretation }: SwitchProps) => (
  <form
    class="entry"
    id={formId}
    aria-labelledby={`${switchDialogId}-title`}
    {...barForm('/timer/start')}
    {...{ 'hx-status:422': `target:#${formId} swap:outerHTML` }}
  >
    <div class="entry-line">
      <LineField
        id="switch-entry"
        label="What are you working on?"
        hint={
          <>
            <span class="while-timed">
              This stops <bdi data-stops>the running timer</bdi>.{' '}
            </span>
            You can use @project, #tag, !goal, %plan, ^task and “since 9:30”.
          </>
        }
        value={value}
        errors={errors}
        data-autofocus
      />
      <EntryList id="switch-entry" create={create} />
    </div>
    <EntryChoices asked={value} interpretation={interpretation} />
    <Actions>
      <Button variant="primary">Start</Button>
      <Button formaction="/timer/switch" formmethod="get" formnovalidate>
        More
      </Button>
      <DialogClose>Cancel</DialogClose>
    </Actions>
  </form>
)

/** The cleared line, as a region of another response. */
export const SwitchPart = () => (
  <hx-partial hx-target={`#${formId}`} hx-swap="outerHTML">
    <SwitchForm />
  </hx-partial>
)

export const SwitchDialog = renderOnce(() => (
  <Dialog id={switchDialogId} title="Start the timer">
    <SwitchForm />
  </Dialog>
))
