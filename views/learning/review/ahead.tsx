import { cardTitle } from '../../../functions/learning/cards/schema'
import { Review } from './page'

type Props = { cards: Parameters<typeof Review>[0][]; hasMore: boolean }

/** Cards that a device keeps, without and with their answers, and a mark where there are more (client/service-worker/cards.ts). */
export const Ahead = ({ cards, hasMore }: Props) => (
  <>
    {cards.map((card) => (
      <>
        <template data-card={card.card?.id} data-title={card.card && encodeURIComponent(cardTitle(card.card))}>
          <Review {...card} answer={null} />
        </template>
        <template>
          <Review {...card} />
        </template>
      </>
    ))}
    {hasMore && <hr />}
  </>
)
