import { type DueCounts, dueIn, sumOf } from '../../../functions/learning/plans/cards-due'
import {
  dueText,
  isOpen,
  type ListedPlan,
  plannedSeconds,
  planPath,
  progressOf,
  reviewOf,
  sharedPath,
  shownStatus,
} from '../../../functions/learning/plans/schema'
import { linkText } from '../../../functions/time/sessions/plan-link'
import { StartButton } from '../../time/timer/start-button'
import { FirstLink, LinkButton, NewLink } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { TagLink } from '../../ui/field'
import { Duration, Spark } from '../../ui/figure'
import { MenuLink, Row } from '../../ui/item'
import { withQuery } from '../../ui/links'
import { ListFoot } from '../../ui/listing'
import { Fold, PageHead, Pages, RowActions, RowList, RowTitle, Section, TextLink } from '../../ui/section'
import { Planned } from './chunk'

/** `/plans`, of a tag and after a plan where they are given. */
const plansPath = ({ tag, after }: { tag?: string; after?: string }) =>
  withQuery('/plans', [
    ['tag', tag || undefined],
    ['after', after],
  ])

type Plan = Pick<ListedPlan, 'id' | 'goal_id' | 'project_id' | 'next_chunk' | 'next_title'>

/** Starts the timer on the next chunk of a plan; nothing where all are done. */
export const StartNext = ({ plan, words }: { plan: Plan; words?: string }) => {
  const { id, goal_id, project_id, next_chunk, next_title } = plan
  if (next_title === null) return null
  return (
    <StartButton
      label={`${words ?? 'Start'}: ${next_title}`}
      variant={words === undefined ? undefined : 'primary'}
      words={words}
      title={next_title}
      plan={linkText({ plan_id: id, chunk_id: next_chunk })}
      goal_id={goal_id ?? undefined}
      project_id={project_id ?? undefined}
    />
  )
}

const Times = ({ plan }: { plan: ListedPlan }) => {
  const planned = plannedSeconds(plan)
  if (planned === 0 && plan.tracked_seconds === 0) return null
  return (
    <>
      <Duration seconds={plan.tracked_seconds} />{' '}
      {planned > 0 ? (
        <>
          of <Planned tracked={plan.tracked_seconds} planned={planned} />
        </>
      ) : (
        'tracked'
      )}
    </>
  )
}

const PlanRow = ({ plan, cardsDue = 0 }: { plan: ListedPlan; cardsDue?: number }) => {
  const { id, title, owner, permission, tags, next_title } = plan
  const next = isOpen(plan) ? next_title : null
  return (
    <Row
      title={<RowTitle href={planPath(id)} name={title} />}
      facts={[
        owner !== null && (
          <>
            from <bdi>{owner}</bdi>, {permission === 'edit' ? 'can edit' : 'can read'}
          </>
        ),
        Times({ plan }),
        next && (
          <>
            next: <bdi>{next}</bdi>
          </>
        ),
        cardsDue > 0 && <a href={reviewOf(id)}>{dueText(cardsDue)}</a>,
        ...tags.map((tag) => <TagLink kind="plan" tag={tag} />),
      ]}
      figures={
        <div class="measure">
          <Spark
            max={100}
            parts={[{ value: progressOf(plan) }]}
            label={`Progress of ${title}: ${progressOf(plan)} %`}
          />
          <b>
            {plan.completed_count} of {plan.chunk_count - plan.skipped_count}
            <span class="unseen"> chunks</span>
          </b>
        </div>
      }
      actions={<RowActions>{next && <StartNext plan={plan} />}</RowActions>}
    />
  )
}

const List = ({ plans, due }: Pick<Props, 'plans' | 'due'>) => (
  <RowList rows={plans} item={(plan) => <PlanRow plan={plan} cardsDue={sumOf(dueIn(due, plan.id))} />} />
)

/** In the order in which one would go on with them. */
const groups = [
  ['in_progress', 'In progress'],
  ['not_started', 'Not started'],
  ['completed', 'Completed'],
] as const

type Props = {
  plans: ListedPlan[]
  due: DueCounts
  /** Id of the last plan, where there are more. */
  next?: string
  isFirst: boolean
  /** Only plans with this tag are shown; empty for all. */
  tag: string
}

const NoPlans = ({ tag }: Pick<Props, 'tag'>) =>
  tag ? (
    <Empty title="No plans with this tag" actions={<LinkButton href={plansPath({})}>All plans</LinkButton>} />
  ) : (
    <Empty title="No plans yet" picture="chunks" actions={<FirstLink name="plan" href="/plans/new" />}>
      A plan divides what you want to learn into chunks of about an hour.
    </Empty>
  )

/** `/plans` */
export const PlansPage = ({ plans, due, next, isFirst, tag }: Props) => {
  const archived = plans.filter(({ status }) => status === 'archived')
  const shared = plans.filter(({ owner, status }) => owner !== null && status !== 'archived')
  return (
    <>
      <PageHead
        title="Plans"
        actions={<NewLink name="plan" href="/plans/new" />}
        more={<MenuLink icon="import" label="Import" href="/plans/import" />}
      />
      {tag && plans.length > 0 && (
        <p>
          With the tag <bdi>#{tag}</bdi>. <TextLink href={plansPath({})}>All plans</TextLink>
        </p>
      )}
      {plans.length === 0 && isFirst && <NoPlans tag={tag} />}
      {groups.map(([status, title]) => {
        const shown = plans.filter((plan) => shownStatus(plan) === status && plan.owner === null)
        return (
          shown.length > 0 && (
            <Section id={`plans-${status}`} title={title} summary={shown.length}>
              <List plans={shown} due={due} />
            </Section>
          )
        )
      })}
      {shared.length > 0 && (
        <Section id="plans-shared" title="Shared with me" summary={shared.length}>
          <List plans={shared} due={due} />
        </Section>
      )}
      {archived.length > 0 && (
        <Fold id="plans-archived" title="Archived" summary={archived.length}>
          <List plans={archived} due={due} />
        </Fold>
      )}
      <Pages
        later={isFirst ? undefined : { href: plansPath({ tag }), label: 'First' }}
        earlier={next ? { href: plansPath({ tag, after: next }), label: 'More' } : undefined}
      />
      <ListFoot>
        <TextLink href={sharedPath}>Shared with me</TextLink>
      </ListFoot>
    </>
  )
}
