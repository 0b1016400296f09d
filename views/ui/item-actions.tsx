import { ActLink, Button, LinkButton } from './button'
import { Icon } from './icon'
import { Menu } from './menu'
import { RowActions } from './rows'

type Props = { url: string; name: string }

/** Edits a row in its list, or deletes it. */
export const ItemActions = ({ url, name }: Props) => (
  <RowActions>
    <ActLink
      icon="edit"
      label={`Edit ${name}`}
      href={`${url}/edit`}
      hx-get={`${url}/edit`}
      hx-target="closest li"
      hx-swap="outerHTML"
    />
    <Menu label={`More for ${name}`}>
      <form
        method="post"
        action={`${url}/delete`}
        hx-post={`${url}/delete`}
        hx-target="closest li"
        hx-swap="outerHTML swapEmpty:true"
      >
        <button type="submit" class="bad">
          <Icon name="trash" />
          Delete
        </button>
      </form>
    </Menu>
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
