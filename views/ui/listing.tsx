import type { Child, PropsWithChildren } from 'hono/jsx'
import { searchLimit } from '../../functions/lib/list-view'
import { LinkButton } from './button'
import { Empty } from './empty'
import { type Option, Select } from './field'
import { LiveToolbar, SearchField } from './form'
import { Pages } from './pagination'
import { Rows } from './rows'
import { PageHead, TextLink } from './section'

/** One kind of row, as its list page names it: `{ path: '/people', name: 'person', many: 'people' }`. */
export type Kind = { path: `/${string}`; name: string; many: string }

const listId = ({ name }: Kind) => `${name.replaceAll(' ', '-')}-list`

const capitalized = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/** Link that opens the form of a new row above the list. */
export const NewButton = ({ path, name, query = '' }: Kind & { query?: string }) => {
  const href = `${path}/new${query}`
  return (
    <LinkButton variant="primary" icon="plus" href={href} hx-get={href} hx-target={`#new-${name}`}>
      New {name}
    </LinkButton>
  )
}

type HeadProps = {
  kind: Kind
  /** Query of the form of a new row. */
  query?: string
  /** Links before the one that adds. */
  actions?: Child
}

/** The head of a list page, with the place of the form of a new row; its children stand between them. */
export const ListHead = ({ kind, query, actions, children }: PropsWithChildren<HeadProps>) => (
  <>
    <PageHead
      title={capitalized(kind.many)}
      actions={
        <>
          {actions}
          <NewButton {...kind} query={query} />
        </>
      }
    />
    {children}
    <div id={`new-${kind.name}`} />
  </>
)

type SearchProps = {
  kind: Kind
  value: string
  /** Names the columns that are searched: `Name or notes`. */
  placeholder: string
  /** In characters. */
  limit?: number
}

/** Searches and filters the list of a kind; the filters are its children. */
export const ListSearch = ({
  kind,
  value,
  placeholder,
  limit = searchLimit,
  children,
}: PropsWithChildren<SearchProps>) => (
  <LiveToolbar label={capitalized(kind.many)} action={kind.path} list={listId(kind)} idPrefix={kind.many}>
    <SearchField
      label={`Search ${kind.many}`}
      idPrefix={kind.many}
      value={value}
      placeholder={placeholder}
      autocomplete="off"
      maxlength={limit}
    />
    {children}
  </LiveToolbar>
)

type FilterProps = { kind: Kind; label: string; name: string; value: string; all: string; options: Option[] | null }

/** A filter of `ListSearch`; none where a context is the filter, and `options` are null. `all` filters nothing. */
export const Filter = ({ kind, all, options, ...field }: FilterProps) =>
  options && <Select unseenLabel idPrefix={kind.many} options={[{ value: '', label: all }, ...options]} {...field} />

type RegionProps = { kind: Kind; oob?: boolean }

/** A write swaps all of it except rows being edited. */
export const ListRegion = ({ kind, oob, children }: PropsWithChildren<RegionProps>) => (
  <div id={listId(kind)} hx-swap-oob={oob ? 'outerMorph' : undefined}>
    {children}
  </div>
)

/** A list that has no rows: `none` stands where nothing is filtered. */
export const NoRows = ({ kind, view, none }: { kind: Kind; view: Record<string, string>; none: Child }) => {
  if (view.after) return <Empty title={`No more ${kind.many}`} />
  if (Object.values(view).some((value) => value !== '')) return <Empty title={`No ${kind.many} match these filters`} />
  return none
}

type PagedProps<R> = RegionProps & {
  /** Query of the page: its filters, and `after`. */
  view: Record<string, string>
  rows: R[]
  item: (row: R) => Child
  /** Cursor of the next page. */
  next?: string
  /** Says the first step where there is no row at all. */
  none: Child
}

/** The rows of a kind as the filters show them, page by page. */
export const PagedList = <R,>({ kind, oob, view, rows, item, next, none }: PagedProps<R>) => {
  const pathOf = (after = '') => {
    const query = new URLSearchParams(Object.entries({ ...view, after }).filter(([, value]) => value !== ''))
    return query.size > 0 ? `${kind.path}?${query}` : kind.path
  }
  return (
    <ListRegion kind={kind} oob={oob}>
      {rows.length === 0 && <NoRows kind={kind} view={view} none={none} />}
      <Rows>{rows.map(item)}</Rows>
      <Pages
        later={view.after ? { href: pathOf(), label: `First ${kind.many}` } : undefined}
        earlier={next === undefined ? undefined : { href: pathOf(next), label: `More ${kind.many}` }}
      />
    </ListRegion>
  )
}

/** Links at the foot of a list page. */
export const ListFoot = ({ children }: PropsWithChildren) => (
  <p class="section actions">
    {children}
    <TextLink href="/deleted">Recently deleted</TextLink>
  </p>
)
