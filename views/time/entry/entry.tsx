import type { Child } from 'hono/jsx'
import { Actions, Button, LinkButton } from '../../ui/button'
import { EditingRow } from '../../ui/form'
import { CreateProject, LineBox, LineForm, LineHint, type LinePart, LineParts } from '../../ui/line'
import { withQuery } from '../../ui/links'
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

/** A free block of time to be filled by a line. */
type Block = {
  /** Path with the times of the block. */
  path: string
  /** Path of the form with all fields, filled from the line. */
  more: string
  /** Path of the page with the lanes. */
  back: string
  /** Id of the row that the line replaces. */
  row: string | undefined
  /** Name of the block's zone, if it is not the reader’s. */
  zone: string | null
  /** Names of the apps used during the block. */
  apps: string | undefined
  isPage: boolean
}

const idOf = (block?: Block) => {
  if (!block?.row) return block ? 'block-entry' : 'entry'
  return `${block.row}-entry` as `gap-${string}-entry`
}

type ChipsProps = PreviewProps & { told?: string[]; addsTasks?: boolean; isAsked?: boolean; block?: Block }

const EntryChips = ({ interpretation, told, addsTasks, isAsked, block, ...props }: ChipsProps) => (
  <LineParts
    id={`${idOf(block)}-understood`}
    parts={interpretation && entryParts({ ...props, interpretation })}
    told={told}
    class={block && '*:flex-wrap'}
  >
    {isAsked && <EntryHint addsTasks={addsTasks} isAsked />}
    <input type="hidden" name="offered" value={createdName(interpretation?.project) ?? ''} />
    {addsTasks && interpretation?.endsNow && (
      <span class="grey max-lg:hidden">
        <kbd>Tab</kbd> makes it the estimate of a task
      </span>
    )}
    {block?.zone && <span class="grey">{block.zone}</span>}
    {block && (
      <a class="link" href={block.more}>
        More
      </a>
    )}
  </LineParts>
)

const wording = { label: 'Log or start', placeholder: 'What are you working on?' }
const ofToday = { label: 'Add, log or start', placeholder: 'Add, start or log' }

/** The field, with a placeholder for the lines that it accepts. */
const EntryField = ({
  addsTasks,
  block,
  ...field
}: Pick<ChipsProps, 'addsTasks' | 'block'> & Partial<LineFieldProps>) => (
  <LineField id={idOf(block)} unseenLabel {...(addsTasks ? ofToday : wording)} {...field} />
)

/**
 * Second button of Today's line, which adds the line as a task, parsed like a captured line. Enter presses the first
 * button, Tab focuses this one. A line that plans a session has only one button.
 */
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
      Add<span class="max-lg:hidden"> task</span>
    </span>
  </Button>
)

/** Label of a button; a phone shows only its first words. */
export const ActionLabel = ({ does }: { does: Child }) => {
  if (typeof does !== 'string') return does
  const [first, ...others] = does.split(/(?= )/)
  return (
    <span>
      {first}
      <span class="max-lg:hidden">{others.join('')}</span>
    </span>
  )
}

type EntryPreviewProps = PreviewProps &
  Pick<ChipsProps, 'addsTasks' | 'isAsked' | 'block'> & { task?: { parts: LinePart[]; does: Child } }

/** Response while the line is typed: chips, the button's label, and the field without earlier errors. */
export const EntryPreview = ({ addsTasks, isAsked, task, ...props }: EntryPreviewProps) => (
  <>
    {task ? (
      <LineParts id="entry-understood" parts={task.parts} />
    ) : (
      <EntryChips {...props} addsTasks={addsTasks} isAsked={isAsked} />
    )}
    <hx-partial hx-target={`#${idOf(props.block)}-form .field`} hx-swap="outerMorph">
      <EntryField addsTasks={addsTasks} block={props.block} />
    </hx-partial>
    <hx-partial hx-target={`#${idOf(props.block)}-form .primary`} hx-swap="innerHTML">
      {task ? <ActionLabel does={task.does} /> : <ButtonText {...props} />}
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
  /** Name of the project that a refused task line could create. */
  creatable?: string
  /** True to show the buttons that resolve a refusal. */
  offersChoices?: boolean
  /** True to offer adding the line as a task. */
  addsTasks?: boolean
  /** True to show the hint; false after a line, because the hint would cover the added row. */
  hasHint?: boolean
  /** True to focus the line: a button that was disabled during the request has lost the focus. */
  isNext?: boolean
}

/**
 * Attributes of a line in a row. Its response removes the line, redraws the region around it and focuses the region.
 */
const inRow = (row: string) => ({
  'hx-target': 'closest [data-region]',
  'hx-swap': 'none swapEmpty:true',
  'hx-status:422': `target:#${row} swap:outerHTML`,
})

/** Attributes of a link that restores the row replaced by the line; nothing if its time was filled in the meantime. */
const givesBack = (row: string, back: string) => ({
  id: `${row}-log`,
  'data-cancel': true,
  'hx-get': withQuery(back, [['row', row]]),
  'hx-target': `#${row}`,
  'hx-select': `#${row}`,
  'hx-swap': 'outerHTML swapEmpty:true',
})

/**
 * Form that logs a session (`25m writing report @Thesis #deep`) or starts the timer (`writing report`). The key `n`
 * focuses it. Triggers `sessions-changed` and `timer-changed` on the body.
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
  const field = (
    <EntryField
      addsTasks={addsTasks}
      block={block}
      value={value}
      errors={errors}
      autofocus={isFirst}
      data-autofocus={isFirst}
    />
  )
  const list = <EntryList id={idOf(block)} create={create} />
  const row = block?.row
  const button = (
    <Button
      small
      variant="primary"
      tabindex={addsTasks ? -1 : undefined}
      formmethod={block?.isPage ? 'post' : undefined}
    >
      <ButtonText {...shown} />
    </Button>
  )
  const form = (
    <LineForm
      floats
      {...(block && { 'data-lines': undefined })}
      {...(row && inRow(row))}
      class={row && 'py-2'}
      path={block?.path ?? '/sessions/entry'}
      reads={[idOf(block), `${idOf(block)}-create`]}
      head={
        <>
          {block ? (
            [field, list, block.apps && <small class="grey">{block.apps}</small>]
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
          {/* Says with each request that the row is there (client/live/regions.ts). */}
          <input type="hidden" name="back" value={block.back} data-region={row && `/sessions/entry?row=${row}`} />
          {button}
          <LinkButton small variant="quiet" data-closes href={block.back} {...(row && givesBack(row, block.back))}>
            Cancel
          </LinkButton>
        </Actions>
      )}
    </LineForm>
  )
  return row ? <EditingRow id={row}>{form}</EditingRow> : form
}
