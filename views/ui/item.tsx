import { type Child, createContext, type PropsWithChildren, useContext } from 'hono/jsx'
import { Menu } from './button'
import { classes, Icon, type IconName } from './icon'
import { PageHead, RowActions, RowMeta, RowTitle } from './section'
import { RowBox, Selecting } from './selection'
import { useHref } from './uses'

type RowProps = {
  id?: string
  class?: string
  /** A circle that marks it as done, or an icon that says the kind. */
  mark?: Child
  title: Child
  /** Times, the first fact. */
  clock?: Child
  /** The line below the title: the first three facts that exist, with the times. */
  facts: Child[]
  figures?: Child
  actions?: Child
  /** Puts the title and its facts on one line where there is room. */
  inLine?: boolean
  /** Its children can be unfolded: mark, figures and checkbox stay aligned with the title. */
  unfolds?: boolean
  /** Puts its children beside the title where the list is wide. */
  beside?: boolean
}

const inLineLook = 'sm:grid sm:grid-cols-[minmax(0,7rem)_minmax(5.75rem,1fr)] sm:items-baseline sm:gap-3'

const unfoldsLook = classes(
  'has-[>.what>[open]]:items-start [&:has(>.what>[open])>:is(.mark,.length)]:mt-2',
  '[&:has(>.what>[open])>.pick]:bottom-auto [&:has(>.what>[open])>.pick]:h-11',
)

/**
 * The anatomy of every row: mark, title over its facts, figures, actions. Its children stand below the facts; `data-*`
 * attributes are passed on.
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
        id={useContext(Selecting) && id ? `${id}-what` : undefined}
      >
        {title}
        <RowMeta parts={[clock && <span class="when">{clock}</span>, ...facts]} />
        {children}
      </div>
      {figures && <div class="length">{figures}</div>}
      {actions}
      <RowBox id={id} />
    </li>
  )
}

type FactProps = PropsWithChildren<{ icon: IconName }>

/** A fact with the mark of its kind: a flag for a goal, a tick for a task, a page for a plan. */
export const Fact = ({ icon, children }: FactProps) => (
  <span class="fact">
    <Icon name={icon} />
    {children}
  </span>
)

type TickProps = {
  /** Where the button is sent. */
  url: string
  id: string
  name: string
  isDone: boolean
  /** Word for a done row: `Reached`. */
  word?: string
}

/** The button that completes something, or reopens it; its children are hidden fields. */
export const TickButton = ({ url, id, name, isDone, word = 'Done', children }: PropsWithChildren<TickProps>) => (
  <form method="post" action={url} hx-post={url} hx-swap="none">
    {children}
    <button
      type="submit"
      class="tick"
      id={id}
      aria-label={`${word}: ${name}`}
      aria-pressed={isDone ? 'true' : 'false'}
      title={word}
    >
      <Icon name="check" />
    </button>
  </form>
)

type ItemActionsProps = { url: string; name: string }

/** Opens the form of a row in its place. */
const editsInPlace = (url: string) => ({
  href: `${url}/edit`,
  'hx-get': `${url}/edit`,
  'hx-target': 'closest li',
  'hx-swap': 'outerHTML',
})

/** The answer to a form in a row takes the place of the row. */
const swapsRow = { 'hx-target': 'closest li', 'hx-swap': 'outerHTML swapEmpty:true' }

/** True in a `MenuTemplate`, whose forms inherit where their answers go. */
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

type MenuPostProps = RowFormProps & { label: string; icon: IconName; danger?: boolean }

/** An entry of a menu that changes its row; its children are hidden fields. */
export const MenuPost = ({ label, icon, danger, children, ...form }: MenuPostProps) => (
  <RowForm {...form}>
    {children}
    <button type="submit" class={danger ? 'bad' : undefined}>
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
  /** Presses it in the row with the focus. */
  'aria-keyshortcuts'?: 'e'
}

/** An entry of a menu that leads to another page; `hx-*` attributes are passed on. */
export const MenuLink = ({ icon, label, ...link }: MenuLinkProps) =>
  useHref(link.href) && (
    <a {...link}>
      <Icon name={icon} />
      {label}
    </a>
  )

type ActionsProps = PropsWithChildren<
  ItemActionsProps & {
    /** Stands at the row's end and always shows: what starts the timer. */
    play?: Child
    /** The response to `Delete` names its own targets. */
    swapsNothing?: boolean
    /** A press on its title edits it, so that its page is opened from here. */
    opens?: boolean
    /** In place of Delete. */
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

/** The menu of a row: edits it in its list, does what its children do, and deletes it. */
export const ItemActions = ({ play, ...content }: ActionsProps) => (
  <RowActions>
    <Menu label={`More for ${content.name}`}>
      <MenuContent {...content} />
    </Menu>
    {play}
  </RowActions>
)

/** Placeholder for the path of a row in a `MenuTemplate`. */
export const anyRow = '/:row'

/** The shared content of the menus of all rows of a page: `client/frame/menus.ts` copies it into the menu that is opened. */
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
  /** `<kind>-<id>`, as `listed` names rows. */
  id: string
  url: string
  name: string
  /** The name with the marks of a search. */
  title?: Child
  /** The line below the title. */
  parts: Child[]
  /** More in its menu. */
  menu?: Child
  /** The field that is its title, which is edited in its place; left out where it can't be. */
  edits?: string
} & Pick<RowProps, 'class' | 'clock' | 'mark' | 'figures' | 'beside'> &
  Pick<ActionsProps, 'play' | 'deletes'>

/** A row of a list that can be edited in place and has a page. Its children are below its line. */
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
  /** More in its menu. */
  menu?: Child
}

/** The menu entry that deletes the row of a page. */
export const DeleteForm = ({ url }: { url: string }) => (
  <form method="post" action={`${url}/delete`}>
    <button type="submit" class="bad">
      <Icon name="trash" />
      Delete
    </button>
  </form>
)

/** The head of the page of a row: its facts, what its children do, Edit, and Delete in a menu. */
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
