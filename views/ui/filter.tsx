import type { Child, PropsWithChildren } from 'hono/jsx'
import { listPath } from '../../functions/lib/http/list-view'
import { Button } from './button'
import { type FieldProps, fieldId, Select, type SelectOption, TagFilter } from './field'
import { KeptOrg, SearchField } from './form'
import { classes, Icon } from './icon'
import { TextLink } from './section'

/** Something that is set, in words. */
export type Chip = {
  label?: string
  text: string
  /** The list without it. */
  href: string
  /** Id of the field that script clears in place of following the link. */
  field?: string
  /** Shows on a phone only, where the field is out of sight. */
  isSearch?: boolean
}

const Chips = ({ id, chips, below }: Pick<BarProps, 'id' | 'chips' | 'below'>) => (
  <ul
    class={classes('sieve-set', below && 'max-sm:order-none max-sm:mt-0 max-sm:flex-1')}
    id={id}
    aria-label="Filters that are set"
  >
    {chips.map(({ label, text, href, field, isSearch }) => (
      <li class={isSearch ? 'chip lg:hidden' : 'chip'}>
        {label && <b>{label}</b>} <bdi>{text}</bdi>
        <a
          id={`without-${field ?? text}`}
          href={href}
          aria-label={`Remove filter: ${label ? `${label} ` : ''}${text}`}
          data-clears={field}
        >
          <Icon name="close" />
        </a>
      </li>
    ))}
  </ul>
)

type BarProps = PropsWithChildren<{
  id?: string
  label: string
  action: string
  /** Ids of the elements that a change of the filter reloads: the list, and other parts of the page. */
  list: string
  renews?: string[]
  /** The list has the form itself inside. */
  isInside?: boolean
  /** Begins the ids of its fields. */
  idPrefix: string
  /** A field that searches on input, and its name. */
  search?: Child
  searchName?: string
  /** Fields behind the button. */
  fields?: Child
  /** The page with the fields, where these are loaded once the button is pressed. */
  opens?: string
  /** The fields show at once: the address says so, or one of them has an error. */
  isOpen?: boolean
  chips: Chip[]
  /** The list without any filter. */
  clear: string
  sort?: Child
  /** Its children have a line of their own. */
  below?: boolean
}>

/** Loads the sheet once it is in sight. */
const SheetLink = ({ href, sheet }: { href: string; sheet: string }) => (
  <a
    class="link"
    href={href}
    hx-get={href}
    hx-trigger="intersect once"
    hx-target={sheet}
    hx-select={sheet}
    hx-swap="outerHTML"
  >
    Choose what is shown
  </a>
)

type SheetProps = Pick<BarProps, 'idPrefix' | 'search' | 'fields' | 'clear' | 'opens'>

/** The search and the fields. Without fields it has a button for the search alone. */
const Sheet = ({ idPrefix, search, fields, clear, opens }: SheetProps) => (
  <div class="sieve-sheet" id={`${idPrefix}-sheet`}>
    {fields && !opens && (
      <div class="sieve-head">
        <h2>Filter</h2>
        <TextLink href={clear}>Clear</TextLink>
        <Button variant="quiet" icon="close" iconOnly="Close" />
      </div>
    )}
    {search}
    {fields && (
      <div class="sieve-fields">
        {fields}
        {opens ? <SheetLink href={opens} sheet={`#${idPrefix}-sheet`} /> : <Button data-apply>Done</Button>}
      </div>
    )}
    {!fields && (
      <Button small data-apply>
        Search
      </Button>
    )}
  </div>
)

/**
 * One button with the fields that filter a list, a chip for each that is set, and the order apart from them. Each change
 * renews the list at once; without script the buttons of the sheet do, which otherwise only close it. Its children are hidden fields, and what
 * stands at the end of the line.
 */
