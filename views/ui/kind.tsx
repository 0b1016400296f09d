import type { Child, PropsWithChildren } from 'hono/jsx'
import { pathTo } from '../../functions/lib/http/path-to'
import type { RowField as FieldOfKind } from '../../functions/lib/resource/fields'
import { filingNames, filingTables } from '../../functions/lib/resource/filing'
import type { FilingChoice } from '../../functions/lib/resource/filing-choices'
import { formValuesOf, freshValues, type PlainKind, parameterName } from '../../functions/lib/resource/kind'
import type { FieldsProps } from '../../functions/lib/resource/listed-pages'
import { tagList } from '../../functions/lib/text/text'
import { RadioGroup } from './choices'
import {
  Datalist,
  Field,
  type FieldProps,
  type FieldValue,
  fieldId,
  optionsOf,
  Select,
  type SelectOption,
  TagLink,
  TagsField,
} from './field'
import { draftFields, Fields, FilingSelect, MoreFields } from './form'
import { EditableFact, Facts, RowOfPage } from './in-place'
import { ItemHead } from './item'
import { filtersOf, ListSearch } from './listing'
import { RowTitle } from './section'

/** Controls that replace the default ones, by field. */
export type ControlSlots = Partial<Record<string, (field: FieldProps) => Child>>

type ControlProps = { of: FieldOfKind; field: ReturnType<ReturnType<typeof draftFields>>; isFresh: boolean }

/** Default control of a field. */
export const Control = ({ of: { label, names, control }, field, isFresh }: ControlProps) => {
  const { as, isFirst, offers, props } = control
  if (as === 'tags') return <TagsField label={label} {...field} />
  if (names && as === 'radios') return <RadioGroup label={label} wide options={optionsOf(names)} {...field} />
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
  /** Initial values of a new row. */
  linked?: Record<string, FieldValue>
  choices: FilingChoice[]
  today: string
  slots?: ControlSlots
}

/** The fields of a kind in their order. */
export const KindFields = ({ kind, row, draft, linked, choices, today, idPrefix, slots = {} }: FormProps) => {
  const newRow = { ...freshValues(kind, today), ...linked }
  const fresh = formValuesOf(kind, newRow)
  const field = draftFields(formValuesOf(kind, { ...newRow, ...row }), draft, idPrefix)
  const control = ([name, one]: [string, FieldOfKind]) => {
    const slot = slots[name]
    if (slot) return slot({ label: one.label, ...one.control.props, ...field(name) })
    const id = kind.ids.find((filing) => filing === name)
    return id ? (
      <FilingSelect id={id} choices={choices} row={row} isShort={one.control.isShort} field={field(name)} />
    ) : (
      <Control of={one} field={field(name)} isFresh={!draft} />
    )
  }
  const all = Object.entries(kind.fields).filter(([, { control }]) => control.as !== 'none')
  const main = all.filter(([, one]) => !one.control.isMore)
  const more = all.filter(([, one]) => one.control.isMore)
  const isOpen = more.some(([name]) => {
    const { value, errors } = field(name)
    return errors !== undefined || (Boolean(value) && String(value) !== String(fresh[name] ?? ''))
  })
  return (
    <>
      <Fields inPairs={main.length > 6}>{main.map(control)}</Fields>
      {more.length > 0 && (
        <MoreFields inPairs={more.length > 6} open={isOpen}>
          {more.map(control)}
        </MoreFields>
      )}
    </>
  )
}

type OneProps = Pick<FormProps, 'kind' | 'choices'> & { row: object; name: string; field: ControlProps['field'] }

/** A single field of a row. */
export const KindField = ({ kind: { fields, ids }, choices, row, name, field }: OneProps) => {
  const of = fields[name]
  const id = ids.find((filing) => filing === name)
  if (id) return <FilingSelect id={id} choices={choices} row={row} field={field} />
  return (
    of && (
      <Control
        of={{ ...of, control: { ...of.control, ...(of.names && { as: 'select' }) } }}
        field={field}
        isFresh={false}
      />
    )
  )
}

