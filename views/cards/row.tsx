import type { ListedCard } from '../../functions/cards/schema'
import { cardTitle, dueText } from '../../functions/cards/words'
import { tagList } from '../../functions/lib/text'
import { TagLink } from '../tag-link'
import { ActLink } from '../ui/button'
import { Icon, type IconName } from '../ui/icon'
import { Menu } from '../ui/menu'
import { RowActions, RowMeta, RowTitle } from '../ui/rows'

type PostProps = { card: ListedCard; action: string; label: string; icon: IconName; danger?: boolean }

const Post = ({ card, action, label, icon, danger }: PostProps) => {
  const url = `/cards/${card.id}/${action}`
  return (
    <form method="post" action={url} hx-post={url} hx-target="closest li" hx-swap="outerHTML swapEmpty:true">
      <button type="submit" class={danger ? 'bad' : undefined}>
        <Icon name={icon} />
        {label}
      </button>
    </form>
  )
}

/** A card in the list, on the page and in every fragment. */
export const CardRow = ({ card, today }: { card: ListedCard; today: string }) => (
  <li id={`card-${card.id}`}>
    <div>
      <RowTitle href={`/cards/${card.id}`}>
        <bdi>{cardTitle(card)}</bdi>
      </RowTitle>
      <RowMeta
        parts={[
          dueText(card, today),
          card.plan_title && <bdi>{card.plan_title}</bdi>,
          ...tagList(card.tags).map((tag) => <TagLink kind="card" tag={tag} />),
        ]}
      />
    </div>
    <RowActions>
      <ActLink
        icon="edit"
        label={`Edit ${cardTitle(card)}`}
        href={`/cards/${card.id}/edit`}
        hx-get={`/cards/${card.id}/edit`}
        hx-target="closest li"
        hx-swap="outerHTML"
      />
      <Menu label={`More for ${cardTitle(card)}`}>
        {card.suspended === 1 ? (
          <Post card={card} action="resume" label="Resume" icon="play" />
        ) : (
          <Post card={card} action="suspend" label="Suspend" icon="stop" />
        )}
        <Post card={card} action="delete" label="Delete" icon="trash" danger />
      </Menu>
    </RowActions>
  </li>
)
