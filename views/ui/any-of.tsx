import type { Child } from 'hono/jsx'
import { markGroups, parseMarkedGroups } from '../../functions/lib/filter'
import { decodeTexts, encodeTexts } from '../../functions/lib/text/text'
import { type FieldFrame, type FieldValue, type OptionGroup, Select, type SelectOption } from './field'
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

/** All lists of a filter in one field. Marks in its value name a subject's list: any of, and any of, none of. */
export const FilterLists = (props: Omit<Props, 'mark' | 'lists'>) => {
  const values = props.value ? decodeTexts(String(props.value)) : []
  const { any, also, none } = parseMarkedGroups(values)
  const more = (label: string, mark: string, chosen: string[], nothing: string) => (
    <Fields>
      <AnyOf
        label={label}
        name={props.name}
        mark={mark}
        lists={2}
        groups={props.groups}
        idPrefix={`${props.idPrefix ?? ''}-${mark.trim()}`}
        value={encodeTexts(chosen.map((one) => mark + one))}
        options={[{ value: '', label: nothing }]}
      />
    </Fields>
  )
  return (
    <>
      <AnyOf {...props} value={encodeTexts(any)} />
      <details class={classes(foldLook, props.class)} open={also.length + none.length > 0}>
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