type Shown = { id: string; [column: string]: unknown }

/** Text of a row's field, and the path of the row that it names. */
const factOf = (kind: PlainKind, row: Shown, name: string, today: string): { words: Child; href?: string } => {
  const { words: inWords, control } = kind.fields[name] ?? {}
  const id = kind.ids.find((filing) => filing === name)
  const text = String(row[id ? filingNames[id] : name] ?? '')
  const { type } = control?.props ?? {}
  const words = text && inWords ? inWords(row[name] as never, today) : text
  const href = id ? pathTo`/${filingTables[id]}/${String(row[name])}` : type === 'email' ? `mailto:${text}` : undefined
  return { words: words && <bdi>{words}</bdi>, href }
}

type KindHeadProps = Pick<Parameters<typeof ItemHead>[0], 'menu'> & {
  kind: PlainKind
  row: Shown
  today: string
  /** Replaces its first field. */
  title?: Child
  /** Facts next to its tags. */
  facts?: Child[]
  /** Paths of the rows that texts name, by field. */
  hrefs?: Record<string, string | false | null>
  /** Buttons of the page. */
  acts?: Child
}

/** Head of a row's page. Its title, which is the first field, and its facts are edited in place when pressed. */
export const KindHead = (props: PropsWithChildren<KindHeadProps>) => {
  const { kind, row, today, title, facts: more = [], hrefs, acts, menu, children } = props
  const [first = '', ...others] = Object.keys(kind.fields)
  const url = `${kind.path}/${row.id}`
  const tags = tagList(String(row.tags ?? ''))
  const facts = others.filter((name) => {
    const { as, isWhole, props } = kind.fields[name]?.control ?? {}
    return !isWhole && as !== 'tags' && props?.type !== 'textarea'
  })
  return (
    <RowOfPage id={`${kind.name.replaceAll(' ', '-')}-${row.id}`} region={url}>
      <ItemHead
        url={url}
        title={
          <RowTitle href={url} data-edits={first}>
            {title ?? <bdi>{String(row[first])}</bdi>}
          </RowTitle>
        }
        back={{ href: kind.path, name: kind.title }}
        menu={menu}
        facts={[...more, ...tags.map((tag) => <TagLink kind={kind.kind} tag={tag} />)]}
      >
        {acts}
      </ItemHead>
      {children}
      <Facts>
        {facts.map((name) => {
          const { words, href } = factOf(kind, row, name, today)
          return (
            <EditableFact label={kind.fields[name]?.label ?? ''} field={name} href={hrefs?.[name] || href}>
              {words}
            </EditableFact>
          )
        })}
      </Facts>
    </RowOfPage>
  )
}

type FiltersProps = PropsWithChildren<{
  kind: PlainKind
  view: Record<string, string>
  /** Names the searched columns: `Name or notes`. */
  placeholder: string
  /** Options of rows by field. */
  options?: Record<string, SelectOption[] | null>
  /** Fields in the order of their filters, if it differs from the form's. */
  names?: string[]
}>

/** Search and filters of a kind's list. Children are hidden fields. */
export const KindFilters = ({ kind, view, placeholder, options = {}, names: order, children }: FiltersProps) => {
  const filter = filtersOf(kind, view)
  const filters = (order ?? Object.keys(kind.fields)).map((name) => {
    const of = kind.fields[name]
    if (!of?.filter) return false
    const { label, names, control, filter: shown } = of
    if (control.as === 'tags') return { label: 'Tag', ...filter('tag') }
    const offered = names || shown.also ? optionsOf({ ...shown.also, ...names }) : (options[name] ?? null)
    return { label: shown.label ?? label, all: shown.all, options: offered, ...filter(parameterName(name)) }
  })
  return (
    <ListSearch kind={kind} view={view} placeholder={placeholder} filters={filters}>
      {children}
    </ListSearch>
  )
}
