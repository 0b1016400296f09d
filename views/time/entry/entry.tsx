import type { Child } from 'hono/jsx'
import { Button } from '../../ui/button'
import { CreateProject, LineBox, LineForm, LineHint, type Part, Parts } from '../../ui/line'
import { createdName, EntryChoices } from './choices'
import { ButtonText, entryParts, type PreviewProps } from './parts'
import { EntryList, LineField } from './suggestions'

const EntryHint = ({ addsTasks, isAsked }: { addsTasks?: boolean; isAsked?: boolean }) => (
  <LineHint
    isAsked={isAsked}
    rows={[
      ['Write report', 'starts the timer'],
      ['Write report 25m', 'logs 25 minutes until now'],
      ...(addsTasks ? [['Dentist tomorrow 14:00', 'plans a task'] as [string, string]] : []),
      ['@Thesis #deep !Methods', 'project, tag, goal'],
      ['%Course ^Chapter', 'plan, task'],
    ]}
  />
)

type ChipsProps = PreviewProps & { told?: string[]; addsTasks?: boolean; isAsked?: boolean }

const EntryChips = ({ interpretation, told, addsTasks, isAsked, ...props }: ChipsProps) => (
  <Parts id="entry-understood" parts={interpretation && entryParts({ ...props, interpretation })} told={told}>
    {isAsked && <EntryHint addsTasks={addsTasks} isAsked />}
    <input type="hidden" name="offered" value={createdName(interpretation?.project) ?? ''} />
    {addsTasks && interpretation?.endsNow && (
      <span class="grey phone-hide">
        <kbd>Tab</kbd> makes it the estimate of a task
      </span>
    )}
  </Parts>
)

const wording = {
  id: 'entry',
  label: 'Log or start',
  placeholder: 'What are you working on?',
  unseenLabel: true,
} as const

const ofToday = { label: 'Add, log or start', placeholder: 'Add, start or log' }

/** Where Today's line goes on: as a task, read like a line of capture. A line that plans one has one button. Tab leads here: Enter in the line presses the other one. */
const AddTask = ({ hidden }: { hidden?: boolean }) => (
  <Button
    small
    id="entry-add"
    hidden={hidden}
    formaction="/capture"
    name="kind"
    value="task"
    hx-post="/capture"
    hx-target="#entry-form"
    hx-sync="body:queue all"
    hx-disable="this"
    hx-swap="outerHTML"
  >
    <span>
      Add<span class="phone-hide"> task</span>
    </span>
  </Button>
)

/** Words of a button; a phone's has the first. */
export const DoesWords = ({ does }: { does: Child }) => {
  if (typeof does !== 'string') return does
  const [first, ...others] = does.split(/(?= )/)
  return (
    <span>
      {first}
      <span class="phone-hide">{others.join('')}</span>
    </span>
  )
}

type EntryPreviewProps = PreviewProps &
  Pick<ChipsProps, 'addsTasks' | 'isAsked'> & { task?: { parts: Part[]; does: Child } }

/** Answer while the line is typed: chips, the words of the button, and the field without earlier errors. */
export const EntryPreview = ({ addsTasks, isAsked, task, ...props }: EntryPreviewProps) => (
  <>
    {task ? (
      <Parts id="entry-understood" parts={task.parts} />
    ) : (
      <EntryChips {...props} addsTasks={addsTasks} isAsked={isAsked} />
    )}
    <hx-partial hx-target="#entry-form .field" hx-swap="outerMorph">
      <LineField {...wording} {...(addsTasks && ofToday)} />
    </hx-partial>
    <hx-partial hx-target="#entry-form .entry-line button:not([formaction])" hx-swap="innerHTML">
      {task ? <DoesWords does={task.does} /> : <ButtonText {...props} />}
    </hx-partial>
    {addsTasks && (
      <hx-partial hx-target="#entry-add" hx-swap="outerMorph">
        <AddTask hidden={task !== undefined} />
      </hx-partial>
    )}
  </>
)

type EntryFormProps = PreviewProps & {
  value?: string
  create?: string
  errors?: string[]
  /** The project that the refused line of a task could create. */
  creatable?: string
  /** Shows the buttons that answer what was refused. */
  offersChoices?: boolean
  /** Offers to add the line as a task. */
  addsTasks?: boolean
  /** Not after a line: it would cover what that has added. */
  hasHint?: boolean
  /** The line gets the focus: a button that is off until its answer has lost it. */
  isNext?: boolean
}

/**
 * Logs a session (`25m writing report @Thesis #deep`) or starts the timer (`writing report`); the key `n` leads to it.
 * Triggers `sessions-changed` and `timer-changed` on the body.
 */
export const EntryForm = ({
  value,
  create,
  errors,
  creatable,
  offersChoices,
  addsTasks,
  hasHint,
  isNext,
  ...shown
}: EntryFormProps) => (
  <LineForm
    id="entry-form"
    path="/sessions/entry"
    reads={['entry', 'entry-create']}
    head={
      <>
        <LineBox
          hasKey
          field={
            <LineField
              {...wording}
              {...(addsTasks && ofToday)}
              value={value}
              errors={errors}
              autofocus={isNext}
              data-autofocus={isNext}
            />
          }
          buttons={
            <>
              <Button small variant="primary" tabindex={addsTasks ? -1 : undefined}>
                <ButtonText {...shown} />
              </Button>
              {addsTasks && <AddTask />}
            </>
          }
        >
          <EntryList id="entry" create={create} />
        </LineBox>
        <CreateProject name={creatable} asked={value} path="/capture?kind=task" />
        {offersChoices && <EntryChoices asked={value} interpretation={shown.interpretation} reader={shown.reader} />}
      </>
    }
    parts={
      <>
        <EntryChips {...shown} told={errors} addsTasks={addsTasks} />
        {hasHint && <EntryHint addsTasks={addsTasks} />}
      </>
    }
  />
)
