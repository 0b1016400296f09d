import { LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Review, ReviewEnd, reviewGridClass } from './page'

type Props = { cards: Parameters<typeof Review>[0][] }

/** Cards for offline use, each without and with its answer, and the text after the last card (client/offline/cards.ts). */
export const OfflineCards = ({ cards }: Props) => (
  <>
    {cards.map((card) => (
      <>
        <template data-card={card.card?.id}>
          <Review {...card} answer={null} />
        </template>
        <template data-answers={card.card?.id}>
          <Review {...card} />
        </template>
      </>
    ))}
    <template data-end>
      <div id="review" class={reviewGridClass}>
        <h1 class="sr-only">Review</h1>
        <ReviewEnd>
          <Empty
            centred
            title="No more cards on this device"
            actions={
              <>
                <LinkButton variant="primary" href="/review">
                  Try again
                </LinkButton>
                <LinkButton href="/">Done</LinkButton>
              </>
            }
          >
            Your answers are kept on this device. You need a connection for more cards.
          </Empty>
        </ReviewEnd>
      </div>
    </template>
  </>
)
