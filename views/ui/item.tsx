import type { Child, PropsWithChildren } from 'hono/jsx'
import { ActButton, ActLink, LinkButton, Menu, PostButton } from './button'
import { Icon, type IconName } from './icon'
import { PageHead, RowActions, RowMeta, RowTitle, Section } from './section'

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
export const editsInPlace = (url: string) => ({
  href: `${url}/edit`,
  'hx-get': `${url}/edit`,
  'hx-target': 'closest li',
  'hx-swap': 'outerHTML',
})

const Edit = ({ url, name }: ItemActionsProps) => <ActLink icon="edit" label={`Edit ${name}`} {...editsInPlace(url)} />

/** The answer to a form in a row takes the place of the row. */
const swapsRow = { 'hx-target': 'closest li', 'hx-swap': 'outerHTML swapEmpty:true' }

type RowFormProps = PropsWithChildren<{ action: string; id?: string; swapsNothing?: boolean }>

/** A form that changes a row. With `swapsNothing` the response names its own targets. */
export const RowForm = ({ action, id, swapsNothing, children }: RowFormProps) => (
  <form id={id} method="post" action={action} hx-post={action} {...(swapsNothing ? { 'hx-swap': 'none' } : swapsRow)}>
    {children}
  </form>
)

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

type MenuLinkProps = { href: string; icon: IconName; label: string; download?: string }

/** An entry of a menu that leads to another page. */
export const MenuLink = ({ icon, label, ...link }: MenuLinkProps) => (
  <a {...link}>
    <Icon name={icon} />
    {label}
  </a>
)

type MenuActionsProps = PropsWithChildren<ItemActionsProps & { first?: Child }>

/** Edits a row in its list, on a phone from its menu; the children are the rest of the menu. */
export const MenuActions = ({ url, name, first, children }: MenuActionsProps) => (
  <RowActions>
    {first}
    <ActLink icon="edit" label={`Edit ${name}`} class="phone-hide" {...editsInPlace(url)} />
    <Menu label={`More for ${name}`}>
      <a class="phone-only" {...editsInPlace(url)}>
        <Icon name="edit" />
        Edit
      </a>
      {children}
    </Menu>
  </RowActions>
)

/** Edits a row in its list, or deletes it from a menu; its children stand above that. `first` stands before both. */
export const ItemActions = ({ url, name, first, children }: MenuActionsProps) => (
  <RowActions>
    {first}
    <Edit url={url} name={name} />
    <Menu label={`More for ${name}`}>
      {children}
      <MenuPost action={`${url}/delete`} label="Delete" icon="trash" danger />
    </Menu>
  </RowActions>
)

/** Edits a row in its list, or deletes it with one tap. */
export const QuickActions = ({ url, name }: ItemActionsProps) => (
  <RowActions>
    <Edit url={url} name={name} />
    <RowForm action={`${url}/delete`}>
      <ActButton icon="trash" label={`Delete ${name}`} />
    </RowForm>
  </RowActions>
)

/** Edits or deletes the row that a page is about. */
export const PageActions = ({ url }: Pick<ItemActionsProps, 'url'>) => (
  <>
    <LinkButton icon="edit" href={`${url}/edit`}>
      Edit
    </LinkButton>
    <PostButton action={`${url}/delete`} variant="danger" icon="trash" label="Delete" />
  </>
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
  /** One tap deletes it, without a menu. */
  quick?: boolean
  /** More in its menu. */
  menu?: Child
  class?: string
}

/** A row of a list that is edited in place and has a page; its children stand between title and line. */
export const Item = (props: PropsWithChildren<ItemProps>) => {
  const { id, url, name, title, parts, quick, menu, children } = props
  return (
    <li id={id} class={props.class}>
      <div>
        <RowTitle href={url}>{title ?? <bdi>{name}</bdi>}</RowTitle>
        {children}
        <RowMeta parts={parts} />
      </div>
      {quick ? (
        <QuickActions url={url} name={name} />
      ) : (
        <ItemActions url={url} name={name}>
          {menu}
        </ItemActions>
      )}
    </li>
  )
}

type ItemHeadProps = {
  url: string
  name: string
  summary?: Child
  /** Link to the list. */
  list?: { href: string; text: string }
}

/** The head of the page of a row. */
export const ItemHead = ({ url, name, summary, list, children }: PropsWithChildren<ItemHeadProps>) => (
  <PageHead
    title={<bdi>{name}</bdi>}
    summary={summary}
    actions={
      <>
        {list && <LinkButton href={list.href}>{list.text}</LinkButton>}
        {children}
        <PageActions url={url} />
      </>
    }
  />
)

/** Notes on the page of a row; nothing without any. */
export const Notes = ({ notes }: { notes: string }) =>
  notes === '' ? null : (
    <Section id="notes" title="Notes">
      <p class="whitespace-pre-line" dir="auto">
        {notes}
      </p>
    </Section>
  )
