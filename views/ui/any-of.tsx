import type { Child } from 'hono/jsx'
import { markGroups, parseMarkedGroups } from '../../functions/lib/filter'
import { decodeTexts, encodeTexts, nameKey } from '../../functions/lib/text/text'
import {
  descriptionProps,
  type FieldFrame,
  FieldMessages,
  type FieldValue,
  fieldId,
  type OptionGroup,
  Select,
  type SelectOption,
} from './field'
import { Fields } from './form'
import { classes } from './icon'

/** Minimum number of lists in a form. */
const leastLists = 4

type Props = Omit<FieldFrame, 'grow'> & {
  /** Chosen values as text for `decodeTexts`; empty for none. */
  value: FieldValue
  groups: OptionGroup[]
  /** Options before the groups, in the first list. */
  options?: SelectOption[]
  /** Prefix of each value, from `markGroups`. */
  mark?: string
  lists?: number
  /** Names of chosen values, which may no longer be offered. */
  chosen?: { subject: string; label: string }[]
}

const markedGroups = (groups: OptionGroup[], mark: string) =>
  groups.map(({ label, options }) => ({
    label,
    options: options.flatMap(({ value, ...one }) => (value === 'all' ? [] : { ...one, value: mark + value })),
  }))

/** The choices, with the chosen value even if it is no longer offered. */
const withChosen = (groups: OptionGroup[], options: SelectOption[], chosen: string, name?: string): OptionGroup[] => {
  const all = [...options, ...groups.flatMap((group) => group.options)]
  if (chosen === '' || all.some(({ value }) => value === chosen)) return groups
  return [
    ...groups,
    { label: 'Current', options: [{ value: chosen, label: name ?? 'Current choice, no longer available' }] },
  ]
}

const afterChosen =
  'peer-has-[>[data-any]_:is([value=""],[value=all],[value=target]):checked]:has-[>[data-any]>[value=""]:checked]:hidden'

/** Classes of a fold that is hidden until an earlier list has a value. */
const foldLook =
  'field wide *:not-[summary]:mt-4 not-open:peer-has-[>[data-any=first]>:is([value=""],[value=target]):checked]:hidden'

/** Select boxes with one name, whose values are combined with OR. Each appears once the one before it has a value. */
export const AnyOf = (props: Props) => {
  const { label, value, groups: all, options = [], chosen: named, idPrefix = '', errors, hint, mark, ...rest } = props
  const { lists: least = leastLists, ...frame } = rest
  const chosen = value ? decodeTexts(String(value)) : []
  const lists = Math.max(least, chosen.length + 1)
  const groups = mark ? markedGroups(all, mark) : all
  return (
    <>
      {Array.from({ length: lists }, (_, index) => {
        const [isFirst, one = ''] = [index === 0, chosen[index]]
        const own = isFirst ? options : [{ value: '', label: 'nothing else' }]
        return (
          <Select
            {...frame}
            label={isFirst ? label : 'or'}
            options={own}
            groups={withChosen(groups, own, one, named?.find(({ subject }) => subject === one)?.label)}
            value={one}
            idPrefix={isFirst ? idPrefix : `${idPrefix}-${index + 1}`}
            data-any={isFirst ? 'first' : 'more'}
            class={classes('peer', !isFirst && afterChosen, frame.class)}
            {...(isFirst && { errors, hint })}
          />
        )
      })}
    </>
  )
}

/** Maximum number of choices that a search shows beside the chosen ones. */
const foundLimit = 7

type FoundProps = {
  name: string
  idPrefix: string
  groups: OptionGroup[]
  chosen: string[]
  /** The typed words; undefined for the chosen values alone. */
  find?: string
  mark?: string
}

/** Checkboxes of the chosen values, then of those that match what is typed. */
export const FoundChoices = ({ name, idPrefix, groups, chosen, find, mark = '' }: FoundProps) => {
  const all = groups.flatMap(({ label: kind, options }) =>
    options.map((one) => ({ kind, value: mark + one.value, label: String(one.label) })),
  )
  const gone = chosen.filter((value) => !all.some((one) => one.value === value))
  const words = nameKey(find ?? '')
    .split(' ')
    .filter(Boolean)
  const first = groups.flatMap(({ options }) => options.slice(0, 2).map(({ value }) => mark + value))
  const found = all
    .filter(({ value }) => !chosen.includes(value))
    .filter(({ kind, value, label }) =>
      words.length === 0
        ? first.includes(value)
        : words.every((word) => nameKey(label).includes(word) || nameKey(kind).includes(word)),
    )
    .slice(0, find === undefined ? 0 : foundLimit)
  const rows = [
    ...all.filter(({ value }) => chosen.includes(value)),
    ...gone.map((value) => ({ kind: '', value, label: 'Current choice, no longer available' })),
    ...found,
  ]
  return (
    <>
      {rows.map(({ kind, value, label }) => (
        <label class="check min-h-control-small max-lg:min-h-control">
          <input
            class="in-[.in-place]:min-h-0"
            type="checkbox"
            id={`${idPrefix}-${value}`}
            name={name}
            value={value}
            checked={chosen.includes(value)}
          />
          <bdi class="flex-1 wrap-anywhere">{label}</bdi>
          <span class="grey text-small">{kind}</span>
        </label>
      ))}
      {found.length === 0 && words.length > 0 && <p class="hint">Nothing matches “{find}”.</p>}
    </>
  )
}

