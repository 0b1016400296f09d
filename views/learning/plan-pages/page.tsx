import { type DueCounts, dueOfPlan, totalDue } from '../../../functions/learning/plans/cards-due'
import {
  displayedStatus,
  dueText,
  isOpenPlan,
  type ListedPlan,
  plannedSeconds,
  planPath,
  reviewOf,
  sharedPath,
} from '../../../functions/learning/plans/schema'
import { progressOf } from '../../../functions/ledger/plans'
import { FirstLink, LinkButton, NewLink } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { TagLink } from '../../ui/field'
import { Duration, Gauge, Spark } from '../../ui/figure'
import { Item, MenuLink } from '../../ui/item'
import { withQuery } from '../../ui/links'
import { ListFoot, ListRegion, SelectLink } from '../../ui/listing'
import { Fold, PageHead, Pagination, RowList, Section, TextLink } from '../../ui/section'
import { ListSelection } from '../../ui/selection'
import { LeavePlan, PlanStatuses, StartNext } from './actions'
import { PlannedTime } from './chunk'

/** Path of `/plans`, with a tag and a cursor if given. */
const plansPath = ({ tag, after }: { tag?: string; after?: string }) =>
  withQuery('/plans', [
    ['tag', tag || undefined],
    ['after', after],
  ])

const Times = ({ plan }: { plan: ListedPlan }) => {
  const planned = plannedSeconds(plan)
  if (planned === 0 && plan.tracked_seconds === 0) return null
  return (
    <>
      <Duration seconds={plan.tracked_seconds} />{' '}
      {planned > 0 ? (
        <>
          of <PlannedTime tracked={plan.tracked_seconds} planned={planned} />
        </>
      ) : (
        'tracked'
      )}
    </>
  )
}

/** A plan in the list and in fragments. */
export const ListedPlanRow = ({ plan, cardsDue = 0 }: { plan: ListedPlan; cardsDue?: number }) => {
  const { id, title, owner, permission, tags, next_title } = plan
  const next = isOpenPlan(plan) ? next_title : null
  return (
    <Item
      id={`plan-${id}`}
      url={planPath(id)}
      name={title}
      edits={permission === 'read' ? undefined : 'title'}
      parts={[
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
        <Gauge
          bar={
            <Spark
              max={100}
              parts={[{ value: progressOf(plan) }]}
              label={`Progress of ${title}: ${progressOf(plan)} %`}
            />
          }
        >
          <b>
            {plan.completed_count} of {plan.chunk_count - plan.skipped_count}
            <span class="sr-only"> chunks</span>
          </b>
        </Gauge>
      }
      play={next && <StartNext plan={plan} />}
      menu={<PlanStatuses plan={plan} />}
      deletes={owner !== null && <LeavePlan plan={plan} />}
    />
  )
}

const List = ({ plans, due }: Pick<Props, 'plans' | 'due'>) => (
  <RowList rows={plans} item={(plan) => <ListedPlanRow plan={plan} cardsDue={totalDue(dueOfPlan(due, plan.id))} />} />
)

/** Groups of plans, in the order of what to continue first. */
const groups = [
  ['in_progress', 'In progress'],
  ['not_started', 'Not started'],
  ['completed', 'Completed'],
] as const

type View = { tag: string; after: string }

type Props = {
  plans: ListedPlan[]
  due: DueCounts
  /** Cursor of the next page: the id of the last plan; undefined on the last page. */
  next?: string
  /** Query of the page. With a tag, only plans with this tag are listed. */
  view: View
}

const kind = { path: '/plans', name: 'plan', many: 'plans' } as const

const NoPlans = ({ tag }: Pick<View, 'tag'>) =>
  tag ? (
    <Empty title="No plans with this tag" actions={<LinkButton href={plansPath({})}>All plans</LinkButton>} />
  ) : (
    <Empty title="No plans yet" actions={<FirstLink name="plan" href="/plans/new" />}>
      A plan divides what you want to learn into chunks of about an hour.
    </Empty>
  )

/** Plans by status. A write replaces the whole list except rows being edited. */
export const PlanList = ({ plans, due, next, view, oob }: Props & { oob?: boolean }) => {
  const { tag, after } = view
  const archived = plans.filter(({ status }) => status === 'archived')
  const shared = plans.filter(({ owner, status }) => owner !== null && status !== 'archived')
  return (
    <ListRegion kind={kind} view={view} oob={oob}>
      {tag && plans.length > 0 && (
        <p>
          With the tag <bdi>#{tag}</bdi>. <TextLink href={plansPath({})}>All plans</TextLink>
        </p>
      )}
      {plans.length === 0 && !after && <NoPlans tag={tag} />}
      {groups.map(([status, title]) => {
        const shown = plans.filter((plan) => displayedStatus(plan) === status && plan.owner === null)
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
      <Pagination
        later={after ? { href: plansPath({ tag }), label: 'First' } : undefined}
        earlier={next ? { href: plansPath({ tag, after: next }), label: 'More' } : undefined}
      />
    </ListRegion>
  )
}

/** `/plans` */
export const PlansPage = (page: Props) => (
  <>
    <PageHead
      title="Plans"
      actions={<NewLink name="plan" href="/plans/new" />}
      more={
        <>
          <SelectLink kind={kind} />
          <MenuLink icon="import" label="Import" href="/plans/import" />
        </>
      }
    />
    <PlanList {...page} />
    <ListSelection of={kind} acts={['move', 'delete']} />
    <ListFoot>
      <TextLink href={sharedPath}>Shared with me</TextLink>
    </ListFoot>
  </>
)
