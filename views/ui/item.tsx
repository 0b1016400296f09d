import { type Child, createContext, type PropsWithChildren, useContext } from 'hono/jsx'
import { InWords, Menu } from './button'
import { classes, Icon, type IconName } from './icon'
import { PageHead, RowActions, RowMeta, RowTitle } from './section'
import { RowBox, SelectingKind } from './selection'
import { useHref } from './uses'

type RowProps = {
  id?: string
  class?: string
  /** Circle that completes it, or icon of its kind. */
  mark?: Child
  title: Child
  /** Its times, as the first fact. */
  clock?: Child
  /** Line below the title: the first three facts that exist, beginning with the times. */
  facts: Child[]
  figures?: Child
  actions?: Child
  /** True to put title and facts on one line if there is room. */
  inLine?: boolean
  /** True if the children can be expanded; mark, figures and checkbox stay aligned with the title. */
  unfolds?: boolean
  /** True to put the children next to the title if the list is wide. */
  beside?: boolean
}

const inLineLook = 'sm:grid sm:grid-cols-[minmax(0,7rem)_minmax(5.75rem,1fr)] sm:items-baseline sm:gap-3'

const unfoldsLook = classes(
  'has-[>.what>[open]]:items-start [&:has(>.what>[open])>:is(.mark,.length)]:mt-2',
  '[&:has(>.what>[open])>.pick]:bottom-auto [&:has(>.what>[open])>.pick]:h-11',
)

/**
 * Layout of every row: mark, title above its facts, figures, actions. Children are below the facts; `data-*` attributes
 * are passed on.
 */
export const Row = (props: PropsWithChildren<RowProps>) => {
  const {
    id,
    class: more,
    clock,
    mark,
    title,
    facts,
    figures,
    actions,
    inLine,
    unfolds,
    beside,
    children,
    ...rest
  } = props
  return (
    <li id={id} class={classes('row', unfolds && unfoldsLook, more)} {...rest}>
      {mark && <div class="mark">{mark}</div>}
      <div
        class={classes('what', inLine && inLineLook, beside && '@2xl:grid @2xl:grid-cols-2 @2xl:gap-x-6')}
        id={useContext(SelectingKind) && id ? `${id}-what` : undefined}
      >
        {title}
        <RowMeta parts={[clock && <span class="when">{clock}</span>, ...facts]} />
        {children}
      </div>
      {figures && (
        <div class="length">
          <InWords.Provider value={true}>{figures}</InWords.Provider>
        </div>
      )}
      {actions}
      <RowBox id={id} />
    </li>
  )
}

type FactProps = PropsWithChildren<{ icon: IconName }>

/** A fact with the icon of its kind: a flag for a goal, a tick for a task, a page for a plan. */
export const Fact = ({ icon, children }: FactProps) => (
  <span class="fact">
    <Icon name={icon} />
    {children}
  </span>
)

type TickProps = PropsWithChildren<{
  /** Path that the button is submitted to. */
  url: string
  id: string
  name: string
  isDone: boolean
  /** Word for a completed row, such as `Reached`. */
  word?: string
  /** True if a press is one of several ticks, so that only the server knows what completes the row. */
  isPart?: boolean
}>

/** Button that completes a row, or reopens it. Children are hidden fields. */
export const TickButton = ({ url, id, name, isDone, word = 'Done', isPart, children }: TickProps) => (
  <form method="post" action={url} hx-post={url} hx-swap="none">
    {children}
    <button
      type="submit"
      class="tick"
      id={id}
      aria-label={`${word}: ${name}`}
      aria-pressed={isDone ? 'true' : 'false'}
      title={word}
      data-part={isPart || undefined}
    >
      <Icon name="check" />
    </button>
  </form>
)

type ItemActionsProps = { url: string; name: string }

/** Attributes that open a row's form in its place. */
const editsInPlace = (url: string) => ({
  href: `${url}/edit`,
  'hx-get': `${url}/edit`,
  'hx-target': 'closest li',
  'hx-swap': 'outerHTML',
})

/** Attributes of a form in a row: its response replaces the row. */
const swapsRow = { 'hx-target': 'closest li', 'hx-swap': 'outerHTML swapEmpty:true' }

/** True in a `MenuTemplate`, where forms inherit the target of their responses. */
const Inheriting = createContext(false)

type RowFormProps = PropsWithChildren<{ action: string; id?: string; swapsNothing?: boolean }>

/** A form that changes a row. With `swapsNothing` the response names its own targets. */
export const RowForm = ({ action, id, swapsNothing, children }: RowFormProps) => {
  const swaps = swapsNothing ? { 'hx-swap': 'none' } : useContext(Inheriting) ? {} : swapsRow
  return (
    <form id={id} method="post" action={action} hx-post={action} {...swaps}>
      {children}
    </form>
  )
}

type MenuPostProps = RowFormProps & {
  label: string
  icon: IconName
  danger?: boolean
  /** Key that presses it in the focused row. */
  'aria-keyshortcuts'?: 'y'
}

