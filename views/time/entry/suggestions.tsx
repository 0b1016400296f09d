import type { Suggestion } from '../../../functions/time/entry/suggest/options'
import { Badge } from '../../ui/button'
import { Field, type FieldProps } from '../../ui/field'
import { classes, ProjectMark } from '../../ui/icon'
import { floatingLook, OptionList, optionLook } from '../../ui/line'

/** Id of the field for a line of any kind. */
export const captureId = 'line-entry'

/** Ids of line fields: on a page, in the dialog that starts the timer, in a block, in a row, and for any kind. */
type EntryId = 'entry' | 'switch-entry' | 'block-entry' | `gap-${string}-entry` | typeof captureId

export const isEntryId = (id: string): id is EntryId =>
  /^((switch-|block-|gap-[\d-]{1,11}-)?entry|line-entry)$/.test(id)

export type LineFieldProps = Pick<
  FieldProps,
  'label' | 'hint' | 'placeholder' | 'value' | 'errors' | 'unseenLabel' | 'required' | 'autofocus'
> & {
  id: EntryId
}

/** Field of a line. client/forms/suggestions.ts turns it into a combobox with the options of `EntryList`. */
export const LineField = ({ id, ...props }: LineFieldProps) => (
  <Field
    name="entry"
    idPrefix={/(.+)-entry/.exec(id)?.[1]}
    maxlength={500}
    dir="auto"
    autocomplete="off"
    role="combobox"
    aria-autocomplete="list"
    aria-expanded="false"
    aria-controls={`${id}-list`}
    {...props}
  />
)

/** Explains the marks of a line; a task line has no `^`. */
export const EntryMarks = ({ ofTask }: { ofTask?: boolean }) => (
  <span>
    <span class="mono">@</span> project, <span class="mono">#</span> tag, <span class="mono">!</span> goal,{' '}
    <span class="mono">%</span> plan
    {!ofTask && (
      <>
        , <span class="mono">^</span> task
      </>
    )}
  </span>
)

/**
 * Classes that place the suggestions. In a dialog they take up space; in the calendar of a phone they are above the
 * sheet.
 */
const places: Partial<Record<EntryId, string>> = {
  'switch-entry': 'w-full',
  'block-entry': classes(
    floatingLook,
    'max-md:in-[#calendar-new]:top-auto max-md:in-[#calendar-new]:bottom-full max-md:in-[#calendar-new]:mb-1',
    'max-md:in-[#calendar-new]:max-h-[min(19rem,var(--above,19rem))]',
  ),
}

/** List of suggestions for the word at the caret. `create`: project that the person chose to create. */
export const EntryList = ({ id, create }: { id: EntryId; create?: string }) => (
  <>
    <input type="hidden" name="caret" id={`${id}-caret`} />
    {id !== captureId && <input type="hidden" name="create" id={`${id}-create`} value={create} />}
    <OptionList
      id={`${id}-list`}
      label="Suggestions"
      place={places[id]}
      hx-get={`${id === captureId ? '/capture' : '/sessions/entry'}/suggestions?list=${id}`}
      hx-trigger={`input delay:150ms from:#${id}, suggest`}
      hx-include={`#${id}, #${id}-caret, ${id === captureId ? '#line-kind' : `#${id}-create`}`}
    />
  </>
)

const marks: Partial<Record<Suggestion['kind'], string>> = {
  goal: '!',
  tag: '#',
  plan: '%',
  chunk: '%',
  task: '^',
}

const Named = ({ kind, name, color }: Suggestion) => {
  if (kind === 'new project' || kind === 'new tag') {
    return (
      <span>
        Create{kind === 'new tag' && ' tag'} “<bdi>{name}</bdi>”
      </span>
    )
  }
  return (
    <span>
      {color && <ProjectMark color={color} />}
      {marks[kind] && <span class="grey">{marks[kind]}</span>}
      <bdi>{name}</bdi>
    </span>
  )
}

const Option = ({ id, suggestion }: { id: string; suggestion: Suggestion }) => {
  const { kind, name, line, caret, details, isArchived, isSelected = false } = suggestion
  return (
    <div
      class={optionLook}
      {...{ role: 'option', 'aria-selected': String(isSelected) }}
      id={id}
      data-line={line}
      data-caret={caret}
      data-create={kind === 'new project' ? name : undefined}
    >
      <Named {...suggestion} />
      {details.length > 0 && (
        <span class="grey text-small">
          {details.map((text, index) => (
            <>
              {index > 0 && ' · '}
              <bdi>{text}</bdi>
            </>
          ))}
        </span>
      )}
      {isArchived && <Badge>archived</Badge>}
    </div>
  )
}

export const Suggestions = ({ idPrefix, suggestions }: { idPrefix: EntryId; suggestions: Suggestion[] }) => (
  <>
    {suggestions.map((suggestion, index) => (
      <Option id={`${idPrefix}-option-${index}`} suggestion={suggestion} />
    ))}
  </>
)
