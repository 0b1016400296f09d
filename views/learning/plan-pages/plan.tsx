import type { PlanOutline, PlanPageData } from '../../../functions/learning/plan-pages/page-data'
import { dueText, planPath, reviewOf, sharedPath, sharePath } from '../../../functions/learning/plans/schema'
import { isShared } from '../../../functions/learning/plans/shared/propagate'
import type { LocalNow } from '../../../functions/lib/env'
import type { Preferences } from '../../../functions/lib/preferences'
import { plural } from '../../../functions/lib/text/format'
import { LatestSessions } from '../../time/sessions/row'
import { Button, LinkButton, Notice } from '../../ui/button'
import { Module } from '../../ui/reorder'
import { PlainRow, RowList, Section, TextLink } from '../../ui/section'
import { PlanHead } from './actions'
import { Outline, planSessionsPath } from './outline'

/** Cards of a plan: the number of due cards, and actions. */
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
        {cardsDue > 0 && <LinkButton href={reviewOf(planId)}>Review</LinkButton>}
        <LinkButton icon="plus" href={`/cards/new?${of}`}>
          Add a card
        </LinkButton>
      </p>
    </Section>
  )
}

/** Notice that the owner stopped sharing the plan, with the possible actions. */
const Ended = ({ owner }: Pick<PlanOutline['plan'], 'owner'>) => (
  <Notice tone="warning" actions={<LinkButton href={sharedPath}>Keep a copy or remove it</LinkButton>}>
    <p>
      <bdi>{owner}</bdi> no longer shares this plan.
    </p>
  </Notice>
)

/** People of a shared plan, with the progress of everyone who shows it. */
const People = ({ plan, done }: { plan: PlanOutline['plan']; done: PlanPageData['done'] }) => {
  const { id, owner, shows_progress } = plan
  return (
    <Section
      id="plan-people"
      title="People"
      aside={
        owner === null ? (
          <TextLink href={sharePath(id)}>Share</TextLink>
        ) : (
          <TextLink href={sharedPath}>Shared with me</TextLink>
        )
      }
    >
      <p>
        {owner === null ? (
          'You share this plan.'
        ) : (
          <>
            <bdi>{owner}</bdi> shares this plan with you.
          </>
        )}
      </p>
      <RowList
        rows={done}
        item={({ name, done: count, titles }) => (
          <PlainRow name={name} parts={[`${plural(count, 'chunk')} done`, titles.join(', ')]} />
        )}
      />
      <form method="post" action={planPath(id, 'progress')}>
        <input type="hidden" name="shown" value={shows_progress ? 'no' : 'yes'} />
        <Button small>
          {shows_progress ? 'Hide which chunks I’ve done' : 'Show the others which chunks I’ve done'}
        </Button>
      </form>
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
      sessions={sessions}
      names={names}
      reader={preferences}
      today={now.today}
    />
  )
}

/** `/plans/:id` */
export const PlanPage = (props: Props) => (
  <>
    <PlanHead {...props.outline} reader={props.preferences} />
    {props.outline.plan.is_ended && <Ended owner={props.outline.plan.owner} />}
    <Outline {...props.outline} now={props.now} />
    <LinkButton
      id="make-card"
      variant="primary"
      icon="plus"
      class="fixed inset-x-0 bottom-low z-2 mx-auto mb-3 w-fit select-none"
      href="/cards/new"
      hidden
    >
      Make a card
    </LinkButton>
    <Module name="card-selection" />
    {isShared(props.outline.plan) && !props.outline.plan.is_ended && (
      <People plan={props.outline.plan} done={props.done} />
    )}
    <PlanCards planId={props.outline.plan.id} cardsDue={props.cardsDue} />
    <Sessions {...props} />
  </>
)
