import type { PropsWithChildren } from 'hono/jsx'
import { ActButton, ActLink, Button, LinkButton } from './button'
import { Icon } from './icon'
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

const DeleteForm = ({ url, children }: PropsWithChildren<Pick<Props, 'url'>>) => (
  <form
    method="post"
    action={`${url}/delete`}
    hx-post={`${url}/delete`}
    hx-target="closest li"
    hx-swap="outerHTML swapEmpty:true"
  >
    {children}
  </form>
)

/** Edits a row in its list, or deletes it from a menu. */
export const ItemActions = ({ url, name }: Props) => (
  <RowActions>
    <Edit url={url} name={name} />
    <Menu label={`More for ${name}`}>
      <DeleteForm url={url}>
        <button type="submit" class="bad">
          <Icon name="trash" />
          Delete
        </button>
      </DeleteForm>
    </Menu>
  </RowActions>
)

/** Edits a row in its list, or deletes it with one tap. */
export const QuickActions = ({ url, name }: Props) => (
  <RowActions>
    <Edit url={url} name={name} />
    <DeleteForm url={url}>
      <ActButton icon="trash" label={`Delete ${name}`} />
    </DeleteForm>
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