/** Menu item that changes its row. Children are hidden fields. */
export const MenuPost = ({ label, icon, danger, children, 'aria-keyshortcuts': keys, ...form }: MenuPostProps) => (
  <RowForm {...form}>
    {children}
    <button type="submit" class={danger ? 'bad' : undefined} aria-keyshortcuts={keys}>
      <Icon name={icon} />
      {label}
    </button>
  </RowForm>
)

type MenuLinkProps = {
  href: string
  icon: IconName
  label: string
  download?: string
  'aria-label'?: string
  /** Key that presses it in the focused row. */
  'aria-keyshortcuts'?: 'e' | 'l'
}

/** Menu item that links to another page; `hx-*` attributes are passed on. */
export const MenuLink = ({ icon, label, ...link }: MenuLinkProps) =>
  useHref(link.href) && (
    <a {...link}>
      <Icon name={icon} />
      {label}
    </a>
  )

type ActionsProps = PropsWithChildren<
  ItemActionsProps & {
    /** Button that starts the timer, always visible at the end of the row. */
    play?: Child
    /** True if the response to `Delete` names its own targets. */
    swapsNothing?: boolean
    /** True if pressing the title edits it, so that the menu has the link to the page. */
    opens?: boolean
    /** Replaces Delete. */
    deletes?: Child
  }
>

const MenuContent = ({ url, name, swapsNothing, opens, deletes, children }: ActionsProps) => (
  <>
    <a {...editsInPlace(url)} aria-label={`Edit ${name}`} href={`${url}/edit`}>
      <Icon name="edit" />
      Edit
    </a>
    {opens && <MenuLink icon="right" label="Open" href={url} />}
    {children}
    {deletes || <MenuPost action={`${url}/delete`} label="Delete" icon="trash" danger swapsNothing={swapsNothing} />}
  </>
)

/** Menu of a row: edit in its list, the children, and delete. */
export const ItemActions = ({ play, ...content }: ActionsProps) => (
  <RowActions>
    <Menu label={`More for ${content.name}`}>
      <MenuContent {...content} />
    </Menu>
    {play}
  </RowActions>
)

/** Placeholder for a row's path in a `MenuTemplate`. */
export const anyRow = '/:row'

/** Shared content of the menus of all rows on a page. `client/frame/menus.ts` copies it into the opened menu. */
export const MenuTemplate = ({
  id,
  ...content
}: PropsWithChildren<Pick<ActionsProps, 'swapsNothing'> & { id: string }>) => (
  <template id={id}>
    <div class="sheet" {...{ 'hx-target:inherited': 'closest li', 'hx-swap:inherited': swapsRow['hx-swap'] }}>
      <Inheriting.Provider value={true}>
        <MenuContent url={anyRow} name="" opens {...content} />
      </Inheriting.Provider>
    </div>
  </template>
)

type ItemProps = {
  /** `<kind>-<id>`, the id that `listed` gives rows. */
  id: string
  url: string
  name: string
  /** The name with search matches marked. */
  title?: Child
  /** Parts of the line below the title. */
  parts: Child[]
  /** Further menu items. */
  menu?: Child
  /** Field of the title, which is edited in place; undefined if it cannot be edited. */
  edits?: string
} & Pick<RowProps, 'class' | 'clock' | 'mark' | 'figures' | 'beside'> &
  Pick<ActionsProps, 'play' | 'deletes'>

/** A row of a list that has a page and can be edited in place. Children are below its line. */
export const Item = ({
  url,
  name,
  title,
  parts,
  menu,
  play,
  deletes,
  edits,
  children,
  ...row
}: PropsWithChildren<ItemProps>) => (
  <Row
    title={
      <RowTitle href={url} data-edits={edits}>
        {title ?? <bdi>{name}</bdi>}
      </RowTitle>
    }
    facts={parts}
    actions={
      <ItemActions url={url} name={name} opens play={play} deletes={deletes}>
        {menu}
      </ItemActions>
    }
    {...row}
  >
    {children}
  </Row>
)

type ItemHeadProps = Pick<Parameters<typeof PageHead>[0], 'title' | 'back' | 'facts' | 'edit'> & {
  url: string
  /** Further menu items. */
  menu?: Child
}

/** Menu item that deletes the row of a page. */
export const DeleteForm = ({ url }: { url: string }) => (
  <form method="post" action={`${url}/delete`}>
    <button type="submit" class="bad">
      <Icon name="trash" />
      Delete
    </button>
  </form>
)

/** Head of a row's page: its facts, the children, Edit, and a menu with Delete. */
export const ItemHead = ({ url, menu, children, ...head }: PropsWithChildren<ItemHeadProps>) => (
  <PageHead
    edit={`${url}/edit`}
    {...head}
    acts={children}
    more={
      <>
        {menu}
        <DeleteForm url={url} />
      </>
    }
  />
)
