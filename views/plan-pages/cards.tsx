import { planPath, reviewOf } from '../../functions/plans/paths'
import { dueText } from '../../functions/plans/words'
import { LinkButton } from '../ui/button'
import { Section, TextLink } from '../ui/section'

type Props = { planId: string; cardsDue: number }

/** A plan's cards: how many are due, and what to do with them. */
export const PlanCards = ({ planId, cardsDue }: Props) => {
  const of = new URLSearchParams({ plan: planId })
  return (
    <Section
      id="plan-cards"
      title="Cards"
      summary={cardsDue > 0 ? dueText(cardsDue) : 'none due'}
      aside={<TextLink href={`/cards?${of}`}>All cards</TextLink>}
    >
      <p class="actions">
        {cardsDue > 0 && (
          <LinkButton variant="primary" href={reviewOf(planId)}>
            Review
          </LinkButton>
        )}
        <LinkButton icon="plus" href={`/cards/new?${of}`}>
          Add a card
        </LinkButton>
        <LinkButton icon="import" href={`/cards/import?${of}`}>
          Import
        </LinkButton>
        <LinkButton icon="download" href={planPath(planId, 'cards.md')} download>
          Cards file
        </LinkButton>
        <LinkButton icon="download" href={planPath(planId, 'cards.txt')} download>
          For Anki
        </LinkButton>
      </p>
    </Section>
  )
}
