import { type Child, createContext, type PropsWithChildren, useContext } from 'hono/jsx'
import { capitalize } from '../../functions/lib/text/text'
import { Button, LinkButton } from './button'
import { classes, Icon, type IconName } from './icon'
import { assets, Module } from './reorder'

/** Id of the bar's form, which owns the checkboxes. A page has only one selection. */
const selectionId = 'picks'

type SelectRowProps = {
  id?: string
  name: string
  value: string
  /** Identifies the row, if the checkbox's value changes with the row's version. */
  rowKey?: string
  /** Name of the row, or ids of the elements that name it. */
  label?: string
  labelledBy?: string
  checked?: boolean
  /** Kind of the rows, if the checkbox is hidden until hover, focus or selection mode. */
  kind?: string
  /** Id of another form that owns the checkboxes. Its selection is kept separately. */
  of?: string
}

/** Checkbox at the start of a row. client/lists/row-selection.ts selects ranges and remembers rows of other pages. */
export const SelectRow = ({
  id,
  name,
  value,
  rowKey,
  label = '',
  labelledBy,
  checked,
  kind,
  of = selectionId,
}: SelectRowProps) => (
  <label class={classes('pick', kind && useContext(SelectingKind) !== kind && 'later')}>
    <input
      type="checkbox"
      id={id}
      form={of}
      name={name}
      value={value}
      data-key={rowKey}
      checked={checked}
      autocomplete="off"
      aria-label={`Select ${label}`.trim()}
      aria-labelledby={labelledBy}
    />
  </label>
)

/** Button that selects all rows in a part of the page; needs JavaScript. @param rows selector of the part */
export const SelectGroup = ({ id, rows, children }: PropsWithChildren<{ id: string; rows: string }>) => (
  <label class="check min-h-6 self-center noscript:hidden">
    <input type="checkbox" id={id} autocomplete="off" data-picks={rows} />
    {children}
  </label>
)

/** Classes that hide an element until a row is selected. */
const onceAny = 'script:group-not-data-any:hidden'

type SelectionBarProps = PropsWithChildren<{
  label: string
  action: string
  /** Number of all matches; the checkbox `#pick-all` selects them all. */
  total?: number
  more?: Child
  /** Kind of the rows of a list without checkboxes; client/lists/select.ts adds them. */
  rows?: string
  /** URL of the list without `?select=`, with its filters. */
  done?: string
}>

/** Bar of actions for the selected rows, visible below the list. `hx-*` attributes are passed on. */
export const SelectionBar = ({ label, action, total, more, rows, done, children, ...rest }: SelectionBarProps) => (
  <form
    id={selectionId}
    class="group picks-bar"
    method="post"
    action={action}
    enctype="multipart/form-data"
    aria-label={label}
    autocomplete="off"
    data-total={total}
    data-rows={rows}
    data-row-selection={rows && assets['row-selection.js']}
    {...rest}
  >
    <div hidden data-picks-kept />
    <p class="font-strong empty:hidden" role="status" data-picks-count />
    <p class="font-strong group-data-any:hidden noscript:hidden">Select rows</p>
    {rows && useContext(SelectingKind) === rows ? (
      <LinkButton small variant="quiet" href={done ?? '?'}>
        Done
      </LinkButton>
    ) : (
      <Button small variant="quiet" type="reset" class={onceAny}>
        Clear
      </Button>
    )}
    {more}
    {rows && (
      <>
        <div class="toolbar basis-full empty:hidden" data-picks-fields />
        <template id="pick-box">
          <label class="pick later">
            <input type="checkbox" form={selectionId} name="ids" />
          </label>
        </template>
        <template id="pick-entry">
          <button type="button" data-selects>
            <Icon name="check" />
            Select
          </button>
        </template>
      </>
    )}
    <div class={`actions ml-auto ${onceAny}`}>{children}</div>
    <Module name={rows ? 'select' : 'row-selection'} />
  </form>
)

type ListSelectionProps = PropsWithChildren<{
  /** Kind of the rows; their element ids are `<name>-<id>`. */
  of: { name: string; path: string; many: string }
  /** Names of actions, as in `selectedRoutes`. */
  acts: string[]
  total?: number
  done?: string
}>

/**
 * Bar for the selected rows of a list. A row shows its checkbox on hover or focus; `?select=<kind>` shows all
 * checkboxes. Children come before the actions.
 */
export const ListSelection = ({ of: { name, path, many }, acts, total, done, children }: ListSelectionProps) => (
  <SelectionBar
    label={`Selected ${many}`}
    action={`${path}/selected`}
    rows={name.replaceAll(' ', '-')}
    total={total}
    done={done}
    more={children}
    hx-post={`${path}/selected`}
    hx-swap="none"
  >
    {acts.map((act) => (
      <Button small variant={act === 'delete' ? 'danger' : 'plain'} name="act" value={act}>
        {capitalize(act)}
      </Button>
    ))}
  </SelectionBar>
)

/** Kind whose rows all show a checkbox, from the page's `?select=`. */
export const SelectingKind = createContext('')

/** Checkbox of a row, if all rows of its kind show one. @param id `<kind>-<id>` */
export const RowBox = ({ id = '' }: { id?: string }) => {
  const kind = useContext(SelectingKind)
  if (kind === '' || !id.startsWith(`${kind}-`)) return null
  const value = id.slice(kind.length + 1)
  return <SelectRow id={`pick-${value}`} name="ids" value={value} labelledBy={`pick-${value} ${id}-what`} />
}

type SelectedProps = { name: string; rows: { rowKey: string; value: string }[] }

/** In the response to an action: keeps these rows selected, at their new versions. */
export const StillSelected = ({ name, rows }: SelectedProps) => (
  <hx-partial hx-target="[data-picks-kept]" hx-swap="innerHTML">
    <span data-picks-new>
      {rows.map(({ rowKey, value }) => (
        <input type="hidden" data-key={rowKey} name={name} value={value} />
      ))}
    </span>
  </hx-partial>
)

type SwitchProps = {
  on: boolean
  /** Current state: `Allowed`, `Blocked`. */
  word: string
  /** Name of the switched row, for screen readers. */
  of: string
  /** Name of the field with the wanted state. */
  name: string
  value: string
  id?: string
  class?: string
}

/** Button that switches something on or off at once, by submitting the form around it. */
export const SwitchButton = ({ on, word, of, class: more, ...button }: SwitchProps) => (
  <button
    class={classes('switch', more)}
    role="switch"
    aria-checked={on ? 'true' : 'false'}
    aria-label={`${word}: ${of}`}
    {...button}
  >
    {word}
  </button>
)

type HeldProps = { word: string; icon?: IconName; class?: string }

/** A switch that cannot be changed, because a rule sets it. On a phone its name is next to it. */
export const LockedSwitch = ({ word, icon = 'lock', class: more }: HeldProps) => (
  <span class={classes('switch-held', more)} title={`${word} by a rule`}>
    <span class="mx-2.5 text-grey">
      <Icon name={icon} />
    </span>
    <span class="max-lg:sr-only">{word}</span>
  </span>
)
