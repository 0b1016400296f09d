import type { PlanPageData } from '../../../functions/learning/plan-pages/page-data'
import { dueText, reviewOf } from '../../../functions/learning/plans/schema'
import type { LocalNow } from '../../../functions/lib/env'
import type { Preferences } from '../../../functions/lib/preferences'
import { LatestSessions } from '../../time/sessions/row'
import { LinkButton } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { learningsPath } from '../../ui/links'
import { Module } from '../../ui/reorder'
import { Section, TextLink } from '../../ui/section'
import { PlanHead } from './actions'
import { Outline, planSessionsPath } from './outline'

/** A plan's cards: how many are due, and what to do with them. */
const PlanCards = ({ planId, cardsDue }: { planId: string; cardsDue: number }) => {
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
      </p>
    </Section>
  )
}

type Props = PlanPageData & { now: LocalNow; preferences: Preferences }

const Sessions = ({ outline, sessions, names, now, preferences }: Props) => {
  const href = planSessionsPath(outline.plan.id)
  return (
    <LatestSessions
      id="plan-sessions"
      aside={href !== undefined && <TextLink href={href}>All sessions</TextLink>}
      {...{ sessions, names, reader: preferences, today: now.today }}
    />
  )
}

/** `/plans/:id` */
export const PlanPage = (props: Props) => (
  <>
    <PlanHead plan={props.outline.plan} />
    <Outline {...props.outline} now={props.now} reader={props.preferences} />
    <a id="make-card" class="button primary" href="/cards/new" hidden>
      <Icon name="plus" />
      Make a card
    </a>
    <Module name="card-selection" />
    <PlanCards planId={props.outline.plan.id} cardsDue={props.cardsDue} />
    <Sessions {...props} />
    <p class="section actions">
      <TextLink href={learningsPath({ plan: props.outline.plan.id })}>Learnings from this plan</TextLink>{' '}
      <TextLink href="/plans">All plans</TextLink>
    </p>
  </>
)
