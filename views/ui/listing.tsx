import { type Child, type PropsWithChildren, useContext } from 'hono/jsx'
import { isFiltered, listPath, searchLimit } from '../../functions/lib/http/list-view'
import { capitalize } from '../../functions/lib/text/text'
import { FirstLink, NewLink } from './button'
import { Empty } from './empty'
import { ListFilters } from './filter'
import { MenuLink } from './item'
import { ReloadedRegion } from './live'
import { PlaceTabs } from './place-tabs'
import { PageHead, Pagination, RowList, Section, TextLink } from './section'
import { SelectingKind } from './selection'

/**
 * A kind of row, as its list page names it: `{ path: '/people', name: 'person', many: 'people' }`. `list` is the path
 * of the list, if it differs from the path of the rows.
 */
type Kind = { path: `/${string}`; name: string; many: string; list?: `/${string}` }

const pathOf = ({ path, list = path }: Kind) => list

const idName = ({ name }: Pick<Kind, 'name'>) => name.replaceAll(' ', '-')

const listId = (kind: Kind) => `${idName(kind)}-list`

/** Attributes of a link that opens the form of a new row above the list. */
const opensForm = ({ path, name }: Kind, query = '') => {
  const href = `${path}/new${query}`
  return { href, 'hx-get': href, 'hx-target': `#new-${idName({ name })}` }
}

type HeadProps = {
  kind: Kind
  /** Query for the form of a new row. */
  query?: string
  /** True in the response to a write, which replaces the head together with the list. */
  oob?: boolean
  /** Primary action, which replaces “New”; on a phone it is below the title. */
  lead?: Child
  /** Another way to add a row, before “New”. */
  aside?: Child
  /** True if a line among the children adds rows; the form is then in the menu. */
  hasLine?: boolean
  /** Menu links after “New”. */
  more?: Child
}

/** Link that shows the checkboxes of all rows in a list. */
export const SelectLink = ({ kind }: { kind: Kind }) => (
  <MenuLink icon="check" label="Select" href={`${pathOf(kind)}?select=${idName(kind)}`} />
)

/** Head of a list page, with the place for the form of a new row. Children are its tabs and filters. */
export const ListHead = ({ kind, query, oob, lead, aside, hasLine, more, children }: PropsWithChildren<HeadProps>) => (
  <>
    <PageHead
      title={capitalize(kind.many)}
      id={`${idName(kind)}-list-head`}
      oob={oob}
      acts={lead}
      actions={
        !hasLine && (
          <>
            {aside}
            <NewLink name={kind.name} variant={lead ? 'plain' : 'primary'} {...opensForm(kind, query)} />
          </>
        )
      }
      more={
        <>
          {hasLine && <MenuLink icon="plus" label={`New ${kind.name}`} {...opensForm(kind, query)} />}
          <SelectLink kind={kind} />
          {more}
        </>
      }
    >
      <PlaceTabs path={kind.path} />
      {children}
    </PageHead>
    {!oob && <div id={`new-${idName(kind)}`} />}
  </>
)

type SearchProps = Pick<Parameters<typeof ListFilters>[0], 'view' | 'placeholder' | 'filters' | 'sort'> & {
  kind: Kind
  /** Maximum characters of the search. */
  limit?: number
}

/** Search and filters of a kind's list. Children are hidden fields; `placeholder` names the searched columns. */
export const ListSearch = ({ kind, limit = searchLimit, children, ...filters }: PropsWithChildren<SearchProps>) => (
  <ListFilters
    label={capitalize(kind.many)}
    path={pathOf(kind)}
    list={listId(kind)}
    idPrefix={kind.many.replaceAll(' ', '-')}
    searchLabel={`Search ${kind.many}`}
    limit={limit}
    {...filters}
  >
    {children}
  </ListFilters>
)

/** Returns the props of a filter by its name in the page's query. */
export const filtersOf =
  <View extends Record<string, string | null>>({ many }: Pick<Kind, 'many'>, view: View) =>
  (name: keyof View & string) => ({ name, idPrefix: many.replaceAll(' ', '-'), value: view[name] ?? '' })

/** `view` is the query of the page. */
type RegionProps = { kind: Kind; view: Record<string, string | null>; oob?: boolean }

