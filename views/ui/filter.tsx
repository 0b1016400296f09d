import type { Child, PropsWithChildren } from 'hono/jsx'
import { listPath } from '../../functions/lib/http/list-view'
import { Button } from './button'
import { type FieldProps, fieldId, Select, type SelectOption, TagFilter } from './field'
import { HiddenOrg, SearchField } from './form'
import { classes, Icon } from './icon'
import { TextLink } from './section'

/** An active filter value, described in text. */
export type Chip = {
  label?: string
  text: string
  /** Path of the list without it. */
  href: string
  /** Id of the field that the script clears instead of following the link. */
  field?: string
  /** True to show the chip only on a phone, where the search field is hidden. */
  isSearch?: boolean
}

/** Tabs or ranges of a page, beside its filter. */
export const Tools = ({ children }: PropsWithChildren) => (
  <div class="tools max-lg:*:[search]:contents" data-tools="">
    {children}
  </div>
)

/** Classes of a filter. Beside tabs, a phone has its button on their line. */
export const sieveLook = 'sieve max-lg:in-data-tools:contents min-[64rem]:in-data-tools:flex-wrap'

const Chips = ({ id, chips, below }: Pick<BarProps, 'id' | 'chips' | 'below'>) => (
  <ul
    class={classes(
      'sieve-set min-[64rem]:in-data-tools:not-empty:min-w-32',
      below && 'max-sm:order-none max-sm:mt-0 max-sm:flex-1',
    )}
    id={id}
    aria-label="Filters that are set"
  >
    {chips.map(({ label, text, href, field, isSearch }) => (
      <li class={classes('chip flex-none pr-0', isSearch && 'lg:hidden')}>
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
  /** True if the form is inside the list. */
  isInside?: boolean
  /** Prefix of the fields' ids. */
  idPrefix: string
  /** Search field that filters on input, and its name. */
  search?: Child
  searchName?: string
  /** Fields that the button opens. */
  fields?: Child
  /** Path of the page with the fields, if they are loaded only when the button is pressed. */
  opens?: string
  /** True to show the fields at once: the URL says so, or a field has an error. */
  isOpen?: boolean
  chips: Chip[]
  /** Path of the list without filters. */
  clear: string
  sort?: Child
  /** True to put the children on a line of their own. */
  below?: boolean
}>

/** Link that loads the sheet once the link is visible. */
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

/** Sheet with the search and the fields. Without fields it has a button for the search. */
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
      <div class="sieve-fields floating">
        {fields}
        {opens ? (
          <SheetLink href={opens} sheet={`#${idPrefix}-sheet`} />
        ) : (
          <Button data-apply class="col-span-full sm:script:hidden">
            Done
          </Button>
        )}
      </div>
    )}
    {!fields && (
      <Button small data-apply class="script:hidden">
        Search
      </Button>
    )}
  </div>
)

/**
 * Filter of a list: a button that opens the fields, a chip for each active value, and the sort order. Each change
 * refreshes the list at once. Without JavaScript, the sheet's buttons submit the form; with JavaScript they only close
 * the sheet. Children are hidden fields, and content at the end of the line.
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
        class={classes(sieveLook, below && 'flex-wrap')}
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
        <HiddenOrg />
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

/**
 * Filter by a value from a list; without `all` by a tag. Hidden if `options` is null, because the context already
 * filters.
 */
type ListFilter = Pick<FieldProps, 'name' | 'idPrefix'> & {
  label: string
  value: string
  /** Label of the choice that does not filter. */
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
  /** Maximum characters of the search. */
  limit: number
  searchLabel: string
  /** Name of the search parameter. */
  search?: string
  filters?: (ListFilter | false)[]
  sort?: { options: SelectOption[]; value: string }
}>

/** Search, filters and sort order of a list, from the query of its page. */
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
