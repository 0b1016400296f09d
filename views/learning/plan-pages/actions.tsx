import type { PropsWithChildren } from 'hono/jsx'
import {
  historyPath,
  isDone,
  isOpen,
  type ListedPlan,
  mayEdit,
  type PlanStatus,
  planPath,
  planStatusNames,
  sharedPath,
  sharePath,
  shownStatus,
} from '../../../functions/learning/plans/schema'
import type { ActiveTimer } from '../../../functions/time/timer/queries'
import { RunningSince } from '../../time/timer/start-button'
import { TagLink } from '../../ui/field'
import type { IconName } from '../../ui/icon'
import { MenuLink, MenuPost } from '../../ui/item'
import { learningsPath } from '../../ui/links'
import { NameLink, PageHead } from '../../ui/section'
import { StartNext } from './page'

type FormProps = PropsWithChildren<{ planId: string; status: PlanStatus }>

export const PlanStatusForm = ({ planId, status, children }: FormProps) => {
  const url = planPath(planId, 'status')
  return (
    <form method="post" action={url} hx-post={url} hx-swap="none">
      <input type="hidden" name="status" value={status} />
      {children}
    </form>
  )
}

type Action = [status: PlanStatus, label: string, icon: IconName]

/** Statuses that a plan can be given from its menu. */
const actionsOf = ({ status }: Pick<ListedPlan, 'status'>): Action[] => {
  const archive: Action = ['archived', 'Archive', 'import']
  switch (status) {
    case 'archived':
      return [['in_progress', 'Unarchive', 'undo']]
    case 'completed':
      return [['in_progress', 'Reopen', 'undo'], archive]
    default:
      return [['completed', 'Complete', 'check'], archive]
  }
}

type Props = {
  plan: Pick<ListedPlan, 'id' | 'title' | 'status' | 'owner' | 'share_id'> & Parameters<typeof mayEdit>[0]
}

const PlanMenu = ({ plan }: Props) => (
  <>
    {actionsOf(plan).map(([status, label, icon]) => (
      <MenuPost action={planPath(plan.id, 'status')} label={label} icon={icon} swapsNothing>
        <input type="hidden" name="status" value={status} />
      </MenuPost>
    ))}
    {plan.owner === null && <MenuLink icon="people" label="Share" href={sharePath(plan.id)} />}
    <MenuLink icon="history" label="History" href={historyPath(plan.id)} />
    <MenuLink icon="learnings" label="Learnings" href={learningsPath({ plan: plan.id })} />
    <MenuLink icon="download" label="Export markdown" href={planPath(plan.id, 'markdown')} download={`${plan.id}.md`} />
    <MenuLink icon="import" label="Import cards" href={`/cards/import?plan=${plan.id}`} />
    <MenuLink icon="download" label="Export cards" href={planPath(plan.id, 'cards.md')} download="" />
    <MenuLink icon="download" label="Export cards for Anki" href={planPath(plan.id, 'cards.txt')} download="" />
    {plan.owner === null ? (
      <MenuPost action={planPath(plan.id, 'delete')} label="Delete" icon="trash" danger swapsNothing />
    ) : (
      <MenuPost action={`${sharedPath}/${plan.share_id}/leave`} label="Leave" icon="trash" danger swapsNothing />
    )}
  </>
)

type TimerProps = {
  plan: ListedPlan
  /** The timer that runs, for whatever. */
  timer: ActiveTimer | null
  reader: Parameters<typeof RunningSince>[0]['reader']
}

/** Since when the timer runs for the plan, or the start of its next chunk. */
export const PlanTimer = ({ plan, timer, reader }: TimerProps) => (
  <div
    id="plan-timer"
    class="actions"
    hx-get={planPath(plan.id, 'timer')}
    hx-trigger="timer-changed from:body"
    hx-target="this"
    hx-swap="outerMorph"
  >
    {timer?.plan_id === plan.id ? (
      <RunningSince startedAt={timer.started_at} reader={reader} />
    ) : (
      isOpen(plan) && !isDone(plan) && <StartNext plan={plan} words="Start" />
    )}
  </div>
)

/** The head of a plan's page, which an edit of the plan replaces. */
export const PlanHead = ({ plan, ...timer }: Props & TimerProps) => (
  <div id="plan-head">
    <PageHead
      title={<bdi>{plan.title}</bdi>}
      back={{ href: '/plans', name: 'Plans' }}
      facts={[
        planStatusNames[shownStatus(plan)],
        plan.owner !== null && (
          <>
            shared by <bdi>{plan.owner}</bdi>
          </>
        ),
        isOpen(plan) && plan.next_title !== null && (
          <>
            next:{' '}
            <NameLink href={plan.next_chunk ? `#chunk-${plan.next_chunk}` : '#plan-chunks'} name={plan.next_title} />
          </>
        ),
        ...plan.tags.map((tag) => <TagLink kind="plan" tag={tag} />),
      ]}
      acts={<PlanTimer plan={plan} {...timer} />}
      edit={planPath(plan.id, mayEdit(plan) ? 'edit' : 'details')}
      more={<PlanMenu plan={plan} />}
    />
  </div>
)
