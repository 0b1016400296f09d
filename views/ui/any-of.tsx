import { eachOf } from '../../functions/lib/text/text'
import { type FieldFrame, type Option, type OptionGroup, Select, type Value } from './field'

/** Lists of a form that has no more chosen yet. */
const leastLists = 4

type Props = Omit<FieldFrame, 'grow'> & {
  /** A text for `eachOf`; empty where nothing is chosen. */
  value: Value
  groups: OptionGroup[]
  /** Before the groups, in the first list. */
  options?: Option[]
  /** Names of chosen ones that may not be offered. */
  chosen?: { subject: string; label: string }[]
}

/** The choices with one that is no longer offered. */
const withChosen = (groups: OptionGroup[], options: Option[], chosen: string, name?: string): OptionGroup[] => {
  const all = [...options, ...groups.flatMap((group) => group.options)]
  if (chosen === '' || all.some(({ value }) => value === chosen)) return groups
  return [...groups, { label: 'Now', options: [{ value: chosen, label: name ?? 'As now, no longer offered' }] }]
}

/** Lists of one name to choose subjects from, any of which counts. Each shows once the one before is chosen (goals.css). */
export const AnyOf = (props: Props) => {
  const { label, value, groups, options = [], chosen: named, idPrefix = '', errors, hint, ...frame } = props
  const chosen = value ? eachOf(String(value)) : []
  const lists = Math.max(leastLists, chosen.length + 1)
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
            {...(isFirst && { errors, hint })}
          />
        )
      })}
    </>
  )
}
