import { type Child, type PropsWithChildren, useContext } from 'hono/jsx'
import { isFiltered, listPath, searchLimit } from '../../functions/lib/http/list-view'
import { capitalized } from '../../functions/lib/text/text'
import { FirstLink, NewLink } from './button'
import { Empty, type Picture } from './empty'
import { ListFilters } from './filter'
import { MenuLink } from './item'
import { Followed } from './live'
import { PageHead, Pages, RowList, Section, TextLink } from './section'
import { Selecting } from './selection'

/**
 * One kind of row, as its list page names it: `{ path: '/people', name: 'person', many: 'people' }`. `list` is the path of
 * the page where it is not that of the rows.
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
  /** Query of the form of a new row. */
  query?: string
  /** An answer to a write brings it along with the list, for what depends on the rows. */
  oob?: boolean
  /** The primary action, which replaces “New”; on a phone below the title. */
  lead?: Child
  /** Before “New”: another way to add a row. */
  aside?: Child
  /** A line among its children adds; the form is in the menu then. */
  hasLine?: boolean
  /** Links in the menu after “New”. */
  more?: Child
}

/** Shows the boxes of all rows of a list. */
export const SelectLink = ({ kind }: { kind: Kind }) => (
  <MenuLink icon="check" label="Select" href={`${pathOf(kind)}?select=${idName(kind)}`} />
)

/** The head of a list page, with the place of the form of a new row; its children are its tabs and filters. */
export const ListHead = ({ kind, query, oob, lead, aside, hasLine, more, children }: PropsWithChildren<HeadProps>) => (
  <>
    <PageHead
      title={capitalized(kind.many)}
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
      {children}
    </PageHead>
    {!oob && <div id={`new-${idName(kind)}`} />}
  </>
)

type SearchProps = Pick<Parameters<typeof ListFilters>[0], 'view' | 'placeholder' | 'filters' | 'sort'> & {
  kind: Kind
  /** In characters. */
  limit?: number
}

/** Searches and filters the list of a kind; its children are hidden fields. `placeholder` names the columns that are searched. */
export const ListSearch = ({ kind, limit = searchLimit, children, ...filters }: PropsWithChildren<SearchProps>) => (
  <ListFilters
    label={capitalized(kind.many)}
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

/** Props of a filter by its name in the query of the page. */
export const filtersOf =
  <View extends Record<string, string | null>>({ many }: Pick<Kind, 'many'>, view: View) =>
  (name: keyof View & string) => ({ name, idPrefix: many.replaceAll(' ', '-'), value: view[name] ?? '' })

/** `view` is the query of the page. */
type RegionProps = { kind: Kind; view: Record<string, string | null>; oob?: boolean }

/** A write swaps all of it except rows being edited. */
export const ListRegion = ({ kind, view, oob, children }: PropsWithChildren<RegionProps>) => {
  const [id, path] = [listId(kind), listPath(pathOf(kind), view)]
  return (
    <div id={id} hx-swap-oob={oob ? 'outerMorph' : undefined} data-region={path}>
      <Followed id={id} path={listPath(pathOf(kind), { ...view, select: useContext(Selecting) })} />
      {children}
    </div>
  )
}

type NoRowsProps = {
  kind: Kind
  /** Query of the page: its filters, and `after`. */
  view: Record<string, string | null>
  /** Cursor of the next page, where this one has looked through some rows that are not shown. */
  next?: string
  /** Leads to all rows. */
  actions?: Child
  /** Says the first step where there is no row at all. */
  none: Child
}

type NoneProps = PropsWithChildren<Pick<HeadProps, 'kind' | 'query'> & { picture: Picture }>

/** Says what belongs in a list without any row, and adds the first in place of the head, whose button is hidden. */
export const NoneYet = ({ kind, query, picture, children }: NoneProps) => (
  <Empty
    title={`No ${kind.many} yet`}
    picture={picture}
    actions={<FirstLink name={kind.name} {...opensForm(kind, query)} />}
  >
    {children}
  </Empty>
)

/** A list that has no rows: `none` stands where nothing is filtered. */
export const NoRows = ({ kind, view, next, actions, none }: NoRowsProps) => {
  if (next) return <Empty title="None among the latest" />
  if (view.after) return <Empty title={`No more ${kind.many}`} actions={actions} />
  if (isFiltered(view)) return <Empty title={`No ${kind.many} match these filters`} actions={actions} />
  return none
}

/** The ways to the first page of a list and to the next one. */
export const ListPages = ({ kind, view, next }: Pick<NoRowsProps, 'kind' | 'view' | 'next'>) => {
  const pageAfter = (after: string) => listPath(pathOf(kind), { ...view, after })
  return (
    <Pages
      later={view.after ? { href: pageAfter(''), label: `First ${kind.many}` } : undefined}
      earlier={next === undefined ? undefined : { href: pageAfter(next), label: `More ${kind.many}` }}
    />
  )
}

type PageProps<R> = Pick<NoRowsProps, 'kind' | 'view' | 'next'> & {
  rows: R[]
  item: (row: R) => Child
  /** The group of a row, in whose order the rows are: the end of its id, its title, and what its figures are. */
  groupOf?: ((row: R) => readonly [id: string, title: string, figures?: string | false]) | false
  /** Beside the title of a group that is whole. */
  summaryOf?: (rows: R[]) => Child
}

/** A page of rows, and the ways to the others. */
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

/** The rows of a kind as the filters show them, page by page. */
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