export const FilterBar = (props: BarProps) => {
  const {
    id,
    label,
    action,
    list,
    renews = [],
    isInside,
    idPrefix,
    search,
    searchName = 'q',
    fields,
    opens,
    isOpen,
    chips,
    clear,
    sort,
    below,
  } = props
  const chipsId = `${idPrefix}-filters`
  return (
    <search aria-label={label}>
      <form
        class={classes('sieve', below && 'flex-wrap')}
        id={id}
        method="get"
        action={action}
        data-auto=""
        hx-get={action}
        hx-trigger={`submit, input delay:300ms target:#${idPrefix}-${searchName}`}
        hx-target={`#${list}`}
        hx-select={`#${list}`}
        hx-select-oob={isInside ? undefined : [chipsId, ...renews].map((part) => `#${part}`).join(',')}
        hx-swap="outerMorph"
        hx-replace-url="true"
        hx-sync="this:replace"
      >
        <KeptOrg />
        {fields && (
          <details class="filter" id={`${idPrefix}-filter`} data-menu={`${idPrefix}-sheet`} open={isOpen}>
            <summary
              class="button"
              aria-label="Filter"
              aria-controls={`${idPrefix}-sheet`}
              autofocus={isInside && isOpen}
            >
              <Icon name="filter" />
              <span class="max-lg:hidden">Filter</span>
            </summary>
          </details>
        )}
        <Sheet idPrefix={idPrefix} search={search} fields={fields} clear={clear} opens={opens} />
        <Chips id={chipsId} chips={chips} below={below} />
        {sort && (
          <div class="sort">
            <Icon name="sort" />
            {sort}
          </div>
        )}
        {props.children}
      </form>
    </search>
  )
}

/** A filter by one value of a list, or by a tag where it has no `all`. None where a context is the filter, and `options` are null. */
type ListFilter = Pick<FieldProps, 'name' | 'idPrefix'> & {
  label: string
  value: string
  /** Names the choice that filters nothing. */
  all?: string
  options?: SelectOption[] | null
}

type ListProps = PropsWithChildren<{
  label: string
  path: string
  list: string
  idPrefix: string
  /** Query of the page. */
  view: Record<string, string | null>
  placeholder: string
  /** In characters, of the search. */
  limit: number
  searchLabel: string
  /** Name of the search in the query. */
  search?: string
  filters?: (ListFilter | false)[]
  sort?: { options: SelectOption[]; value: string }
}>

/** Searches, filters and sorts a list by the query of its page. */
export const ListFilters = (props: ListProps) => {
  const { label, path, list, idPrefix, view, placeholder, limit, searchLabel, search = 'q', sort, children } = props
  const filters = (props.filters ?? []).filter((filter) => filter !== false)
  const offered = filters.filter(({ options }) => options !== null)
  const without = (...names: string[]) =>
    listPath(path, { ...view, after: '', before: '', ...Object.fromEntries(names.map((name) => [name, ''])) })
  const words = view[search] ?? ''
  return (
    <FilterBar
      label={label}
      action={path}
      list={list}
      idPrefix={idPrefix}
      searchName={search}
      search={
        <SearchField
          name={search}
          label={searchLabel}
          idPrefix={idPrefix}
          grow={false}
          value={words}
          placeholder={placeholder}
          autocomplete="off"
          maxlength={limit}
        />
      }
      fields={
        offered.length > 0 &&
        offered.map(({ all, options, ...field }) =>
          options && all !== undefined ? (
            <Select options={[{ value: '', label: all }, ...options]} {...field} />
          ) : (
            <TagFilter {...field} />
          ),
        )
      }
      chips={[
        ...(words
          ? [{ text: `“${words}”`, href: without(search), field: `${idPrefix}-${search}`, isSearch: true }]
          : []),
        ...offered.flatMap(({ name, label, value, options, ...field }) =>
          value
            ? [
                {
                  label: label.toLowerCase(),
                  text: options?.find((option) => String(option.value) === value)?.label ?? value,
                  href: without(name),
                  field: fieldId({ name, ...field }),
                },
              ]
            : [],
        ),
      ]}
      clear={without(search, ...offered.map(({ name }) => name))}
      sort={sort && <Select label="Sort" unseenLabel name="sort" idPrefix={idPrefix} {...sort} />}
    >
      {children}
    </FilterBar>
  )
}
