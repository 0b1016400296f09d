import type { Child, PropsWithChildren } from 'hono/jsx'
import { ActButton, ActLink, Button, LinkButton } from './button'
import { Icon, type IconName } from './icon'
import { Menu } from './menu'
import { RowActions } from './rows'

type Props = { url: string; name: string }

const Edit = ({ url, name }: Props) => (
  <ActLink
    icon="edit"
    label={`Edit ${name}`}
    href={`${url}/edit`}
    hx-get={`${url}/edit`}
    hx-target="closest li"
    hx-swap="outerHTML"
  />
)

/** Sends what changes a row in its list, and swaps the row with the answer. */
const RowForm = ({ action, children }: PropsWithChildren<{ action: string }>) => (
  <form method="post" action={action} hx-post={action} hx-target="closest li" hx-swap="outerHTML swapEmpty:true">
    {children}
  </form>
)

type MenuPostProps = { action: string; label: string; icon: IconName; danger?: boolean }

/** An entry of a menu that changes its row. */
export const MenuPost = ({ action, label, icon, danger }: MenuPostProps) => (
  <RowForm action={action}>
    <button type="submit" class={danger ? 'bad' : undefined}>
      <Icon name={icon} />
      {label}
    </button>
  </RowForm>
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
    <form method="post" action={`${url}/delete`}>
      <Button variant="danger" icon="trash">
        Delete
      </Button>
    </form>
  </>
)
