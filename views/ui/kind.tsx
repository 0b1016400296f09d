import type { Child, PropsWithChildren } from 'hono/jsx'
import type { FilingChoice } from '../../functions/lib/resource/choices'
import type { Field as FieldOfKind } from '../../functions/lib/resource/fields'
import { freshValues, nameInView, type PlainKind } from '../../functions/lib/resource/kind'
import type { FieldsProps } from '../../functions/lib/resource/listed'
import { Radios } from './choices'
import {
  Datalist,
  Field,
  type FieldProps,
  fieldId,
  type Option,
  optionsOf,
  Select,
  TagsField,
  type Value,
} from './field'
import { drafted, Fields, FilingSelect, MoreFields } from './form'
import { draftedInPlace } from './in-place'
import { filtersOf, ListSearch } from './listing'

/** Controls of fields in place of the usual ones. */
export type Slots = Partial<Record<string, (field: FieldProps) => Child>>

type ControlProps = { of: FieldOfKind; field: ReturnType<ReturnType<typeof drafted>>; isFresh: boolean }

const Control = ({ of: { label, names, control }, field, isFresh }: ControlProps) => {
  const { as, isFirst, offers, props } = control
  if (as === 'tags') return <TagsField label={label} {...field} />
  if (names && as === 'radios') return <Radios label={label} wide options={optionsOf(names)} {...field} />
  if (names) return <Select label={label} options={optionsOf(names)} {...field} />
  const list = offers && `${fieldId(field)}s`
  const focus = isFirst && { autofocus: isFresh, 'data-autofocus': true }
  return (
    <>
      <Field label={label} {...props} {...(list && { list })} {...field} {...focus} />
      {list && <Datalist id={list} values={offers} />}
    </>
  )
}

type FormProps = FieldsProps<object> & {
  kind: PlainKind
  /** Values of a new row at first. */
  linked?: Record<string, Value>
  choices: FilingChoice[]
  today: string
  slots?: Slots
}

/** The fields of a kind, in their order. */
export const KindFields = ({ kind, row, draft, linked, choices, today, idPrefix, slots = {} }: FormProps) => {
  const fresh: Record<string, Value> = { ...freshValues(kind, today), ...linked }
  const field = drafted({ ...fresh, ...row }, draft, idPrefix)
  const control = ([name, one]: [string, FieldOfKind]) => {
    const slot = slots[name]
    if (slot) return slot({ label: one.label, ...one.control.props, ...field(name) })
    const id = kind.ids.find((filing) => filing === name)
    return id ? (
      <FilingSelect {...{ id, choices, row }} isShort={one.control.isShort} field={field(name)} />
    ) : (
      <Control of={one} field={field(name)} isFresh={!draft} />
    )
  }
  const all = Object.entries(kind.fields)
  const more = all.filter(([, one]) => one.control.isMore)
  const isOpen = more.some(([name]) => {
    const { value, errors } = field(name)
    return errors !== undefined || (Boolean(value) && String(value) !== String(fresh[name] ?? ''))
  })
  return (
    <>
      <Fields>{all.filter(([, one]) => !one.control.isMore).map(control)}</Fields>
      {more.length > 0 && <MoreFields open={isOpen}>{more.map(control)}</MoreFields>}
    </>
  )
}

type OneProps = { kind: PlainKind; row: object; name: string; draft?: FieldsProps<object>['draft'] }

/** A field of a row alone. */
export const KindField = ({ kind: { fields }, row, name, draft }: OneProps) => {
  const stored: Record<string, Value> = { ...row }
  const of = fields[name]
  return of && <Control of={of} field={draftedInPlace(stored, draft)(name)} isFresh={false} />
}

type FiltersProps = PropsWithChildren<{
  kind: PlainKind
  view: Record<string, string>
  /** Names the columns that are searched: `Name or notes`. */
  placeholder: string
  /** Rows to choose from, by field. */
  options?: Record<string, Option[] | null>
}>

/** Searches and filters the list of a kind; its children are hidden fields. */
export const KindFilters = ({ kind, view, placeholder, options = {}, children }: FiltersProps) => {
  const filter = filtersOf(kind, view)
  const filters = Object.entries(kind.fields).map(([name, { label, names, control, filter: shown }]) => {
    if (!shown) return false
    if (control.as === 'tags') return { label: 'Tag', ...filter('tag') }
    const offered = names ? optionsOf(names) : (options[name] ?? null)
    return { label: shown.label ?? label, all: shown.all, options: offered, ...filter(nameInView(name)) }
  })
  return (
    <ListSearch kind={kind} view={view} placeholder={placeholder} filters={filters}>
      {children}
    </ListSearch>
  )
}
