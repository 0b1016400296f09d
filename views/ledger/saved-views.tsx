import type { Viewed, ViewPage } from '../../functions/ledger/views'
import { pathTo } from '../../functions/lib/http/path-to'
import { isolated, quoted } from '../../functions/lib/text/text'
import { MenuLink, MenuPost } from '../ui/item'
import { withQuery } from '../ui/links'
import { TextLink } from '../ui/section'

/** A page with saved views, and the address that it shows now. */
export type ViewsProps = { viewed: Viewed; page: ViewPage; address: string }

const queryIn = (address: string) => address.split('?')[1] ?? ''

/** The saved views of a page in its menu: each has a link, and a button that saves the current filter in it. */
export const ViewsInMenu = ({ viewed: { views }, address }: Pick<ViewsProps, 'viewed' | 'address'>) => (
  <>
    {views.map(({ id, name }) => (
      <MenuLink icon="filter" label={isolated(name)} href={pathTo`/views/${id}`} />
    ))}
    {queryIn(address) &&
      views.map(({ id, name, seq }) => (
        <MenuPost action={pathTo`/views/${id}`} icon="edit" label={`Let ${quoted(name)} show this`} swapsNothing>
          <input type="hidden" name="field" value="query" />
          <input type="hidden" name="query" value={queryIn(address)} />
          <input type="hidden" name="seq" value={seq} />
        </MenuPost>
      ))}
    {views.length > 0 && <MenuLink icon="settings" label="Saved views" href="/views" />}
  </>
)

/** The name of the saved view on screen, with a link to everything; without one, a link that saves the current filter. */
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
