import type { PageViews, ViewPage } from '../../functions/ledger/views'
import { pathTo } from '../../functions/lib/http/path-to'
import { isolateDirection, quoteName } from '../../functions/lib/text/text'
import { MenuLink, MenuPost } from '../ui/item'
import { withQuery } from '../ui/links'
import { TextLink } from '../ui/section'

/** A page with saved views, and its current URL. */
export type ViewsProps = { viewed: PageViews; page: ViewPage; address: string }

const queryIn = (address: string) => address.split('?')[1] ?? ''

/** Saved views in a page's menu. Each has a link, and a button that saves the current filter to it. */
export const ViewsInMenu = ({ viewed: { views }, address }: Pick<ViewsProps, 'viewed' | 'address'>) => (
  <>
    {views.map(({ id, name }) => (
      <MenuLink icon="filter" label={isolateDirection(name)} href={pathTo`/views/${id}`} />
    ))}
    {queryIn(address) &&
      views.map(({ id, name, seq }) => (
        <MenuPost action={pathTo`/views/${id}`} icon="edit" label={`Let ${quoteName(name)} show this`} swapsNothing>
          <input type="hidden" name="field" value="query" />
          <input type="hidden" name="query" value={queryIn(address)} />
          <input type="hidden" name="seq" value={seq} />
        </MenuPost>
      ))}
    {views.length > 0 && <MenuLink icon="settings" label="Saved views" href="/views" />}
  </>
)

/** Name of the displayed view, with a link to everything; without a view, a link that saves the current filter. */
export const ViewLine = ({ viewed: { shown }, page, address, all }: ViewsProps & { all: string }) => (
  <>
    {shown && (
      <>
        <bdi>{shown.name}</bdi>
        {shown.leftOut && <span class="grey">{shown.leftOut}</span>}
        <TextLink href={all}>All</TextLink>
      </>
    )}
    {!shown && address && (
      <TextLink
        href={withQuery('/views/new', [
          ['page', page],
          ['query', queryIn(address)],
        ])}
      >
        Save view
      </TextLink>
    )}
  </>
)
