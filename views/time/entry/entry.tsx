import type { Child } from 'hono/jsx'
import { Actions, Button, LinkButton } from '../../ui/button'
import { CreateProject, LineBox, LineForm, LineHint, type Part, Parts } from '../../ui/line'
import { createdName, EntryChoices } from './choices'
import { ButtonText, entryParts, type PreviewProps } from './parts'
import { EntryList, LineField, type LineFieldProps } from './suggestions'

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

/** A block that a line is written into. */
type Block = {
  /** With the times of the block. */
  path: string
  /** Path of the whole form, with what the line says. */
  more: string
  /** The page of the drawing. */
  back: string
}

const idOf = (block?: Block) => (block ? 'block-entry' : 'entry')

type ChipsProps = PreviewProps & { told?: string[]; addsTasks?: boolean; isAsked?: boolean; block?: Block }

const EntryChips = ({ interpretation, told, addsTasks, isAsked, block, ...props }: ChipsProps) => (
  <Parts
    id={`${idOf(block)}-understood`}
    parts={interpretation && entryParts({ ...props, interpretation })}
    told={told}
  >
    {isAsked && <EntryHint addsTasks={addsTasks} isAsked />}
    <input type="hidden" name="offered" value={createdName(interpretation?.project) ?? ''} />
    {addsTasks && interpretation?.endsNow && (
      <span class="grey phone-hide">
        <kbd>Tab</kbd> makes it the estimate of a task
      </span>
    )}
    {block && (
      <a class="link" href={block.more}>
        More
      </a>
    )}
  </Parts>
)

const wording = { label: 'Log or start', placeholder: 'What are you working on?' }
const ofToday = { label: 'Add, log or start', placeholder: 'Add, start or log' }

/** The field, worded by what its line may be. */
const EntryField = ({
  addsTasks,
  block,
  ...field
}: Pick<ChipsProps, 'addsTasks' | 'block'> & Partial<LineFieldProps>) => (
  <LineField id={idOf(block)} unseenLabel {...(addsTasks ? ofToday : wording)} {...field} />
)

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
  Pick<ChipsProps, 'addsTasks' | 'isAsked' | 'block'> & { task?: { parts: Part[]; does: Child } }

/** Answer while the line is typed: chips, the words of the button, and the field without earlier errors. */
export const EntryPreview = ({ addsTasks, isAsked, task, ...props }: EntryPreviewProps) => (
  <>
    {task ? (
      <Parts id="entry-understood" parts={task.parts} />
    ) : (
      <EntryChips {...props} addsTasks={addsTasks} isAsked={isAsked} />
    )}
    <hx-partial hx-target={`#${idOf(props.block)}-form .field`} hx-swap="outerMorph">
      <EntryField addsTasks={addsTasks} block={props.block} />
    </hx-partial>
    <hx-partial hx-target={`#${idOf(props.block)}-form .primary`} hx-swap="innerHTML">
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
  block?: Block
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
  hasHint,
  isNext,
  ...shown
}: EntryFormProps) => {
  const { addsTasks, block } = shown
  const isFirst = isNext || block !== undefined
  const field = <EntryField {...{ addsTasks, block, value, errors }} autofocus={isFirst} data-autofocus={isFirst} />
  const list = <EntryList id={idOf(block)} create={create} />
  const button = (
    <Button small variant="primary" tabindex={addsTasks ? -1 : undefined}>
      <ButtonText {...shown} />
    </Button>
  )
  return (
    <LineForm
      id={`${idOf(block)}-form`}
      path={block?.path ?? '/sessions/entry'}
      reads={[idOf(block), `${idOf(block)}-create`]}
      head={
        <>
          {block ? (
            [field, list]
          ) : (
            <LineBox hasKey field={field} buttons={[button, addsTasks && <AddTask />]}>
              {list}
            </LineBox>
          )}
          <CreateProject name={creatable} asked={value} path="/capture?kind=task" />
          {offersChoices && <EntryChoices asked={value} interpretation={shown.interpretation} reader={shown.reader} />}
        </>
      }
      parts={
        <>
          <EntryChips {...shown} told={errors} />
          {hasHint && <EntryHint addsTasks={addsTasks} />}
        </>
      }
    >
      {block && (
        <Actions>
          {button}
          <LinkButton small variant="quiet" data-closes href={block.back}>
            Cancel
          </LinkButton>
        </Actions>
      )}
    </LineForm>
  )
}