/** Classes for the room that a search needs where a fact is edited in place. */
const inPlaceLook =
  'in-[.in-place]:w-80 in-[.in-place]:flex-none in-[.in-place]:rounded in-[.in-place]:bg-raised in-[.in-place]:p-2 in-[.in-place]:shadow-overlay'

/** A field that searches its choices on the server, of which several may be ticked. Without script, a select. */
const SearchedChoices = (props: Omit<Props, 'lists' | 'options' | 'chosen'> & { from: string; nothing: string }) => {
  const { label, name, value, groups, from, mark = '', nothing, idPrefix = '', errors, hint, wide } = props
  const chosen = value ? decodeTexts(String(value)) : []
  const id = fieldId({ name, idPrefix: `${idPrefix}${mark.trim()}` })
  return (
    <fieldset class={classes('field', wide && 'wide', inPlaceLook, props.class)}>
      <legend class={props.unseenLabel ? 'sr-only' : 'label'}>{label}</legend>
      <input
        class="input"
        type="search"
        name="find"
        id={id}
        aria-label={`${label}: search`}
        placeholder={chosen.length > 0 ? 'Search for more' : nothing}
        autocomplete="off"
        dir="auto"
        maxlength={100}
        hx-get={from}
        hx-vals={JSON.stringify({ mark, list: id })}
        hx-include="closest fieldset"
        hx-trigger="focus once, input changed delay:150ms"
        hx-target={`#${id}-found`}
        hx-swap="innerHTML"
        hx-sync="this:replace"
        {...descriptionProps(id, hint, errors)}
      />
      <div class="grid" id={`${id}-found`}>
        {chosen.length > 0 && <FoundChoices name={name} idPrefix={id} groups={groups} chosen={chosen} mark={mark} />}
      </div>
      <noscript>
        <Select
          label="Add"
          name={name}
          idPrefix={`${id}-more`}
          options={[{ value: '', label: nothing }]}
          groups={mark ? markedGroups(groups, mark) : groups}
          value=""
        />
      </noscript>
      <FieldMessages id={id} hint={hint} errors={errors} />
    </fieldset>
  )
}

/**
 * A whole filter in one field. Marks in its value name a subject's list: any of, and any of, none of.
 * @param from path that answers with `FoundChoices`; without it, every choice is in lists
 */
export const FilterLists = ({ from, ...props }: Omit<Props, 'mark' | 'lists'> & { from?: string }) => {
  const values = props.value ? decodeTexts(String(props.value)) : []
  const { any, also, none } = parseMarkedGroups(values)
  const more = (label: string, mark: string, chosen: string[], nothing: string) => {
    const list = {
      ...{ label, mark, name: props.name, groups: props.groups, idPrefix: `${props.idPrefix ?? ''}-${mark.trim()}` },
      value: encodeTexts(chosen.map((one) => mark + one)),
    }
    return (
      <Fields>
        {from ? (
          <SearchedChoices wide from={from} nothing={nothing} {...list} />
        ) : (
          <AnyOf lists={2} options={[{ value: '', label: nothing }]} {...list} />
        )}
      </Fields>
    )
  }
  const isOpen = also.length + none.length > 0
  return (
    <>
      {from ? (
        <SearchedChoices {...props} from={from} nothing={props.options?.[0]?.label ?? ''} value={encodeTexts(any)} />
      ) : (
        <AnyOf {...props} value={encodeTexts(any)} />
      )}
      <details
        class={classes(
          from ? classes('field wide *:not-[summary]:mt-4 in-[.in-place]:not-open:hidden', inPlaceLook) : foldLook,
          props.class,
        )}
        open={isOpen}
      >
        <summary class="link">And, not</summary>
        {more('And of', 'and ', also, 'anything')}
        {more('Not of', 'not ', none, 'nothing')}
      </details>
    </>
  )
}

/** Describes a filter like `filterWords`, with its subjects rendered by `draw`. */
export const FilterNames = ({ subject, draw }: { subject: string; draw: (one: string) => Child }) => {
  const { any, also, none } = parseMarkedGroups(markGroups(subject))
  const group = (before: string, subjects: string[]) =>
    subjects.map((one, index) => (
      <>
        {index > 0 ? ' or ' : before}
        {draw(one)}
      </>
    ))
  return (
    <>
      {group('', any)}
      {group(', and ', also)}
      {none.map((one) => group(', not ', [one]))}
    </>
  )
}