/** Region of a list. A write replaces all of it except rows being edited. */
export const ListRegion = ({ kind, view, oob, children }: PropsWithChildren<RegionProps>) => {
  const [id, path] = [listId(kind), listPath(pathOf(kind), view)]
  return (
    <div id={id} hx-swap-oob={oob ? 'outerMorph' : undefined} data-region={path}>
      <ReloadedRegion id={id} path={listPath(pathOf(kind), { ...view, select: useContext(SelectingKind) })} />
      {children}
    </div>
  )
}

type NoRowsProps = {
  kind: Kind
  /** Query of the page: its filters, and `after`. */
  view: Record<string, string | null>
  /** Cursor of the next page, if this one found nothing but has not searched all rows. */
  next?: string
  /** Links to all rows. */
  actions?: Child
  /** Content if there are no rows at all. */
  none: Child
}

type NoneProps = PropsWithChildren<Pick<HeadProps, 'kind' | 'query'>>

/** Message of an empty list: its purpose, and a button to add the first row, which replaces the one in the head. */
export const NoneYet = ({ kind, query, children }: NoneProps) => (
  <Empty title={`No ${kind.many} yet`} actions={<FirstLink name={kind.name} {...opensForm(kind, query)} />}>
    {children}
  </Empty>
)

/** A list without rows. `none` is shown if no filter is active. */
export const NoRows = ({ kind, view, next, actions, none }: NoRowsProps) => {
  if (next) return <Empty title="None among the latest" />
  if (view.after) return <Empty title={`No more ${kind.many}`} actions={actions} />
  if (isFiltered(view)) return <Empty title={`No ${kind.many} match these filters`} actions={actions} />
  return none
}

/** Links to the first page of a list and to the next one. */
export const ListPages = ({ kind, view, next }: Pick<NoRowsProps, 'kind' | 'view' | 'next'>) => {
  const pageAfter = (after: string) => listPath(pathOf(kind), { ...view, after })
  return (
    <Pagination
      later={view.after ? { href: pageAfter(''), label: `First ${kind.many}` } : undefined}
      earlier={next === undefined ? undefined : { href: pageAfter(next), label: `More ${kind.many}` }}
    />
  )
}

type PageProps<R> = Pick<NoRowsProps, 'kind' | 'view' | 'next'> & {
  rows: R[]
  item: (row: R) => Child
  /** Group of a row: the end of its id, its title, and its figures. Rows must be sorted by group. */
  groupOf?: ((row: R) => readonly [id: string, title: string, figures?: string | false]) | false
  /** Summary next to the title of a group that is complete on the page. */
  summaryOf?: (rows: R[]) => Child
}

/** A page of rows, and links to other pages. */
export const PageOfRows = <R,>({ kind, view, rows, item, groupOf, summaryOf, next }: PageProps<R>) => (
  <>
    {groupOf ? (
      [...Map.groupBy(rows, (row) => groupOf(row).join(' '))].map(([, [first, ...others]]) => {
        if (!first) return null
        const [id, title, figures] = groupOf(first)
        const group = [first, ...others]
        const summary = !view.after && !next && (summaryOf?.(group) ?? group.length)
        return (
          <Section id={`${idName(kind)}s-${id}`} title={title} summary={summary} aside={figures && <p>{figures}</p>}>
            <RowList rows={group} item={item} />
          </Section>
        )
      })
    ) : (
      <RowList rows={rows} item={item} />
    )}
    <ListPages kind={kind} view={view} next={next} />
  </>
)

type PagedProps<R> = RegionProps & PageProps<R> & Pick<NoRowsProps, 'none'>

/** The filtered rows of a kind, in pages. */
export const PagedList = <R,>({ oob, none, ...page }: PagedProps<R>) => (
  <ListRegion kind={page.kind} view={page.view} oob={oob}>
    {page.rows.length === 0 && <NoRows {...page} none={none} />}
    <PageOfRows {...page} />
  </ListRegion>
)

/** Links at the foot of a list page. */
export const ListFoot = ({ children }: PropsWithChildren) => (
  <p class="section actions list-foot">
    {children}
    <TextLink href="/deleted">Recently deleted</TextLink>
  </p>
)
