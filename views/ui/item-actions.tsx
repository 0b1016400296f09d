import type { Child, PropsWithChildren } from 'hono/jsx'
import { ActButton, ActLink, LinkButton, Menu, PostButton } from './button'
import { Icon, type IconName } from './icon'
import { RowActions } from './section'

type Props = { url: string; name: string }

/** Opens the form of a row in its place. */
export const editsInPlace = (url: string) => ({
  href: `${url}/edit`,
  'hx-get': `${url}/edit`,
  'hx-target': 'closest li',
  'hx-swap': 'outerHTML',
})

const Edit = ({ url, name }: Props) => <ActLink icon="edit" label={`Edit ${name}`} {...editsInPlace(url)} />

/** The answer to a form in a row takes the place of the row. */
const swapsRow = { 'hx-target': 'closest li', 'hx-swap': 'outerHTML swapEmpty:true' }

type RowFormProps = PropsWithChildren<{ action: string; id?: string; swapsNothing?: boolean }>

/** Sends what changes a row. With `swapsNothing` the answer itself says what it changes. */
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

/** Edits a row in its list, on a phone from its menu; the children are the rest of the menu. */
export const MenuActions = ({ url, name, first, children }: PropsWithChildren<Props & { first?: Child }>) => (
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
export const ItemActions = ({ url, name, first, children }: PropsWithChildren<Props & { first?: Child }>) => (
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
export const QuickActions = ({ url, name }: Props) => (
  <RowActions>
    <Edit url={url} name={name} />
    <RowForm action={`${url}/delete`}>
      <ActButton icon="trash" label={`Delete ${name}`} />
    </RowForm>
  </RowActions>
)

/** Edits or deletes the row that a page is about. */
export const PageActions = ({ url }: Pick<Props, 'url'>) => (
  <>
    <LinkButton icon="edit" href={`${url}/edit`}>
      Edit
    </LinkButton>
    <PostButton action={`${url}/delete`} variant="danger" icon="trash" label="Delete" />
  </>
)
